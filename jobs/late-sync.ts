import { alarmLateSync } from '../src/domains/entitlements/sync/index.ts'
import { defineSchedule, type Schedule } from '../src/platform/schedule/schedule.ts'

/** Hourly: a night without a full sync is noticed in the morning, and by whoever comes to work first. */
export const lateSync = (deps: Parameters<typeof alarmLateSync>[0]): Schedule =>
  defineSchedule({
    name: 'late-sync',
    cron: '12 * * * *',
    timeZone: 'UTC',
    run: () => alarmLateSync(deps),
  })
