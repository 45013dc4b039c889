import { nightlyMatch as matchLastDays } from '../src/domains/finance/reconciliation/index.ts'
import { defineSchedule, type Schedule } from '../src/platform/schedule/schedule.ts'

/** After the daily sync at its usual hour, so that finance finds the rights of yesterday's orders in the morning. */
export const nightlyMatch = (deps: Parameters<typeof matchLastDays>[0]): Schedule =>
  defineSchedule({
    name: 'nightly-match',
    cron: '30 4 * * *',
    timeZone: 'UTC',
    run: () => matchLastDays(deps),
  })
