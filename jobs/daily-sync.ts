import type { Config } from '../src/config.ts'
import { requestSync, type SyncDeps } from '../src/domains/entitlements/sync/index.ts'
import { defineSchedule, type Schedule } from '../src/platform/schedule/schedule.ts'

/** Reads everything from the platform once a day, because only a full reading notices what is gone. */
export const dailySync = (
  deps: Pick<SyncDeps, 'db' | 'clock'> & { readonly config: Pick<Config, 'SYNC_CRON' | 'SYNC_TIME_ZONE'> },
): Schedule =>
  defineSchedule({
    name: 'daily-sync',
    cron: deps.config.SYNC_CRON,
    timeZone: deps.config.SYNC_TIME_ZONE,
    run: async () => {
      await requestSync(deps, { mode: 'full', trigger: 'schedule' })
    },
  })
