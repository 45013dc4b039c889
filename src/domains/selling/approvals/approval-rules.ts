import { exceededBy, type LimitUse, type SpendingPeriod } from './spending.ts'

/** Why an order waits; frozen on the request, so that it can be read after the rule is gone. */
export type ApprovalReason =
  | {
      readonly kind: 'rule'
      readonly ruleId: string
      /** Whether the rule is for this member and not for everybody. */
      readonly ofMember: boolean
      readonly overMinor: number
      readonly currency: string
    }
  | {
      readonly kind: 'limit'
      readonly period: SpendingPeriod
      readonly limitMinor: number
      readonly spentMinor: number
      readonly currency: string
    }

export interface ApprovalRule {
  readonly id: string
  /** Null: for everybody. */
  readonly userName: string | null
  readonly overMinor: number
  readonly currency: string
}

export interface OrderFacts {
  readonly userName: string
  /** With tax and freight. */
  readonly totalMinor: number
  readonly currency: string
  readonly rules: readonly ApprovalRule[]
  readonly limits: readonly LimitUse[]
  /** How many members may release this member's orders. */
  readonly approvers: number
}

export type Judgement =
  | { readonly outcome: 'place' }
  | { readonly outcome: 'ask'; readonly reasons: readonly ApprovalReason[] }
  | { readonly outcome: 'refuse'; readonly reasons: readonly ApprovalReason[] }

/**
 * Whether an order is placed, waits for an approver, or is refused because nobody could approve it. What costs nothing
 * never waits. An amount in another currency than a rule's cannot be compared, so the rule holds for it.
 */
export function judgeOrder(facts: OrderFacts): Judgement {
  const reasons = reasonsFor(facts)
  if (reasons.length === 0) return { outcome: 'place' }
  return { outcome: facts.approvers > 0 ? 'ask' : 'refuse', reasons }
}

function reasonsFor({ userName, totalMinor, currency, rules, limits }: OrderFacts): ApprovalReason[] {
  if (totalMinor === 0) return []
  const holding = rules.filter(
    (rule) =>
      (rule.userName === null || rule.userName === userName) &&
      (rule.currency !== currency || totalMinor > rule.overMinor),
  )
  return [
    ...holding.map((rule) => ({
      kind: 'rule' as const,
      ruleId: rule.id,
      ofMember: rule.userName !== null,
      overMinor: rule.overMinor,
      currency: rule.currency,
    })),
    ...exceededBy({ totalMinor, currency }, limits).map(({ period, limitMinor, spentMinor, currency }) => ({
      kind: 'limit' as const,
      period,
      limitMinor,
      spentMinor,
      currency,
    })),
  ]
}

/** Who may decide a request: an approver, and not of an own order unless the company allows it. */
export function mayDecide(
  request: { readonly userName: string },
  member: { readonly userName: string; readonly isApprover: boolean },
  ownApprovalAllowed: boolean,
): boolean {
  return member.isApprover && (ownApprovalAllowed || member.userName !== request.userName)
}

/** Whether a reason was not among those that were asked for: an approver has not seen it yet. */
export function newReasons(
  asked: readonly ApprovalReason[],
  now: readonly ApprovalReason[],
): readonly ApprovalReason[] {
  const nameOf = (reason: ApprovalReason) => (reason.kind === 'rule' ? reason.ruleId : `limit of the ${reason.period}`)
  const known = new Set(asked.map(nameOf))
  return now.filter((reason) => !known.has(nameOf(reason)))
}
