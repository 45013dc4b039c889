import { newId } from '../../kernel/ids.ts'
import { type Accounts, settleCheckout } from './settle.ts'
import type { TestCard } from './test-cards.ts'
import { type Checkout, type Intent, type PaymentError, saveCheckout, type UnixSeconds } from './world.ts'

const declined: PaymentError = {
  code: 'card_declined',
  declineCode: 'generic_decline',
  message: 'The card was declined.',
}
const notConfirmed: PaymentError = {
  code: 'payment_intent_authentication_failure',
  declineCode: null,
  message: 'The bank could not confirm that the card is yours.',
}

/** What a buyer or the merchant does to a checkout. */
export type CheckoutAction =
  | { readonly kind: 'pay'; readonly card: TestCard }
  | { readonly kind: 'confirm' }
  | { readonly kind: 'refuse' }
  | { readonly kind: 'expire' }

/** The checkout after the action; the same object when the action does not fit its state. */
function nextCheckout(checkout: Checkout, action: CheckoutAction, now: UnixSeconds): Checkout {
  if (checkout.status !== 'open') return checkout
  const intent = checkout.intent ?? newIntent(now)
  if (action.kind === 'expire') return { ...checkout, status: 'expired' }
  if (action.kind === 'pay') {
    if (action.card.outcome === 'succeeds') return paid(checkout, intent, action.card.number, now)
    if (action.card.outcome === 'declines') return failed(checkout, intent, declined, now, action.card.number)
    return { ...checkout, intent: { ...intent, status: 'requires_action', waitingCard: action.card.number } }
  }
  if (intent.waitingCard === null) return checkout
  if (action.kind === 'confirm') return paid(checkout, intent, intent.waitingCard, now)
  return failed(checkout, intent, notConfirmed, now, null)
}

/** Applies the action and writes what follows from it. Undefined when there is no such checkout. */
export function act(accounts: Accounts, sessionId: string, action: CheckoutAction): Checkout | undefined {
  const checkout = accounts.world.checkouts.get(sessionId)
  if (!checkout) return undefined
  const next = nextCheckout(checkout, action, accounts.world.now())
  if (next === checkout) return checkout
  saveCheckout(accounts.world, next)
  settleCheckout(accounts, next)
  return next
}

/** Expires every open session whose time is over. */
export function expireDue(accounts: Accounts): void {
  const { world } = accounts
  const now = world.now()
  if (now < world.expiry.notBefore) return
  const open = [...world.openSessions].map((id) => ({ id, expiresAt: world.checkouts.get(id)?.expiresAt ?? Infinity }))
  world.expiry.notBefore = open.reduce(
    (earliest, { expiresAt }) => (expiresAt > now ? Math.min(earliest, expiresAt) : earliest),
    Infinity,
  )
  for (const { id, expiresAt } of open) if (expiresAt <= now) act(accounts, id, { kind: 'expire' })
}

function newIntent(created: UnixSeconds): Intent {
  return {
    id: newId('pi'),
    created,
    status: 'requires_payment_method',
    waitingCard: null,
    failures: [],
    charges: [],
  }
}

function paid(checkout: Checkout, intent: Intent, cardNumber: string, now: UnixSeconds): Checkout {
  const charge = { id: newId('ch'), created: now, cardNumber, failure: null, balanceTransactionId: newId('txn') }
  return {
    ...checkout,
    status: 'complete',
    intent: { ...intent, status: 'succeeded', waitingCard: null, charges: [...intent.charges, charge] },
  }
}

/** A card that the bank declined leaves a failed charge; a confirmation that was refused never became a charge. */
function failed(
  checkout: Checkout,
  intent: Intent,
  error: PaymentError,
  now: UnixSeconds,
  chargedCard: string | null,
): Checkout {
  const charges =
    chargedCard === null
      ? intent.charges
      : [
          ...intent.charges,
          { id: newId('ch'), created: now, cardNumber: chargedCard, failure: error, balanceTransactionId: null },
        ]
  const failures = [...intent.failures, { error, at: now }]
  return {
    ...checkout,
    intent: { ...intent, status: 'requires_payment_method', waitingCard: null, failures, charges },
  }
}
