import { alarmDeadLetters } from '../src/domains/people/notifications/index.ts'
import { defineSchedule, type Schedule } from '../src/platform/schedule/schedule.ts'

/** Every ten minutes: what was tried for hours and given up can wait so long for a person. */
export const deadLetterAlarms = (deps: Parameters<typeof alarmDeadLetters>[0]): Schedule =>
  defineSchedule({
    name: 'dead-letters',
    cron: '4-59/10 * * * *',
    timeZone: 'UTC',
    run: () => alarmDeadLetters(deps),
  })
