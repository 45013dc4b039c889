import { endQuotes } from '../src/domains/selling/quotes/index.ts'
import { defineSchedule, type Schedule } from '../src/platform/schedule/schedule.ts'

/** Early in the day, so that whoever is reminded reads it at work. */
export const endingQuotes = (deps: Parameters<typeof endQuotes>[0]): Schedule =>
  defineSchedule({
    name: 'end-quotes',
    cron: '15 5 * * *',
    timeZone: 'UTC',
    run: () => endQuotes(deps),
  })
