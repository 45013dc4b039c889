import { dateOf, type LocalDate, writtenDate } from '../../../kernel/local-date.ts'
import type { HeldRight, OfferedProduct } from '../../entitlements/rights/index.ts'
import type { Item } from './item.ts'
import { entriesOf, entryOf, offerEntryOf } from './requirements.ts'

/** What the rule needs to know of an item. */
export type RuledItem = Pick<
  Item,
  | 'withdrawnAt'
  | 'unsellableReason'
  | 'category'
  | 'soldTo'
  | 'requiresAnyOf'
  | 'requirementFrom'
  | 'addsToLine'
  | 'productName'
  | 'productVersion'
  | 'requiresAllOf'
  | 'requiresNoneOf'
  | 'partnerTiers'
  | 'onlyAccounts'
  | 'notAccounts'
  | 'visibleFrom'
  | 'visibleThrough'
>

/** What the rule needs to know of who is looking. */
export interface Looker {
  /** The account that would buy. */
  readonly accountId: string
  readonly accountType: string
  readonly partnerTier: string | null
  readonly on: LocalDate
  /** The account whose rights are held up against the item; a line of another account is an inherited one. */
  readonly rightsOf: string
  /** What chains offer to the rights that are held. */
  readonly offered: readonly OfferedProduct[]
  /** What chains grant and the platform does not deliver. */
  readonly undelivered: readonly HeldRight[]
}

export type HiddenReason =
  | 'WITHDRAWN'
  | 'UNSELLABLE'
  | 'NOT_FOR_SALE'
  | 'NOT_YET_FOR_SALE'
  | 'NO_LONGER_FOR_SALE'
  | 'WRONG_ACCOUNT_TYPE'
  | 'WRONG_PARTNER_TIER'
  | 'NOT_FOR_THIS_ACCOUNT'
  | 'NOT_ENTITLED'
  | 'NOT_ENTITLED_TO_ALL'
  | 'RULED_OUT_BY_RIGHT'
  | 'NO_LINE_TO_ADD_TO'

/** One rule that was tried, what it found, and the line that satisfied it where one did. */
export interface VisibilityStep {
  readonly rule: HiddenReason
  readonly passed: boolean
  readonly sentence: string
  readonly right?: TracedRight
}

/** The line behind an answer, down to the order that it came from. */
export interface TracedRight {
  readonly activationId: string
  readonly product: string
  /** The parent account that owns the line; null for an own line. */
  readonly inheritedFrom: string | null
  readonly lastDay: LocalDate | null
  readonly orderId: string | null
  readonly orderLineNumber: string | null
}

export type Visibility =
  | { readonly visible: true; readonly because: VisibilityStep[] }
  | { readonly visible: false; readonly reason: HiddenReason; readonly trace: VisibilityStep[] }

/**
 * Whether an account may see, and so buy, an item, with the rights that it holds today. Rules are tried in this order;
 * the first refusal wins, and the steps tell how far the item came. Steps that passed may be shown to the account: they
 * name nothing that it does not hold. `visible-to.ts` says the same in SQL.
 */
export function visibilityOf(item: RuledItem, looker: Looker, held: readonly HeldRight[]): Visibility {
  const steps: VisibilityStep[] = []
  for (const rule of rules)
    for (const step of rule(item, looker, held)) {
      steps.push(step)
      if (!step.passed) return { visible: false, reason: step.rule, trace: steps }
    }
  return { visible: true, because: steps }
}

/**
 * The lines whose quantity an item can raise: those of its own product and version that were
 * bought or given as such. What a chain grants is no line. Empty for other items.
 */
export function linesToAddTo(item: RuledItem, held: readonly HeldRight[]): HeldRight[] {
  if (!item.addsToLine || item.productName === null) return []
  const own = entryOf(item.productName, item.productVersion)
  return held.filter((right) => right.grantedBy === null && entriesOf(right).includes(own))
}

/** Whether the answer depends on rights; if not, `visibilityOf` says the same for any that are held. */
export function asksForRights(item: RuledItem): boolean {
  return (
    item.addsToLine || [item.requiresAnyOf, item.requiresAllOf, item.requiresNoneOf].some((asks) => asks.length > 0)
  )
}

