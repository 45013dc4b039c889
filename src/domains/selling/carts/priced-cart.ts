import { createHash } from 'node:crypto'
import { newId } from '../../../kernel/ids.ts'
import { dateOf } from '../../../kernel/local-date.ts'
import { money } from '../../../kernel/money.ts'
import type { Tx } from '../../../platform/db/db.ts'
import { NotFound } from '../../../platform/http/answer/problems.ts'
import { kitsDownloaded } from '../../fulfilment/downloads/index.ts'
import { type Actor, type OrderDeps, type RateRules, refuseWithoutRate } from '../../fulfilment/orders/index.ts'
import type { PostalAddress } from '../../people/accounts/index.ts'
import type { Viewer } from '../../shop/catalog/index.ts'
import { freightOf, type Rates, ratesFor, taxOf } from '../../shop/pricing/index.ts'
import { refuseLostCustomer } from '../partners/index.ts'
import { type PricedBefore, readForPricing } from './cart-facts.ts'
import * as cartStore from './cart-store.ts'
import { recordDrops } from './cart-view.ts'
import { refuseRise } from './consent.ts'
import { CartEmpty, WrongCurrency } from './errors.ts'
import { type Parties, type PartiesAsked, partiesOf } from './parties.ts'
import { type PricedRequest, priceLines } from './price-lines.ts'
import * as pricedCartStore from './priced-cart-store.ts'
import { refuseProblem } from './refuse-problem.ts'
import type { PricedCartView } from './schemas.ts'
import { type SettleDeps, type SettledCheck, withGrantsSettled } from './settle-grants.ts'
import type { PricedLine } from './tables.ts'
import { waysToPay } from './ways-to-pay.ts'

/** How long a priced cart from a cart is good. Longer than a card session lives (24 hours), so that what was paid is priced. */
export const pricedCartMs = 48 * 3_600_000

type PricedCartDeps = Pick<OrderDeps, 'db' | 'clock' | 'cards' | keyof RateRules> & SettleDeps
type PriceCartRequest = PartiesAsked & { readonly shipTo: PostalAddress; readonly currency?: string | undefined }

/**
 * Prices the member's cart for a destination, with tax and freight, and freezes it. The same cart quoted again gives the
 * same priced cart while it is good.
 * @throws {CartEmpty | ItemNotAvailable | GrantedNotDelivered | QuantityNotAllowed | LineNotEligible | WrongCurrency}
 * @throws {TaxRateMissing | FreightRateMissing} when the country of delivery has no rate and such orders are stopped
 * @throws {PriceRisen} when a line costs more than the member was last shown; a drop is passed on
 */
export async function priceCart(
  deps: PricedCartDeps,
  actor: Actor,
  request: PriceCartRequest,
): Promise<PricedCartView> {
  return withGrantsSettled(deps, actor, (check) => priceSettledCart(deps, actor, { request, check }))
}

async function priceSettledCart(
  deps: PricedCartDeps,
  actor: Actor,
  { request, check }: { readonly request: PriceCartRequest; readonly check: SettledCheck },
): Promise<PricedCartView> {
  return deps.db.transaction(async (tx) => {
    const at = deps.clock.now()
    const cart = await cartStore.lockOpenCart(tx, actor, at)
    const on = dateOf(at)
    await refuseLostCustomer(tx, cart, on)
    const { viewer, lines, known, rates, priced } = await readForPricing(tx, deps.db, cart, {
      on,
      country: request.shipTo.country,
      at,
    })
    if (request.currency !== undefined && request.currency !== viewer.currency)
      throw new WrongCurrency(request.currency, viewer.currency)
    const requestedLines = await priceLines(tx, viewer, lines, known)
    if (requestedLines.length === 0) throw new CartEmpty()
    refuseProblem(requestedLines)
    check(requestedLines)
    refuseRise(requestedLines)
    await recordDrops(tx, cart, requestedLines)
    const parties = await partiesOf(tx, cart, request)
    const { shipTo } = request
    const pricedCart = await savePricedCart(tx, {
      cart,
      viewer,
      requestedLines,
      shipTo,
      parties,
      at,
      known: { rates, priced },
    })
    refuseWithoutRate(deps, pricedCart)
    return { ...pricedCartView(deps, pricedCart), downloadedBefore: await kitsDownloaded(tx, pricedCart) }
  })
}

/** @throws {NotFound} alike for a priced cart of somebody else and for one that does not exist */
export async function pricedCartOf(
  deps: Pick<OrderDeps, 'db' | 'cards'>,
  actor: Actor,
  pricedCartId: string,
): Promise<PricedCartView> {
  const pricedCart = await pricedCartStore.findPricedCart(deps.db, pricedCartId)
  if (!pricedCart || pricedCart.accountId !== actor.accountId || pricedCart.userName !== actor.userName)
    throw new NotFound('priced cart')
  return { ...pricedCartView(deps, pricedCart), downloadedBefore: await kitsDownloaded(deps.db, pricedCart) }
}

/** What wants come to at a destination; all amounts in minor units of the viewer's currency. */
export interface Totals {
  readonly currency: string
  readonly lines: PricedLine[]
  readonly netMinor: number
  readonly freightMinor: number
  readonly taxMinor: number
  /** The net amount of what costs something and has no tax rate. */
  readonly noRateMinor: number
  /** True where a parcel that costs something goes to a country without a freight rate. */
  readonly freightNoRate: boolean
  readonly totalMinor: number
}

/**
 * Lines, freight, tax and total of wants that have no problem, for a destination. The one place that adds up: a cart, a
 * priced cart, a free kit and a draft of staff come to the same (C9).
 */
