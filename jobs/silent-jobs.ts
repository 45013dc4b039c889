import { watchSilentJobs } from '../src/domains/fulfilment/production/index.ts'
import { defineSchedule, type Schedule } from '../src/platform/schedule/schedule.ts'

/** Every five minutes: alarms and expiries are counted in tens of minutes, and jobs without a site try again as often. */
export const silentJobs = (deps: Parameters<typeof watchSilentJobs>[0]): Schedule =>
  defineSchedule({
    name: 'silent-jobs',
    cron: '*/5 * * * *',
    timeZone: 'UTC',
    run: async () => {
      await watchSilentJobs(deps)
    },
  })
