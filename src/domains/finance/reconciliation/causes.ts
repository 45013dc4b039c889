export type Owner = 'finance' | 'operations'

export interface Cause {
  readonly owner: Owner
  readonly title: string
  /** What the owner does next. */
  readonly nextStep: string
}

/**
 * Every way in which the sides of an order line, or a fact without an order, can disagree. In order of priority: money
 * before rights before parcels. Codes are public: never renamed, never reused.
 */
export const causes = {
  'posting-missing': finance(
    'Not in the ledger',
    'Post the order: replay its placement, or post the entry with finance’s approval.',
  ),
  'posting-differs': finance(
    'Posted with another amount',
    'Compare the line with its postings, reverse the wrong entry and post the right one.',
  ),
  'payment-missing': finance(
    'No settled card payment',
    'Look the payment up at the card processor; if it was not taken, ask the customer to pay or cancel the order.',
  ),
  'payment-differs': finance(
    'Another amount was paid',
    'Compare the payment with the order; refund what is too much or claim what is missing.',
  ),
  'payout-overdue': finance(
    'Paid by card and not paid out',
    'Import payouts; if it is in none, ask the card processor where the money is.',
  ),
  'push-failed': operations(
    'The platform refused the right',
    'Read the refusal on the order, mend what it names and push again.',
  ),
  'push-overdue': operations(
    'The right was not pushed in time',
    'See whether the platform answers, then replay the push; it searches before it creates.',
  ),
  'right-missing': operations(
    'Live here, missing on the platform',
    'Run a sync; if the line is still missing, push it again.',
  ),
  'right-on-wrong-account': operations(
    'The right is on another account',
    'Move the entitlement on the platform to the account of the order, then sync.',
  ),
  'right-quantity-differs': operations(
    'The platform has another quantity',
    'Correct the quantity on the platform to the ordered one, then sync.',
  ),
  'right-withdrawn': operations(
    'The right was withdrawn on the platform',
    'Find out who withdrew it; deploy it again, or refund the line.',
  ),
  'right-without-push': operations(
    'The platform has a right that we did not confirm',
    'Replay the push: it finds the line and confirms it.',
  ),
  'right-not-ordered': operations(
    'The platform has a right for a line that gives none',
    'Withdraw the right on the platform, or correct the order number that it carries.',
  ),
  'production-failed': operations('Production failed', 'Open the media job, read its failure and make it again.'),
  'production-overdue': operations('Not made in time', 'Open the media job; release it, or give it to another site.'),
  'parcel-missing': operations('Not shipped in time', 'Ship the parcel, or record the shipment that has left.'),
  'parcel-quantity-differs': operations(
    'Another quantity was shipped',
    'Ship what is missing, or correct the recorded shipment.',
  ),
  'payment-paid-twice': finance(
    'Paid twice, given back',
    'Nothing: the money went back to the card by itself, and payouts have both sides of it.',
  ),
  'payment-of-ended-offer': finance(
    'Paid after the offer was over, given back',
    'Nothing: the money went back to the card by itself, and payouts have both sides of it.',
  ),
  'payment-not-given-back': finance(
    'Money that has to go back and is still here',
    'If it stays so for a day, give it back at the card processor or by bank transfer, and post that.',
  ),
  'payment-without-order': finance(
    'Card money without an order',
    'Complete the order from the payment’s priced cart, or refund the payment.',
  ),
  'receipt-without-order': finance(
    'An item of a payout that fits no order',
    'Find out at the card processor where the item comes from and post it to where it belongs.',
  ),
  'right-without-order': operations(
    'A right with an order number that no order has',
    'Correct the order number on the platform, or withdraw the right.',
  ),
  'posting-without-order': finance(
    'A posting for an order or a line that does not exist',
    'Find out who posted it, and reverse the entry if it is wrong.',
  ),
} as const satisfies Record<string, Cause>

export type CauseCode = keyof typeof causes

export const causeCodes = Object.keys(causes).filter(isCauseCode)

export function isCauseCode(code: string): code is CauseCode {
  return Object.hasOwn(causes, code)
}

function finance(title: string, nextStep: string): Cause {
  return { owner: 'finance', title, nextStep }
}

function operations(title: string, nextStep: string): Cause {
  return { owner: 'operations', title, nextStep }
}