export async function totalsOf(
  tx: Tx,
  viewer: Viewer,
  requestedLines: readonly PricedRequest[],
  shipTo: PostalAddress,
  known?: Rates,
): Promise<Totals> {
  const { currency } = viewer
  const rates = known ?? (await ratesFor(tx, shipTo.country, currency))
  const lines = requestedLines.flatMap((requested, index) => lineOf(requested, index + 1, currency, rates.tax))
  // Freight is for parcels that cost something: a free kit is sent free.
  const parcel = lines.some((line) => isShipped(line.obligation) && line.netMinor > 0)
  const freight = parcel ? freightOf(rates, shipTo.country, currency) : money(0, currency)
  const freightMinor = freight?.minor ?? 0
  const netMinor = lines.reduce((sum, line) => sum + line.netMinor, 0)
  const freightTax = taxOf(money(freightMinor, currency), 'freight', rates.tax)
  const taxMinor = lines.reduce((sum, line) => sum + line.taxMinor, 0) + freightTax.taxMinor
  const noRateMinor =
    lines.reduce((sum, line) => sum + (line.taxBasisPoints === null ? line.netMinor : 0), 0) +
    (freightTax.basisPoints === null ? freightMinor : 0)
  return {
    currency,
    lines,
    netMinor,
    freightMinor,
    taxMinor,
    noRateMinor,
    freightNoRate: freight === null,
    totalMinor: netMinor + freightMinor + taxMinor,
  }
}

/** Prices wants that have no problem and keeps them as a priced cart, or finds the open priced cart that says the same. */
export async function savePricedCart(
  tx: Tx,
  given: {
    readonly cart: Pick<cartStore.Cart, 'id' | 'accountId' | 'userName' | 'endCustomerAccountId'>
    readonly viewer: Viewer
    readonly requestedLines: readonly PricedRequest[]
    readonly shipTo: PostalAddress
    readonly parties: Parties
    readonly at: Date
    readonly pricedCartId?: string
    /** Where they were read before: the rates of the destination, and the priced carts of the cart that are still good. */
    readonly known?: { readonly rates: Rates; readonly priced: readonly PricedBefore[] }
  },
): Promise<pricedCartStore.PricedCart> {
  const { cart, viewer, requestedLines, shipTo, parties, at, known } = given
  const totals = await totalsOf(tx, viewer, requestedLines, shipTo, known?.rates)
  const contentHash = contentHashOf({
    cartId: cart.id,
    endCustomer: cart.endCustomerAccountId,
    lines: totals.lines,
    shipTo,
    parties,
    freightMinor: totals.freightMinor,
    taxMinor: totals.taxMinor,
    noRateMinor: totals.noRateMinor,
    ...(totals.freightNoRate && { freightNoRate: true }),
  })
  const isPricedAlike = !known || known.priced.some((before) => before.contentHash === contentHash)
  const same = isPricedAlike ? await pricedCartStore.findOpenPricedCart(tx, cart.id, contentHash, at) : null
  if (same) return same
  return pricedCartStore.insertPricedCart(tx, {
    id: given.pricedCartId ?? newId('pct'),
    cartId: cart.id,
    accountId: cart.accountId,
    userName: cart.userName,
    endCustomerAccountId: cart.endCustomerAccountId,
    state: 'open',
    contentHash,
    ...totals,
    shipTo,
    ...parties,
    createdAt: at,
    expiresAt: new Date(at.getTime() + pricedCartMs),
  })
}

function pricedCartView(deps: Pick<OrderDeps, 'cards'>, pricedCart: pricedCartStore.PricedCart): PricedCartView {
  return {
    id: pricedCart.id,
    accountId: pricedCart.accountId,
    state: pricedCart.state,
    currency: pricedCart.currency,
    lines: pricedCart.lines,
    netMinor: pricedCart.netMinor,
    freightMinor: pricedCart.freightMinor,
    taxMinor: pricedCart.taxMinor,
    noRateMinor: pricedCart.noRateMinor,
    freightNoRate: pricedCart.freightNoRate,
    totalMinor: pricedCart.totalMinor,
    shipTo: pricedCart.shipTo,
    endCustomerAccountId: pricedCart.endCustomerAccountId,
    shipToAccountId: pricedCart.shipToAccountId,
    billToAccountId: pricedCart.billToAccountId,
    billTo: pricedCart.billTo,
    expiresAt: pricedCart.expiresAt.toISOString(),
    ...waysToPay(deps, pricedCart),
  }
}

export function isShipped(obligation: PricedLine['obligation']): boolean {
  return obligation === 'media' || obligation === 'goods'
}

function lineOf(requested: PricedRequest, lineNumber: number, currency: string, rates: Rates['tax']): PricedLine[] {
  const { item, price } = requested
  if (!item || !price) return []
  const netMinor = requested.netMinor ?? 0
  const tax = taxOf(money(netMinor, currency), item.obligation, rates)
  return [
    {
      lineNumber,
      partNumber: item.partNumber,
      title: item.title,
      obligation: item.obligation,
      origin: item.origin,
      quantity: requested.quantity,
      targetActivationId: requested.targetActivationId,
      base: requested.base,
      downloadDeclined: requested.downloadDeclined,
      termMonths: item.termMonths,
      term: requested.term,
      listPriceMinor: price.listPriceMinor,
      unitPriceMinor: price.unitPriceMinor,
      netMinor,
      taxMinor: tax.taxMinor,
      taxBasisPoints: tax.basisPoints,
      priceRule: price.sentence,
      trace: price.trace,
    },
  ]
}

function contentHashOf(content: object): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('base64url')
}
