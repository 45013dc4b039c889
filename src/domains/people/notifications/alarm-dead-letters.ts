import type { Clock } from '../../../kernel/clock.ts'
import { counted } from '../../../kernel/words.ts'
import type { Db } from '../../../platform/db/db.ts'
import { deadLetters } from '../../../platform/queue/dead-letters.ts'
import { mailRequested } from './events.ts'
import { type AlarmDeps, raiseAlarm } from './raise-alarm.ts'

/**
 * Mails an alarm for each job that failed for good; the worker has logged it already. A mail that could not be sent is
 * left out: the alarm about it would fail alike, and so on. May run any number of times.
 */
export async function alarmDeadLetters(deps: AlarmDeps & { readonly db: Db; readonly clock: Clock }): Promise<void> {
  if (deps.alarmMail === null) return
  for (const letter of await deadLetters(deps.db)) {
    if (letter.job === mailRequested.name) continue
    await deps.db.transaction((tx) =>
      raiseAlarm(tx, deps, {
        alarm: 'dead-letter',
        about: letter.job,
        detail: `Given up after ${counted(letter.attempts, 'try', 'tries')}. Its cause and payload are on the page of dead letters, where it can be run again.`,
        adminPath: '/admin/dead-letters',
        dedupeKey: `dead-letter:${letter.jobId}:${letter.failedAt}`,
        at: deps.clock.now(),
      }),
    )
  }
}
