import { importPayouts } from '../src/domains/money/payments/index.ts'
import { defineSchedule, type Schedule } from '../src/platform/schedule/schedule.ts'

/** Hourly, at a minute when little else begins; the processor's webhook usually brings a payout earlier. */
export const hourlyPayouts = (deps: Parameters<typeof importPayouts>[0]): Schedule =>
  defineSchedule({
    name: 'import-payouts',
    cron: '23 * * * *',
    timeZone: 'UTC',
    run: async () => {
      await importPayouts(deps)
    },
  })
