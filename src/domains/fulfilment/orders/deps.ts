import type { Clock } from '../../../kernel/clock.ts'
import type { Db } from '../../../platform/db/db.ts'
import type { FontSet } from '../../../platform/fonts/font-set.ts'
import type { Log } from '../../../platform/log/log.ts'
import type { CardProcessor } from '../../money/payments/index.ts'
import type { RateRules } from './missing-rate.ts'

/** What the use cases of this domain draw on; each asks for the part it needs. */
export interface OrderDeps extends RateRules {
  readonly db: Db
  readonly clock: Clock
  readonly log: Log
  readonly cards: CardProcessor
  /** The address under which buyers reach the store, without a slash at its end. */
  readonly publicUrl: () => string
  /** What papers are printed with. */
  readonly fonts: FontSet
}

/** The member who acts, as proved by the session. */
export interface Actor {
  readonly accountId: string
  readonly userName: string
}
