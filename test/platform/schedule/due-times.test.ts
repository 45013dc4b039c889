import { describe, expect, it } from 'vitest'
import { defineSchedule, InvalidSchedule, latestDue } from '../../../src/platform/schedule/schedule.ts'
import { movableClock } from '../../support/movable-clock.ts'

const run = async () => {}
const schedule = (cron: string, timeZone = 'UTC') => defineSchedule({ name: 'test', cron, timeZone, run })
const longAgo = new Date('2026-01-01T00:00:00Z')
const due = (cron: string, until: string, timeZone?: string, after = longAgo) =>
  latestDue(schedule(cron, timeZone), after, new Date(until))?.toISOString() ?? null

describe('the latest due time', () => {
  it.each([
    ['15 2 * * *', '2026-06-15T02:14:59Z', '2026-06-14T02:15:00.000Z'],
    ['15 2 * * *', '2026-06-15T02:15:00Z', '2026-06-15T02:15:00.000Z'],
    ['*/5 * * * *', '2026-06-15T10:04:59Z', '2026-06-15T10:00:00.000Z'],
    ['23 * * * *', '2026-06-15T00:10:00Z', '2026-06-14T23:23:00.000Z'],
    ['0 6 1 * *', '2026-06-30T00:00:00Z', '2026-06-01T06:00:00.000Z'],
    ['0 6 * * 1', '2026-06-14T12:00:00Z', '2026-06-08T06:00:00.000Z'],
  ])('of %s at %s is %s', (cron, until, expected) => {
    expect(due(cron, until)).toBe(expected)
  })

  it('is counted in the time zone of the schedule, summer and winter', () => {
    expect(due('15 2 * * *', '2026-06-15T12:00:00Z', 'Europe/Dublin')).toBe('2026-06-15T01:15:00.000Z')
    expect(due('15 2 * * *', '2026-01-15T12:00:00Z', 'Europe/Dublin')).toBe('2026-01-15T02:15:00.000Z')
    expect(due('15 2 * * *', '2026-06-15T12:00:00Z', 'Asia/Kolkata')).toBe('2026-06-14T20:45:00.000Z')
  })

  it('is none when nothing was due since the last one', () => {
    const clock = movableClock('2026-06-15T02:15:00Z')
    const last = clock.now()
    const since = () => latestDue(schedule('15 2 * * *'), last, clock.now())
    expect(since()).toBeNull()
    clock.advance({ minutes: 24 * 60 - 1 })
    expect(since()).toBeNull()
    clock.advance({ minutes: 1 })
    expect(since()).toEqual(new Date('2026-06-16T02:15:00Z'))
    clock.advance({ days: 3 })
    expect(since()).toEqual(new Date('2026-06-19T02:15:00Z'))
  })
})

it.each([
  ['an expression that is none', 'every night', 'UTC'],
  ['an hour that does not exist', '0 24 * * *', 'UTC'],
  ['seconds', '0 0 2 * * *', 'UTC'],
  ['a time zone that does not exist', '0 2 * * *', 'Europe/Nowhere'],
])('%s is refused when the schedule is defined', (_, cron, timeZone) => {
  expect(() => schedule(cron, timeZone)).toThrow(InvalidSchedule)
})
