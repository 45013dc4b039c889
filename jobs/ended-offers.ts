import { closeEndedOffers } from '../src/domains/selling/checkout/index.ts'
import { defineSchedule, type Schedule } from '../src/platform/schedule/schedule.ts'

/** Every minute: an offer that has ended may not be paid for long. */
export const endedOffers = (deps: Parameters<typeof closeEndedOffers>[0]): Schedule =>
  defineSchedule({
    name: 'ended-offers',
    cron: '* * * * *',
    timeZone: 'UTC',
    run: () => closeEndedOffers(deps),
  })
