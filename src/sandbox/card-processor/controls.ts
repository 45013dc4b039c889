import type { z } from 'zod'
import { newId } from '../../kernel/ids.ts'
import { balanceTransactionObject, payoutObject } from './balance-objects.ts'
import { type Faults, type Misbehaviour, misbehaviourSchema } from './faults.ts'
import { chargeFee, payOut, reconcilePayouts } from './payouts.ts'
import { type Accounts, availableBalances, settleIn, settleRefund } from './settle.ts'
import type { StripeObject } from './stripe-object.ts'
import type { Payout, Settlement } from './world.ts'

type MisbehaviourRequest = z.input<typeof misbehaviourSchema>

interface CardProcessorState {
  readonly sessions: { readonly open: number; readonly complete: number; readonly expired: number }
  readonly refunds: number
  readonly payouts: number
  readonly available: readonly { readonly currency: string; readonly amount: number }[]
  readonly events: readonly {
    readonly id: string
    readonly type: string
    readonly state: 'pending' | 'held' | 'delivered'
    readonly attempts: number
  }[]
  readonly faults: readonly Misbehaviour[]
}

/** What a test, the demo or a person may do to the processor besides using it. */
export interface CardProcessorControls {
  /** Pays out all that is available now, one payout a currency, and announces each. */
  payOut(kind?: Payout['kind']): readonly StripeObject[]
  /** What is in payouts that are still worked out is known from now on. */
  reconcilePayouts(): void
  /** The bank does not take a refund after all, as it may say days later. False when there is no such refund. */
  failRefund(refundId: string): boolean
  /** A fee that belongs to no payment. */
  chargeFee(fee: { amount: number; currency: string; description: string }): StripeObject
  /** From now on payments in the currencies of the rates settle in another one. */
  settleIn(settlement: Settlement): void
  misbehave(request: MisbehaviourRequest): void
  /** Ends all misbehaviour; webhooks that are held stay held until they are released. */
  behave(): void
  /** Ends holding and reordering, and sends what was held in its order; resolves after the first try of each. */
  releaseWebhooks(): Promise<void>
  resendWebhook(eventId: string, copies?: number): boolean
  state(): CardProcessorState
}

export function createControls(accounts: Accounts, faults: Faults): CardProcessorControls {
  const { world, webhooks } = accounts
  return {
    payOut: (kind) => payOut(accounts, kind).map(payoutObject),
    reconcilePayouts: () => reconcilePayouts(accounts),
    failRefund: (refundId) => {
      const refund = world.refunds.get(refundId)
      if (!refund) return false
      const failed = { ...refund, failureTransactionId: refund.failureTransactionId ?? newId('txn') }
      world.refunds.set(refundId, failed)
      settleRefund(accounts, failed)
      return true
    },
    chargeFee: (fee) => balanceTransactionObject(chargeFee(accounts, fee)),
    settleIn: (settlement) => settleIn(world, settlement),
    misbehave: (request) => faults.add(misbehaviourSchema.parse(request)),
    behave: () => faults.clear(),
    releaseWebhooks: () => webhooks.release(),
    resendWebhook: (eventId, copies = 1) => webhooks.resend(eventId, copies),
    state: () => {
      const sessions = { open: 0, complete: 0, expired: 0 }
      for (const checkout of world.checkouts.values()) sessions[checkout.status] += 1
      return {
        sessions,
        refunds: world.refunds.size,
        payouts: world.payouts.size,
        available: availableBalances(world),
        events: world.events.values().map(({ id, type, state, attempts }) => ({ id, type, state, attempts })),
        faults: faults.pending(),
      }
    },
  }
}