/** No step where the item says nothing. */
type Rule = (item: RuledItem, looker: Looker, held: readonly HeldRight[]) => VisibilityStep[]

const notWithdrawn: Rule = (item) =>
  item.withdrawnAt === null
    ? []
    : [step('WITHDRAWN', false, `Withdrawn from sale on ${writtenDate(dateOf(item.withdrawnAt))}.`)]

const isSellable: Rule = (item) =>
  item.unsellableReason === null ? [] : [step('UNSELLABLE', false, `Not for sale: ${item.unsellableReason}.`)]

const forSale: Rule = (item) =>
  item.category === 'update'
    ? [step('NOT_FOR_SALE', false, 'An update is delivered under maintenance, never sold.')]
    : []

const inItsDays: Rule = ({ visibleFrom: from, visibleThrough: through }, { on }) => [
  ...(from === null ? [] : [step('NOT_YET_FOR_SALE', from <= on, `For sale from ${writtenDate(from)} on.`)]),
  ...(through === null ? [] : [step('NO_LONGER_FOR_SALE', on <= through, `For sale through ${writtenDate(through)}.`)]),
]

const soldToType: Rule = (item, { accountType }) => [
  item.soldTo.includes(accountType)
    ? step('WRONG_ACCOUNT_TYPE', true, `Sold to accounts of type ${accountType}.`)
    : step('WRONG_ACCOUNT_TYPE', false, `Sold to ${item.soldTo.join(', ') || 'nobody'}, not to ${accountType}.`),
]

const soldToTier: Rule = ({ partnerTiers }, { partnerTier }) => {
  if (partnerTiers.length === 0) return []
  return partnerTier !== null && partnerTiers.includes(partnerTier)
    ? [step('WRONG_PARTNER_TIER', true, `Sold to partners of tier ${partnerTier}.`)]
    : [
        step(
          'WRONG_PARTNER_TIER',
          false,
          `Sold to tier ${partnerTiers.join(', ')}, not to ${partnerTier ?? 'no tier'}.`,
        ),
      ]
}

const soldToAccount: Rule = ({ onlyAccounts, notAccounts }, { accountId }) => {
  if (notAccounts.includes(accountId)) return [step('NOT_FOR_THIS_ACCOUNT', false, `Not sold to account ${accountId}.`)]
  if (onlyAccounts.length === 0) return []
  return onlyAccounts.includes(accountId)
    ? [step('NOT_FOR_THIS_ACCOUNT', true, `Sold to account ${accountId} by name.`)]
    : [step('NOT_FOR_THIS_ACCOUNT', false, `Sold to named accounts only, and ${accountId} is none of them.`)]
}

const entitled: Rule = (item, looker, held) => {
  if (item.requiresAnyOf.length === 0) return [step('NOT_ENTITLED', true, 'No product has to be held.')]
  const met = meeting(item.requiresAnyOf, looker, held)
  return [
    met === null
      ? step(
          'NOT_ENTITLED',
          false,
          `Needs one of ${item.requiresAnyOf.join(', ')}; ${ruleSentence(item)}.${withheld(item.requiresAnyOf, looker)}`,
        )
      : stepBy('NOT_ENTITLED', met, { looker, held }, `; ${ruleSentence(item)}`),
  ]
}

const entitledToAll: Rule = ({ requiresAllOf }, looker, held) =>
  requiresAllOf.map((entry) => {
    const met = meeting([entry], looker, held)
    if (met !== null) return stepBy('NOT_ENTITLED_TO_ALL', met, { looker, held }, `; ${storeAsks}`)
    const sentence = `Needs all of ${requiresAllOf.join(', ')}; ${entry} is not held.`
    return step('NOT_ENTITLED_TO_ALL', false, `${sentence}${withheld([entry], looker)}`)
  })

const notRuledOut: Rule = ({ requiresNoneOf }, looker, held) => {
  if (requiresNoneOf.length === 0) return []
  const met = meeting(requiresNoneOf, looker, held)
  if (met === null) return [step('RULED_OUT_BY_RIGHT', true, 'Nothing is held that rules it out.')]
  return [
    {
      ...stepBy('RULED_OUT_BY_RIGHT', met, { looker, held }, '; a rule of the store keeps it from its holders'),
      passed: false,
    },
  ]
}

