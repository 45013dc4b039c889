import type { Config } from '../src/config.ts'
import { forgetKeptForms, forgetOldSignOns, forgetPassedHandoffs } from '../src/domains/people/identity/index.ts'
import { forgetTypedForms } from '../src/domains/selling/carts/index.ts'
import type { Clock } from '../src/kernel/clock.ts'
import type { Db } from '../src/platform/db/db.ts'
import { forgetOldAnswers } from '../src/platform/http/answer/forget-answers.ts'
import { forgetKeptMessages } from '../src/platform/inbox/kept-messages.ts'
import type { Log } from '../src/platform/log/log.ts'
import { defineSchedule, type Schedule } from '../src/platform/schedule/schedule.ts'
import { forgetOldTicks } from '../src/platform/schedule/ticks.ts'

const dayMs = 24 * 3_600_000

/** A client that repeats a request does so within a day; a week leaves room for a long weekend. */
const answersKeptDays = 7
/** After a month without a change, what a member typed is deleted. */
const typedKeptDays = 30
/** Long enough to see afterwards when a schedule ran. */
const ticksKeptDays = 60

interface ForgetDeps {
  readonly db: Db
  readonly clock: Clock
  readonly log: Log
  readonly config: Pick<Config, 'KEPT_MESSAGES_DAYS'>
}

/**
 * Takes away what can have no effect any more: expired hand-offs, old answers to repeated requests, old due times,
 * what was typed and is waited for no more; and messages that were not understood, which may hold personal data.
 */
export const forgetOld = ({ db, clock, log, config }: ForgetDeps): Schedule =>
  defineSchedule({
    name: 'forget-old',
    cron: '41 3 * * *',
    timeZone: 'UTC',
    run: async () => {
      const now = clock.now()
      const daysAgo = (days: number) => new Date(now.getTime() - days * dayMs)
      // A day's grace, for the difference between our clock and the portal's.
      await db.transaction((tx) => forgetOldSignOns(tx, daysAgo(1)))
      await db.transaction((tx) => forgetPassedHandoffs(tx, daysAgo(1)))
      await db.transaction((tx) => forgetKeptForms(tx, now))
      await db.transaction((tx) => forgetTypedForms(tx, daysAgo(typedKeptDays)))
      await db.transaction((tx) => forgetOldAnswers(tx, daysAgo(answersKeptDays)))
      await db.transaction((tx) => forgetOldTicks(tx, daysAgo(ticksKeptDays)))
      const messages = await db.transaction((tx) => forgetKeptMessages(tx, daysAgo(config.KEPT_MESSAGES_DAYS)))
      if (messages.unseen > 0) log.warn(messages, 'messages were deleted that nobody set aside')
    },
  })
