import { alarmUnorderedMoney } from '../src/domains/selling/checkout/index.ts'
import { defineSchedule, type Schedule } from '../src/platform/schedule/schedule.ts'

/** Every quarter of an hour, as long as money may be without an order before it is an alarm. */
export const unorderedMoney = (deps: Parameters<typeof alarmUnorderedMoney>[0]): Schedule =>
  defineSchedule({
    name: 'unordered-money',
    cron: '7-59/15 * * * *',
    timeZone: 'UTC',
    run: () => alarmUnorderedMoney(deps),
  })
