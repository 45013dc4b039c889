import type { Db, Tx } from '../../platform/db/db.ts'
import { type Item, linesToAddTo, type Viewer, visibleItemsOf } from '../catalog/index.ts'
import { presentLines } from '../entitlements/index.ts'
import { type PriceDecision, priceItems, quantitySentence } from '../pricing/index.ts'
import { orderedQuantities } from './store.ts'

/** What somebody wants to order, before it is known whether and for how much. */
export interface Want {
  readonly id: string
  readonly partNumber: string
  readonly quantity: number
  readonly targetActivationId: string
  readonly downloadDeclined: boolean
}

export interface PricedWant extends Want {
  /** Null when the account may not have it, or it has no price: both answer alike. */
  readonly item: Item | null
  readonly price: Extract<PriceDecision, { priced: true }> | null
  /** How many the account may still order. */
  readonly maxQuantity: number
  readonly problem: {
    readonly code: 'item-not-available' | 'quantity-not-allowed' | 'line-not-eligible'
    readonly sentence: string
  } | null
}

/**
 * What each want costs this viewer now, or why it cannot be had: the one way to a price for carts, quotes, drafts and
 * kits. Quantities of one part number on several lines are priced together, so that a split order gets the same volume
 * price and its increment is that of the whole. Five statements, however many wants.
 */
export async function priceWants<Wanted extends Want>(
  tx: Db | Tx,
  viewer: Viewer,
  wants: readonly Wanted[],
): Promise<(Wanted & PricedWant)[]> {
  const partNumbers = [...new Set(wants.map((want) => want.partNumber))]
  const items = await visibleItemsOf(tx, viewer, partNumbers)
  const together = new Map<string, number>()
  for (const want of wants) together.set(want.partNumber, (together.get(want.partNumber) ?? 0) + want.quantity)
  const prices = await priceItems(
    tx,
    viewer,
    [...items.values()].map((item) => ({
      partNumber: item.partNumber,
      category: item.category,
      quantity: together.get(item.partNumber) ?? 1,
    })),
  )
  const kits = [...items.values()].filter((item) => item.category === 'media').map((item) => item.partNumber)
  const before = await orderedQuantities(tx, viewer.accountId, kits)
  const targets = await presentTargets(tx, wants)
  return wants.map((want) => {
    const item = items.get(want.partNumber) ?? null
    const decision = item ? prices.get(item.partNumber) : undefined
    const price = decision?.priced ? decision : null
    const maxQuantity = item ? Math.max(0, item.maxQuantity - (before.get(item.partNumber) ?? 0)) : 0
    const target = targets.get(want.targetActivationId) ?? want.targetActivationId
    const inAll = together.get(want.partNumber) ?? 0
    const problem = problemOf({ target, item, decision, maxQuantity, together: inAll, viewer })
    return { ...want, item, price, maxQuantity, problem }
  })
}

/** The lines that were chosen for seats, where the platform has renumbered them since: by the id that was chosen. */
async function presentTargets(tx: Db | Tx, wants: readonly Want[]): Promise<ReadonlyMap<string, string>> {
  const named = wants.map(({ targetActivationId }) => targetActivationId).filter((id) => id !== '')
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
}): PricedWant['problem'] {
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
