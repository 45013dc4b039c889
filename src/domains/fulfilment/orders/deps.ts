import type { Clock } from '../../../kernel/clock.ts'
import type { Db, Tx } from '../../../platform/db/db.ts'
import type { FontSet } from '../../../platform/fonts/font-set.ts'
import type { Log } from '../../../platform/log/log.ts'
import type { CardProcessor } from '../../money/payments/index.ts'
import type { RateRules } from './missing-rate.ts'

/** The services that the use cases of this room use; each names the ones it needs. */
/** How much of a partner was closed that it had open for a customer. */
export interface ClosedOffers {
  readonly carts: number
  readonly quotes: number
  readonly requests: number
}

/** Closes what a partner has open for a customer: it reaches into the rooms of carts, quotes and approvals. */
export type CloseOffers = (
  tx: Tx,
  pair: { readonly partnerAccountId: string; readonly customerAccountId: string },
  given: { readonly reason: string; readonly at: Date },
) => Promise<ClosedOffers>

export interface OrderDeps extends RateRules {
  readonly db: Db
  readonly clock: Clock
  readonly log: Log
  readonly cards: CardProcessor
  /** The address under which buyers reach the store, without a slash at its end. */
  readonly publicUrl: () => string
  /** The fonts of receipts and quotes. */
  readonly fonts: FontSet
  readonly closeOffers: CloseOffers
}

/** The member who acts, as proved by the session. */
export interface Actor {
  readonly accountId: string
  readonly userName: string
}
