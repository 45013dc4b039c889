import type { ConsentState } from './consent-state.ts'

/** Why a partner may order for a customer. */
export type ServingGround = 'consent' | 'platform' | 'deal'

/** What is known of a partner and a customer. */
export interface ServingFacts {
  /** Null where nobody spoke. */
  readonly consent: ConsentState | null
  /** The platform names the partner on a line of the customer. */
  readonly namedOnLine: boolean
  /** A deal of the partner for the customer is approved and not over. */
  readonly dealInForce: boolean
}

/**
 * Why the partner may see and order what the customer may have; null when it may not. The customer's own no goes before
 * everything else. An account ID alone, and an order from before, are no reason.
 */
export function mayServe({ consent, namedOnLine, dealInForce }: ServingFacts): ServingGround | null {
  if (consent === 'withdrawn' || consent === 'reinvited') return null
  if (consent === 'granted') return 'consent'
  if (namedOnLine) return 'platform'
  return dealInForce ? 'deal' : null
}
