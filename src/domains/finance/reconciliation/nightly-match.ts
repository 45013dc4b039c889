import type { Clock } from '../../../kernel/clock.ts'
import { addDays, dateOf } from '../../../kernel/local-date.ts'
import type { Db } from '../../../platform/db/db.ts'
import { enqueue } from '../../../platform/queue/jobs.ts'
import { matchRequested } from './events.ts'

/** Longer than every grace and a month's close, so that a difference stays on the list until somebody ends it. */
const days = 45

/** Asks for the match of the last 45 days; asked twice on one day, it is run once. For the nightly schedule. */
export async function nightlyMatch({ db, clock }: { db: Db; clock: Clock }): Promise<void> {
  const through = dateOf(clock.now())
  await db.transaction((tx) =>
    enqueue(tx, matchRequested, { from: addDays(through, 1 - days), through }, { key: through }),
  )
}
