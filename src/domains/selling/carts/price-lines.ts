import type { LocalDate } from '../../../kernel/local-date.ts'
import { amountTooLarge, money, mostMinor } from '../../../kernel/money.ts'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { type HeldRight, presentLines } from '../../entitlements/rights/index.ts'
import { type Item, linesToAddTo, type Viewer, visibleItemsOf } from '../../shop/catalog/index.ts'
import {
  type Entry,
  type PriceDecision,
  type PriceTerms,
  priceByEntries,
  priceItems,
  quantitySentence,
} from '../../shop/pricing/index.ts'
import { registeredDiscounts } from '../deals/index.ts'
import { baseLineOf, type ChosenBase } from './base-line.ts'
import type { BaseLine, LineTerm } from './frozen-line.ts'
import { grantsOpening, withheldFrom } from './granted-items.ts'
import { leftToOrder } from './left-to-order.ts'
import { priceOfTerm } from './line-term.ts'
import { termOfLine, type WantTerm } from './term-of-line.ts'

/** What somebody wants to order, before it is known whether and for how much. */
export interface RequestedLine {
  readonly id: string
  /** The day on which every term of the cart shall end; absent or null leaves each its own. */
  readonly coTermThrough?: LocalDate | null
  readonly partNumber: string
  readonly quantity: number
  readonly targetActivationId: string
  /** Of an add-on that was quoted: the line that it was quoted for, and belongs to or to none. */
  readonly base?: BaseLine | null | undefined
  readonly downloadDeclined: boolean
}

export interface PricedRequest extends RequestedLine {
  /** Null when the account may not have it, or it has no price: both answer alike. */
  readonly item: Item | null
  readonly price: Extract<PriceDecision, { priced: true }> | null
  /** How many the account may still order. */
  readonly maxQuantity: number
  /** From when to when it is good; null for what has no term. */
  readonly term: LineTerm | null
  /** For all pieces and the whole term; null without a price, and beyond what one order can hold. */
  readonly netMinor: number | null
  /** Of a media kit: what chains grant that alone opens it, so that the platform has to deliver it. */
  readonly openedByGrants: readonly HeldRight[]
  /** Of an add-on: the line that it belongs to; null where nothing that is held opens it. */
  readonly base: BaseLine | null
  readonly problem:
    | {
        readonly code:
          | 'item-not-available'
          | 'granted-not-delivered'
          | 'quantity-not-allowed'
          | 'line-not-eligible'
          | 'co-term-not-possible'
          | 'amount-too-large'
        readonly sentence: string
      }
    | NonNullable<ChosenBase['problem']>
    | null
}

/** Items that the viewer may see and what its lists say of them, where they were read before. */
export interface KnownPrices {
  readonly items: ReadonlyMap<string, Item>
  readonly terms: PriceTerms
  readonly entries: readonly Entry[]
}

/**
 * What each want costs this viewer now, or why it cannot be had: the one way to a price for carts, priced carts, drafts and
 * kits. Quantities of one part number on several lines are priced together, so that a split order gets the same volume
 * price and its increment is that of the whole. Three statements, however many wants, and none with `known`; one more for
 * items with a limit over time, for lines that are named, for a partner that orders for a customer, and for an account
 * from which the platform withholds what it was granted.
 */
export async function priceLines<Wanted extends RequestedLine>(
  tx: Db | Tx,
  viewer: Viewer,
  requestedLines: readonly Wanted[],
  known?: KnownPrices,
): Promise<(Wanted & PricedRequest)[]> {
  const partNumbers = [...new Set(requestedLines.map((requested) => requested.partNumber))]
  const items = known ? only(known.items, partNumbers) : await visibleItemsOf(tx, viewer, partNumbers)
  const together = new Map<string, number>()
  for (const requested of requestedLines)
    together.set(requested.partNumber, (together.get(requested.partNumber) ?? 0) + requested.quantity)
  const registered = await registeredDiscounts(tx, viewer, partNumbers)
  const asked = [...items.values()].map((item) => ({
    partNumber: item.partNumber,
    category: item.category,
    quantity: together.get(item.partNumber) ?? 1,
    extraRules: registered.get(item.partNumber) ?? [],
  }))
  const prices = known ? priceByEntries(asked, { on: viewer.on, ...known }) : await priceItems(tx, viewer, asked)
  const left = await leftToOrder(tx, viewer, [...items.values()])
  const targets = await presentTargets(tx, requestedLines)
  const withheld = await withheldFrom(
    tx,
    viewer,
    partNumbers.filter((partNumber) => !items.has(partNumber)),
  )
  const priced = requestedLines.map((requested) => {
    const item = items.get(requested.partNumber) ?? null
    const decision = item ? prices.get(item.partNumber) : undefined
    const price = decision?.priced ? decision : null
    const maxQuantity = left.get(requested.partNumber) ?? 0
    const target = targets.get(requested.targetActivationId) ?? requested.targetActivationId
    const inAll = together.get(requested.partNumber) ?? 0
    const quotedFor = requested.base && (targets.get(requested.base.activationId) ?? requested.base.activationId)
    const chosen = baseLineOf(item, viewer, quotedFor ?? target)
    const { term, problem: termProblem } = termOf(requested, {
      item,
      target,
      viewer,
      isBase: target !== '' && chosen.base?.activationId === target,
    })
    const problem =
      withheld.get(requested.partNumber) ??
      problemOf({ target, item, decision, maxQuantity, together: inAll, viewer }) ??
      chosen.problem ??
      termProblem
    const netMinor = netOf(requested, { price, term })
    const openedByGrants = item ? grantsOpening(item, viewer.held) : []
    return { ...requested, item, price, maxQuantity, term, netMinor, base: chosen.base, openedByGrants, problem }
  })
  return withinOneOrder(priced)
}

