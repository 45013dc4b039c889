import { createHash } from 'node:crypto'
import { newId } from '../../../kernel/ids.ts'
import { money } from '../../../kernel/money.ts'
import type { Tx } from '../../../platform/db/db.ts'
import { NotFound } from '../../../platform/http/problems.ts'
import { kitsDownloaded } from '../../fulfilment/downloads/index.ts'
import { type Actor, type OrderDeps, type RateRules, refuseWithoutRate } from '../../fulfilment/orders/index.ts'
import type { PostalAddress } from '../../people/accounts/index.ts'
import type { Viewer } from '../../shop/catalog/index.ts'
import { freightFor, taxOf, taxRatesFor } from '../../shop/pricing/index.ts'
import { refuseProblem, viewerOfCart } from './cart.ts'
import * as cartStore from './cart-store.ts'
import { refuseRise } from './consent.ts'
import { CartEmpty, WrongCurrency } from './errors.ts'
import { type Parties, type PartiesAsked, partiesOf } from './parties.ts'
import { type PricedWant, priceWants } from './price-wants.ts'
import * as quoteStore from './quote-store.ts'
import type { QuoteView } from './schemas.ts'
import { type SettleDeps, type SettledCheck, withGrantsSettled } from './settle-grants.ts'
import type { QuoteLine } from './tables.ts'
import { waysToPay } from './ways-to-pay.ts'

/** How long a quote from a cart is good. Longer than a card session lives (24 hours), so that what was paid is priced. */
export const quoteMs = 48 * 3_600_000

type QuoteDeps = Pick<OrderDeps, 'db' | 'clock' | 'cards' | keyof RateRules> & SettleDeps
type QuoteRequest = PartiesAsked & { readonly shipTo: PostalAddress; readonly currency?: string | undefined }

/**
 * Prices the member's cart for a destination, with tax and freight, and freezes it. The same cart quoted again gives the
 * same quote while it is good.
 * @throws {CartEmpty | ItemNotAvailable | GrantedNotDelivered | QuantityNotAllowed | LineNotEligible | WrongCurrency}
 * @throws {TaxRateMissing | FreightRateMissing} when the country of delivery has no rate and such orders are stopped
 * @throws {PriceRisen} when a line costs more than the member was last shown; a drop is passed on
 */
export async function requestQuote(deps: QuoteDeps, actor: Actor, request: QuoteRequest): Promise<QuoteView> {
  return withGrantsSettled(deps, actor, (check) => quoteSettled(deps, actor, { request, check }))
}

async function quoteSettled(
  deps: QuoteDeps,
  actor: Actor,
  { request, check }: { readonly request: QuoteRequest; readonly check: SettledCheck },
): Promise<QuoteView> {
  return deps.db.transaction(async (tx) => {
    const at = deps.clock.now()
    const cart = await cartStore.lockOpenCart(tx, actor, at)
    const viewer = await viewerOfCart(tx, deps, cart)
    if (request.currency !== undefined && request.currency !== viewer.currency)
      throw new WrongCurrency(request.currency, viewer.currency)
    const wants = await priceWants(tx, viewer, await cartStore.linesOfCart(tx, cart.id))
    if (wants.length === 0) throw new CartEmpty()
    refuseProblem(wants)
    check(wants)
    refuseRise(wants)
    const parties = await partiesOf(tx, cart, request)
    const quote = await keepQuote(tx, { cart, viewer, wants, shipTo: request.shipTo, parties, at })
    refuseWithoutRate(deps, quote)
    return { ...quoteView(deps, quote), downloadedBefore: await kitsDownloaded(tx, quote) }
  })
}

/** @throws {NotFound} alike for a quote of somebody else and for one that does not exist */
export async function quoteOf(
  deps: Pick<OrderDeps, 'db' | 'cards'>,
  actor: Actor,
  quoteId: string,
): Promise<QuoteView> {
  const quote = await quoteStore.findQuote(deps.db, quoteId)
  if (!quote || quote.accountId !== actor.accountId || quote.userName !== actor.userName) throw new NotFound('quote')
  return { ...quoteView(deps, quote), downloadedBefore: await kitsDownloaded(deps.db, quote) }
}

