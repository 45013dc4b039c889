import { sql } from 'drizzle-orm'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { jsonOf } from '../../../platform/db/json-of.ts'
import { type Parts, param, prepareForRow, type QueryParams, runForRow } from '../../../platform/db/prepared-query.ts'
import { knownRights, type RightsSince } from '../../entitlements/rights/index.ts'
import { openPaymentFacts } from '../../money/payments/index.ts'
import { accountRow } from '../../people/accounts/index.ts'
import {
  AccountUnknown,
  type ItemJson,
  itemOf,
  itemsFacts,
  type Looking,
  type Viewer,
  type ViewerFacts,
  viewerAccount,
  viewerRightsSince,
  viewerWith,
  visibilityOf,
} from '../../shop/catalog/index.ts'
import {
  type Rates,
  ratesFacts,
  type TermsFacts,
  termsFactsOf,
  termsOfFacts,
  usableLists,
} from '../../shop/pricing/index.ts'
import type { Cart, CartLine } from './cart-store.ts'
import type { KnownPrices } from './price-lines.ts'
import { cartLines } from './tables.ts'

/** All that a cart depends on: who looks, its lines, and their items and prices. */
export interface CartRead extends Pick<ViewerFacts, 'account'> {
  readonly rights: RightsSince
  readonly lines: readonly (Omit<CartLine, 'addedAt' | 'coTermThrough'> & { readonly addedAt: string })[]
  readonly items: readonly ItemJson[]
  readonly terms: TermsFacts
}

/** `partNumber` is of one more item, which is not in the cart yet; empty for none. */
export const cartReadNames = ['accountId', 'rightsOf', 'on', 'rightsVersion', 'cartId', 'partNumber'] as const

const ofCart = sql`cart_lines.cart_id = ${param('cartId')}`
const partNumbers = sql`array(select part_number from cart_lines where ${ofCart} union select ${param('partNumber')})`

/** The parts of a statement that is asked for an account's row (`accountRow`) and the names above. */
export const cartReadParts: Parts<CartRead> = {
  account: viewerAccount,
  rights: viewerRightsSince,
  lines: sql`(select coalesce(json_agg(${jsonOf(cartLines, 'cart_lines')} order by position), '[]')
    from cart_lines where ${ofCart})`,
  items: itemsFacts(partNumbers),
  terms: termsFactsOf(partNumbers),
}

export interface CartFacts {
  readonly viewer: Viewer
  readonly lines: readonly CartLine[]
  readonly known: KnownPrices
}

/** Who looks at a cart, and with which rights. */
type CartOf = Pick<Cart, 'id' | 'accountId' | 'endCustomerAccountId' | 'coTermThrough'>

export interface CartReading {
  readonly values: QueryParams<(typeof cartReadNames)[number]>
  facts(read: CartRead): CartFacts
}

/** What a statement with the parts above is asked for, and what it has found. */
export function readingOf(db: Db, cart: CartOf, on: Looking['on'], partNumber = ''): CartReading {
  const { id: cartId, accountId, endCustomerAccountId, coTermThrough } = cart
  const looking = { accountId, rightsOf: endCustomerAccountId ?? accountId, on }
  const rights = knownRights(db, looking.rightsOf, on)
  return {
    values: { ...looking, rightsVersion: rights.version, cartId, partNumber },
    facts: (read) => factsOf(read, viewerWith(looking, read, rights.since(read.rights)), coTermThrough),
  }
}

function factsOf(read: CartRead, viewer: Viewer, coTermThrough: Cart['coTermThrough']): CartFacts {
  const { on } = viewer
  const items = read.items.map(itemOf).filter((item) => visibilityOf(item, viewer, viewer.held).visible)
  const terms = termsOfFacts(viewer, read.terms)
  const usable = new Set(usableLists(terms.lists, terms.buyer, on).map(({ id }) => id))
  const entries = (read.terms.listed.entries ?? []).flat().filter(({ priceListId }) => usable.has(priceListId))
  return {
    viewer,
    lines: read.lines.map((line) => ({ ...line, addedAt: new Date(line.addedAt), coTermThrough })),
    known: { items: new Map(items.map((item) => [item.partNumber, item])), terms, entries },
  }
}

interface ChangeRead extends CartRead {
  readonly payable: boolean
}

// Also those that are being closed: to ask once more for that does no harm.
const payable = openPaymentFacts(sql`select id from priced_carts where cart_id = ${param('cartId')}`)
const changeStatement = prepareForRow(cartReadNames, accountRow, { ...cartReadParts, payable })

/**
 * A cart that is about to change, with one more item, and whether a card page of it may still be paid. One statement.
 * @throws {AccountUnknown}
 */
export async function readForChange(
  tx: Tx,
  db: Db,
  cart: CartOf,
  { on, partNumber }: { readonly on: Looking['on']; readonly partNumber: string },
): Promise<CartFacts & { readonly payable: boolean }> {
  const reading = readingOf(db, cart, on, partNumber)
  const read = await runForRow<ChangeRead, (typeof cartReadNames)[number]>(tx, changeStatement, reading.values)
  if (!read) throw new AccountUnknown(cart.accountId)
  return { ...reading.facts(read), payable: read.payable }
}

interface PricingRead extends CartRead {
  readonly rates: Rates
  readonly priced: readonly PricedBefore[]
}

/** A priced cart of the cart that is still good. */
export interface PricedBefore {
  readonly id: string
  readonly contentHash: string
}

const pricingNames = [...cartReadNames, 'country', 'now'] as const
const pricingStatement = prepareForRow(pricingNames, accountRow, {
  ...cartReadParts,
  rates: ratesFacts(param('country'), param('currency')),
  priced: sql`(select coalesce(json_agg(json_build_object('id', id, 'contentHash', content_hash)), '[]') from priced_carts
    where cart_id = ${param('cartId')} and state = 'open' and expires_at > ${param('now')}::timestamptz)`,
})

/**
 * A cart that is about to be priced for a country, with its rates and the priced carts that it has. One statement.
 * @throws {AccountUnknown}
 */
export async function readForPricing(
  tx: Tx,
  db: Db,
  cart: CartOf,
  { on, country, at }: { readonly on: Looking['on']; readonly country: string; readonly at: Date },
): Promise<CartFacts & Pick<PricingRead, 'rates' | 'priced'>> {
  const reading = readingOf(db, cart, on)
  const read = await runForRow<PricingRead, (typeof pricingNames)[number]>(tx, pricingStatement, {
    ...reading.values,
    country,
    now: at.toISOString(),
  })
  if (!read) throw new AccountUnknown(cart.accountId)
  const { rates, priced } = read
  return { ...reading.facts(read), rates, priced }
}
