import type { Clock } from '../../../kernel/clock.ts'
import type { Db } from '../../../platform/db/db.ts'
import type { AlarmDeps } from '../../people/notifications/index.ts'
import type { PlatformReader, PlatformWriter } from '../rights/index.ts'

/** The services that a push uses. */
export interface PushDeps extends AlarmDeps {
  readonly db: Db
  readonly clock: Clock
  readonly platform: PlatformReader & PlatformWriter
}