/** What wants come to at a destination; all amounts in minor units of the viewer's currency. */
export interface Totals {
  readonly currency: string
  readonly lines: QuoteLine[]
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
 * quote, a free kit and a draft of staff come to the same (C9).
 */
export async function totalsOf(
  tx: Tx,
  viewer: Viewer,
  wants: readonly PricedWant[],
  shipTo: PostalAddress,
): Promise<Totals> {
  const { currency } = viewer
  const rates = await taxRatesFor(tx, shipTo.country)
  const lines = wants.flatMap((want, index) => lineOf(want, index + 1, currency, rates))
  // Freight is for parcels that cost something: a free kit is sent free.
  const parcel = lines.some((line) => isShipped(line.obligation) && line.netMinor > 0)
  const freight = parcel ? await freightFor(tx, shipTo.country, currency) : money(0, currency)
  const freightMinor = freight?.minor ?? 0
  const netMinor = lines.reduce((sum, line) => sum + line.netMinor, 0)
  const freightTax = taxOf(money(freightMinor, currency), 'freight', rates)
  const taxMinor = lines.reduce((sum, line) => sum + line.taxMinor, 0) + freightTax.taxMinor
  const noRateMinor =
    lines.reduce((sum, line) => sum + (line.taxBasisPoints === null ? line.netMinor : 0), 0) +
    (freightTax.basisPoints === null ? freightMinor : 0)
  return {
    ...{ currency, lines, netMinor, freightMinor, taxMinor, noRateMinor },
    freightNoRate: freight === null,
    totalMinor: netMinor + freightMinor + taxMinor,
  }
}

/** Prices wants that have no problem and keeps them as a quote, or finds the open quote that says the same. */
export async function keepQuote(
  tx: Tx,
  given: {
    readonly cart: Pick<cartStore.Cart, 'id' | 'accountId' | 'userName' | 'endCustomerAccountId'>
    readonly viewer: Viewer
    readonly wants: readonly PricedWant[]
    readonly shipTo: PostalAddress
    readonly parties: Parties
    readonly at: Date
    readonly quoteId?: string
  },
): Promise<quoteStore.Quote> {
  const { cart, viewer, wants, shipTo, parties, at } = given
  const totals = await totalsOf(tx, viewer, wants, shipTo)
  const contentHash = contentHashOf({
    cartId: cart.id,
    endCustomer: cart.endCustomerAccountId,
    lines: totals.lines,
    ...{ shipTo, parties },
    freightMinor: totals.freightMinor,
    taxMinor: totals.taxMinor,
    noRateMinor: totals.noRateMinor,
    ...(totals.freightNoRate && { freightNoRate: true }),
  })
  const same = await quoteStore.findOpenQuote(tx, cart.id, contentHash, at)
  if (same) return same
  return quoteStore.insertQuote(tx, {
    id: given.quoteId ?? newId('quo'),
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
    expiresAt: new Date(at.getTime() + quoteMs),
  })
}

function quoteView(deps: Pick<OrderDeps, 'cards'>, quote: quoteStore.Quote): QuoteView {
  return {
    id: quote.id,
    accountId: quote.accountId,
    state: quote.state,
    currency: quote.currency,
    lines: quote.lines,
    netMinor: quote.netMinor,
    freightMinor: quote.freightMinor,
    taxMinor: quote.taxMinor,
    noRateMinor: quote.noRateMinor,
    freightNoRate: quote.freightNoRate,
    totalMinor: quote.totalMinor,
    shipTo: quote.shipTo,
    endCustomerAccountId: quote.endCustomerAccountId,
    shipToAccountId: quote.shipToAccountId,
    billToAccountId: quote.billToAccountId,
    billTo: quote.billTo,
    expiresAt: quote.expiresAt.toISOString(),
    ...waysToPay(deps, quote),
  }
}

export function isShipped(obligation: QuoteLine['obligation']): boolean {
  return obligation === 'media' || obligation === 'goods'
}

function lineOf(
  want: PricedWant,
  lineNumber: number,
  currency: string,
  rates: Awaited<ReturnType<typeof taxRatesFor>>,
): QuoteLine[] {
  const { item, price } = want
  if (!item || !price) return []
  const netMinor = want.netMinor ?? 0
  const tax = taxOf(money(netMinor, currency), item.obligation, rates)
  return [
    {
      lineNumber,
      partNumber: item.partNumber,
      title: item.title,
      obligation: item.obligation,
      origin: item.origin,
      quantity: want.quantity,
      targetActivationId: want.targetActivationId,
      base: want.base,
      downloadDeclined: want.downloadDeclined,
      termMonths: item.termMonths,
      term: want.term,
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
