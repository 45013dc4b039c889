import { askAboutOpenOffers } from '../src/domains/fulfilment/downloads/index.ts'
import { defineSchedule, type Schedule } from '../src/platform/schedule/schedule.ts'

/** Once a night: who was offered a download in place of a kit may have taken it on the platform's own pages. */
export const platformDownloads = (deps: Parameters<typeof askAboutOpenOffers>[0]): Schedule =>
  defineSchedule({
    name: 'read-downloads',
    cron: '50 3 * * *',
    timeZone: 'UTC',
    run: () => askAboutOpenOffers(deps),
  })
