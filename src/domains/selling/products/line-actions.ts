import type { HeldRight } from '../../entitlements/rights/index.ts'
import { baseLinesOf, type Item, linesToAddTo, metRequirements, type Viewer } from '../../shop/catalog/index.ts'
import type { PriceDecision } from '../../shop/pricing/index.ts'
import { fullTerm, goodThroughOf, renews, startOf, whyNotRenewed } from '../carts/index.ts'

/** Something that can be bought for a line now, at the account's price for the least that is sold. */
export interface LineChoice {
  readonly partNumber: string
  readonly title: string
  readonly productVersion: string | null
  /** The least that is sold; what is put in the cart when nothing else is said. */
  readonly quantity: number
  readonly unitPriceMinor: number
  readonly listPriceMinor: number
  readonly currency: string
  readonly priceSentence: string
}

export interface MediaChoice extends LineChoice {
  /** The portal's id of the title: its page shows the download first. */
  readonly partnerProductId: string
  /** How many the account may still order. */
  readonly left: number
}

export interface RenewalChoice extends LineChoice {
  readonly startDate: string
  readonly through: string
}

/** What an account can buy for one of its lines. What is not here is not possible today. */
export interface LineActions {
  readonly media: readonly MediaChoice[]
  readonly seats: readonly LineChoice[]
  readonly components: readonly LineChoice[]
  readonly upgrades: readonly LineChoice[]
  readonly renewals: readonly RenewalChoice[]
  /** Why what would continue the line is not offered, as a sentence; null when it is, or when nothing would. */
  readonly notRenewed: string | null
}

export interface ActionFacts {
  readonly viewer: Viewer
  /** What the viewer may see and the line opens. */
  readonly items: readonly Item[]
  readonly prices: ReadonlyMap<string, PriceDecision>
  /** How many of each the account may still order. */
  readonly left: ReadonlyMap<string, number>
}

export const noActions: LineActions = {
  media: [],
  seats: [],
  components: [],
  upgrades: [],
  renewals: [],
  notRenewed: null,
}

/**
 * What can be bought for a line on the viewer's day, by the same rules that cart and order ask. Seats and renewals go to
 * the account's own lines; what a chain grants is changed through the line that brings it, so it has none of its own.
 */
export function actionsOf(line: HeldRight, brought: readonly HeldRight[], facts: ActionFacts): LineActions {
  const { viewer } = facts
  const isOwn = line.ownerAccountId === viewer.rightsOf
  const priced = facts.items.flatMap((item) => {
    const price = facts.prices.get(item.partNumber)
    return price?.priced ? [{ item, choice: choiceOf(item, price) }] : []
  })
  const opens = (item: Item, rights: readonly HeldRight[]) => metRequirements(item, rights).length > 0
  const all = [line, ...brought]
  const choices = (category: Item['category'], fits: (item: Item) => boolean) =>
    priced.flatMap(({ item, choice }) => (item.category === category && fits(item) ? [choice] : []))
  return {
    media: priced.flatMap(({ item, choice }) => {
      const { partnerProductId, partNumber } = item
      if (item.category !== 'media' || partnerProductId === null || !opens(item, all)) return []
      const left = facts.left.get(partNumber) ?? 0
      return left < choice.quantity ? [] : [{ ...choice, partnerProductId, left }]
    }),
    seats: isOwn ? priced.flatMap(({ item, choice }) => (linesToAddTo(item, [line]).length > 0 ? [choice] : [])) : [],
    components: choices('addon', (item) =>
      baseLinesOf(item, viewer).some(({ activationId }) => activationId === line.activationId),
    ),
    upgrades: choices('upgrade', (item) => leadsOn(item, line, brought, viewer)),
    renewals: isOwn ? priced.flatMap(({ item, choice }) => renewalOf(item, choice, line, viewer)) : [],
    notRenewed: isOwn
      ? (priced.map(({ item }) => whyNotRenewed(item, line)).find((why) => why !== null) ?? null)
      : null,
  }
}

function choiceOf(item: Item, price: Extract<PriceDecision, { priced: true }>): LineChoice {
  return {
    partNumber: item.partNumber,
    title: item.title,
    productVersion: item.productVersion,
    quantity: price.trace.quantity,
    unitPriceMinor: price.unitPriceMinor,
    listPriceMinor: price.listPriceMinor,
    currency: price.currency,
    priceSentence: price.sentence,
  }
}

// Nobody is asked to pay for a version that the line has, or brings free of charge.
function leadsOn(item: Item, line: HeldRight, brought: readonly HeldRight[], viewer: Viewer): boolean {
  const { productName: name, productVersion: version } = item
  const isThere = [line, ...brought].some((right) => right.productName === name && right.productVersion === version)
  if (isThere) return false
  const offered = viewer.offered.some(
    (offer) =>
      offer.activationId === line.activationId && offer.productName === name && offer.productVersion === version,
  )
  return offered || metRequirements(item, [line]).length > 0
}

function renewalOf(item: Item, choice: LineChoice, line: HeldRight, viewer: Viewer): RenewalChoice[] {
  if (item.termMonths === null || !renews(item, line)) return []
  const startDate = startOf({ today: viewer.on, goodThrough: goodThroughOf(item, line) })
  // Maintenance and subscriptions are sold by the seat: all that the line has, unless the buyer says otherwise.
  const quantity = Math.max(choice.quantity, line.quantity)
  return [{ ...choice, quantity, startDate, through: fullTerm(startDate, item.termMonths).through }]
}
