import { expect, it } from 'vitest'
import { isTimeZone, wallClock } from '../../../src/kernel/time-zone.ts'

it.each([
  ['2026-11-30T23:30:00Z', 'UTC', '2026-11-30 23:30 UTC'],
  ['2026-11-30T23:30:00Z', 'Europe/Berlin', '2026-12-01 00:30 CET'],
  ['2026-07-01T23:30:00Z', 'Europe/Berlin', '2026-07-02 01:30 CEST'],
  ['2026-11-30T03:30:00Z', 'America/New_York', '2026-11-29 22:30 EST'],
  ['2026-11-30T20:00:00Z', 'Asia/Kolkata', '2026-12-01 01:30 GMT+5:30'],
  ['2026-11-30T23:30:00Z', 'Europe/London', '2026-11-30 23:30 GMT'],
  // Both sides of the hour that comes twice.
  ['2026-10-25T00:30:00Z', 'Europe/Berlin', '2026-10-25 02:30 CEST'],
  ['2026-10-25T01:30:00Z', 'Europe/Berlin', '2026-10-25 02:30 CET'],
])('%s on a wall in %s is %s', (instant, zone, expected) => {
  const { date, time, zone: name } = wallClock(new Date(instant), zone)
  expect(`${date} ${time} ${name}`).toBe(expected)
})

it('a name that is no time zone is told from one', () => {
  expect(['Europe/Berlin', 'UTC', 'America/Argentina/Buenos_Aires'].map(isTimeZone)).toEqual([true, true, true])
  expect(['Berlin', 'Mars/Olympus', '', 'Europe/Berlin '].map(isTimeZone)).toEqual([false, false, false, false])
})