const lineToAddTo: Rule = (item, looker, held) => {
  if (!item.addsToLine) return []
  const [right] = linesToAddTo(item, held)
  if (!right) return [step('NO_LINE_TO_ADD_TO', false, 'Adds to a line of its own product, and there is none.')]
  return [
    {
      ...step('NO_LINE_TO_ADD_TO', true, `Can be added to line ${right.activationId}.`),
      right: traced(right, looker),
    },
  ]
}

const rules: readonly Rule[] = [
  notWithdrawn,
  isSellable,
  forSale,
  inItsDays,
  soldToType,
  soldToTier,
  soldToAccount,
  entitled,
  entitledToAll,
  notRuledOut,
  lineToAddTo,
]

/** The first right that is one of the entries, else the first offer that is. */
function meeting(
  entries: readonly string[],
  looker: Looker,
  held: readonly HeldRight[],
): { readonly right: HeldRight } | { readonly offer: OfferedProduct } | null {
  const right = held.find((some) => entriesOf(some).some((entry) => entries.includes(entry)))
  if (right) return { right }
  const offer = looker.offered.find(({ productName, productVersion }) =>
    entries.includes(offerEntryOf(productName, productVersion)),
  )
  return offer ? { offer } : null
}

/** For staff: that it was granted, and would open the item if the platform delivered it. */
function withheld(entries: readonly string[], { undelivered }: Looker): string {
  const right = undelivered.find((some) => entriesOf(some).some((entry) => entries.includes(entry)))
  if (right === undefined || right.grantedBy === null) return ''
  const { productName, productVersion, activationId, grantedBy } = right
  return ` Chain ${grantedBy.chainId} grants ${productName} ${productVersion} for line ${activationId}, and the platform does not deliver it.`
}

function stepBy(
  rule: HiddenReason,
  met: { readonly right: HeldRight } | { readonly offer: OfferedProduct },
  { looker, held }: { readonly looker: Looker; readonly held: readonly HeldRight[] },
  asked: string,
): VisibilityStep {
  if ('right' in met)
    return { ...step(rule, true, `${lineSentence(met.right, looker)}${asked}.`), right: traced(met.right, looker) }
  const { sentence, activationId, chainId } = met.offer
  // The line that the offer follows from: what a chain offers is traced to an order line as well.
  const line = held.find((right) => right.grantedBy === null && right.activationId === activationId)
  return {
    ...step(rule, true, `${sentence} (line ${activationId}, chain ${chainId}).`),
    ...(line ? { right: traced(line, looker) } : {}),
  }
}

function step(rule: HiddenReason, passed: boolean, sentence: string): VisibilityStep {
  return { rule, passed, sentence }
}

function lineSentence(right: HeldRight, looker: Looker): string {
  const inherited = right.ownerAccountId === looker.rightsOf ? '' : `, inherited from account ${right.ownerAccountId}`
  const source = right.orderId === null ? `granted as entitlement ${right.entitlementId}` : `order ${right.orderId}`
  if (right.grantedBy !== null)
    return `${right.grantedBy.sentence} (line ${right.activationId}, ${source}${inherited}, chain ${right.grantedBy.chainId})`
  return `${right.productName} ${right.productVersion} is held by line ${right.activationId} (${source}${inherited})`
}

const storeAsks = 'a rule of the store asks for it'

function ruleSentence(item: RuledItem): string {
  switch (item.requirementFrom) {
    case 'UPSELL_TO':
    case 'UPGRADE_TO':
    case 'HAS_MAINTENANCE':
      return `the platform's relation ${item.requirementFrom} leads from there to this item`
    case 'PRODUCT_CHAIN':
      return 'a product chain of the store leads to this item'
    case 'SAME_PRODUCT':
      return 'the item belongs to that product itself'
    default:
      return storeAsks
  }
}

function traced(right: HeldRight, looker: Looker): TracedRight {
  return {
    activationId: right.activationId,
    product: entryOf(right.productName, right.productVersion),
    inheritedFrom: right.ownerAccountId === looker.rightsOf ? null : right.ownerAccountId,
    lastDay: right.expirationDate,
    orderId: right.orderId,
    orderLineNumber: right.orderLineNumber,
  }
}