function only(items: ReadonlyMap<string, Item>, partNumbers: readonly string[]): Map<string, Item> {
  return new Map(
    partNumbers.flatMap((partNumber) => {
      const item = items.get(partNumber)
      return item ? [[partNumber, item]] : []
    }),
  )
}

/** The lines that go beyond what one order can hold have that as their problem, and no amount. */
function withinOneOrder<Wanted extends PricedRequest>(requestedLines: readonly Wanted[]): Wanted[] {
  let together = 0
  return requestedLines.map((requested) => {
    if (!requested.price) return requested
    if (requested.netMinor === null || together + requested.netMinor > mostMinor)
      return {
        ...requested,
        netMinor: null,
        problem: requested.problem ?? { code: 'amount-too-large', sentence: amountTooLarge },
      }
    together += requested.netMinor
    return requested
  })
}

function termOf(
  requested: RequestedLine,
  facts: { item: Item | null; target: string; viewer: Viewer; isBase: boolean },
): WantTerm {
  const { item, target, viewer, isBase } = facts
  if (!item) return { term: null, problem: null }
  const line = viewer.held.find(
    (right) => right.activationId === target && right.grantedBy === null && right.ownerAccountId === viewer.rightsOf,
  )
  // What belongs to a line does not continue it.
  if (isBase) return termOfLine({ item, named: false, line: undefined, ...termAsked(requested, viewer) })
  const named = requested.targetActivationId !== ''
  return termOfLine({ item, named, line, ...termAsked(requested, viewer) })
}

function termAsked(requested: RequestedLine, viewer: Viewer) {
  return { on: viewer.on, coTermThrough: requested.coTermThrough ?? null }
}

/** All pieces for the whole term; null without a price, and beyond what one order can hold. */
export function netOf(
  { quantity }: Pick<RequestedLine, 'quantity'>,
  { price, term }: Pick<PricedRequest, 'price' | 'term'>,
): number | null {
  if (!price) return null
  // Beyond the bound a product may have been rounded, but not back to within it.
  const once = price.unitPriceMinor * quantity
  if (once * Math.max(term?.wholeTerms ?? 1, 1) > mostMinor) return null
  if (!term) return once
  const net = priceOfTerm(money(price.unitPriceMinor, price.currency), quantity, term).minor
  return net > mostMinor ? null : net
}

/** The lines that were chosen, where the platform has renumbered them since: by the id that was chosen. */
async function presentTargets(
  tx: Db | Tx,
  requestedLines: readonly RequestedLine[],
): Promise<ReadonlyMap<string, string>> {
  const named = requestedLines
    .flatMap(({ targetActivationId, base }) => [targetActivationId, base?.activationId ?? ''])
    .filter((id) => id !== '')
  if (named.length === 0) return new Map()
  const present = [...(await presentLines(tx, named))]
  return new Map(present.flatMap(([id, [only, ...others]]) => (only && others.length === 0 ? [[id, only]] : [])))
}

function problemOf(facts: {
  target: string
  item: Item | null
  decision: PriceDecision | undefined
  maxQuantity: number
  together: number
  viewer: Viewer
}): PricedRequest['problem'] {
  const { target, item, decision, maxQuantity, together, viewer } = facts
  if (!item || !decision || (!decision.priced && decision.reason === 'NO_PRICE'))
    return { code: 'item-not-available', sentence: 'This item is not available to your account.' }
  if (together > maxQuantity)
    return {
      code: 'quantity-not-allowed',
      sentence:
        maxQuantity > 0 ? `At most ${maxQuantity} can be ordered.` : 'The limit for this item has been reached.',
    }
  if (!decision.priced) {
    const nearest = decision.nearest.filter((quantity) => quantity <= maxQuantity)
    return { code: 'quantity-not-allowed', sentence: quantitySentence(together, nearest) }
  }
  if (item.addsToLine && !targetOf(item, viewer, target))
    return {
      code: 'line-not-eligible',
      sentence: 'Choose the line that gets the seats: a live line that the account owns.',
    }
  return null
}

/** The owned line that seats go to: the one that was named, or the only one there is. */
export function targetOf(item: Item, viewer: Viewer, targetActivationId: string) {
  const candidates = linesToAddTo(item, viewer.held).filter((right) => right.ownerAccountId === viewer.rightsOf)
  if (targetActivationId === '') return candidates.length === 1 ? candidates[0] : undefined
  return candidates.find((right) => right.activationId === targetActivationId)
}
