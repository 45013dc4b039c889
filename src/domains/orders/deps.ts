import type { Clock } from '../../kernel/clock.ts'
import type { Db } from '../../platform/db/db.ts'
import type { FontSet } from '../../platform/fonts/font-set.ts'
import type { Log } from '../../platform/log/log.ts'
import type { CardProcessor } from '../payments/index.ts'
import type { TaxNoRate } from './tax-rate-missing.ts'

/** What the use cases of this domain draw on; each asks for the part it needs. */
export interface OrderDeps {
  readonly db: Db
  readonly clock: Clock
  readonly log: Log
  readonly cards: CardProcessor
  /** What becomes of an order for a country without a tax rate. */
  readonly taxNoRate: TaxNoRate
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
