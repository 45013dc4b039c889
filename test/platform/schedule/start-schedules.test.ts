import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../../src/kernel/clock.ts'
import { connect } from '../../../src/platform/db/db.ts'
import { createLog } from '../../../src/platform/log/log.ts'
import { defineSchedule, type Schedule } from '../../../src/platform/schedule/schedule.ts'
import { catchUp, runTick, startSchedules } from '../../../src/platform/schedule/start-schedules.ts'
import { forgetOldTicks, lastTick } from '../../../src/platform/schedule/ticks.ts'
import { type MovableClock, movableClock } from '../../support/movable-clock.ts'
import { type TestDatabase, testDatabase } from '../../support/test-database.ts'

const log = createLog({ level: 'silent' })
let database: TestDatabase
let other: ReturnType<typeof connect>
let clock: MovableClock
let ran: string[]

beforeAll(async () => {
  database = await testDatabase()
  other = connect({ url: database.url, pool: 4 })
})
afterAll(async () => {
  await other.close()
  await database.drop()
})
beforeEach(async () => {
  await database.db.execute(sql`truncate schedule_ticks`)
  clock = movableClock('2026-06-15T10:00:00Z')
  ran = []
})

const deps = () => ({ db: database.db, clock, log })
/** Another process on the same database. */
const otherDeps = () => ({ db: other.db, clock, log })
const nightly = (run: () => Promise<void> = async () => void ran.push(clock.now().toISOString())): Schedule =>
  defineSchedule({ name: 'nightly', cron: '15 2 * * *', timeZone: 'UTC', run })

describe('one due time', () => {
  it('is run once, however many processes come for it at once', async () => {
    const dueAt = new Date('2026-06-15T02:15:00Z')
    const tries = Array.from({ length: 20 }, (_, i) => runTick(i % 2 === 0 ? deps() : otherDeps(), nightly(), dueAt))
    expect((await Promise.all(tries)).filter(Boolean)).toHaveLength(1)
    expect(ran).toHaveLength(1)
  })

  it('of two schedules is two due times', async () => {
    const dueAt = new Date('2026-06-15T02:15:00Z')
    await runTick(deps(), nightly(), dueAt)
    await runTick(deps(), { ...nightly(), name: 'another' }, dueAt)
    expect(ran).toHaveLength(2)
  })

  it('that fails neither throws nor runs again before the next', async () => {
    const failing = nightly(async () => {
      ran.push('tried')
      throw new Error('the platform is away')
    })
    const dueAt = new Date('2026-06-15T02:15:00Z')
    await runTick(deps(), failing, dueAt)
    await runTick(otherDeps(), failing, dueAt)
    expect(ran).toEqual(['tried'])
  })
})

describe('missed due times', () => {
  it('are none for a schedule that the database never saw', async () => {
    expect(await catchUp(deps(), nightly())).toBe(false)
    expect(ran).toEqual([])
  })

  it('are caught up by one run, in one process, for the latest of them', async () => {
    await catchUp(deps(), nightly())
    clock.advance({ days: 3 })
    const both = await Promise.all([catchUp(deps(), nightly()), catchUp(otherDeps(), nightly())])
    expect(both.filter(Boolean)).toHaveLength(1)
    expect(ran).toEqual(['2026-06-18T10:00:00.000Z'])
    expect(await lastTick(database.db, 'nightly')).toEqual(new Date('2026-06-18T02:15:00Z'))
    expect(await catchUp(deps(), nightly())).toBe(false)
  })

  it('are noticed although every start so far came just before the due time', async () => {
    clock = movableClock('2026-06-15T02:00:00Z')
    await catchUp(deps(), nightly())
    clock.advance({ days: 1 })
    expect(await catchUp(deps(), nightly())).toBe(true)
  })
})

describe('in the night in which clocks change', () => {
  const inBerlin = (): Schedule => ({ ...nightly(), timeZone: 'Europe/Berlin' })
  const bothCatchUp = async () =>
    (await Promise.all([catchUp(deps(), inBerlin()), catchUp(otherDeps(), inBerlin())])).filter(Boolean).length

  it('a run that clocks leave out is taken once, also by processes that were down [C43]', async () => {
    clock = movableClock('2026-03-28T12:00:00Z')
    await catchUp(deps(), inBerlin())
    clock = movableClock('2026-03-29T00:59:59Z')
    expect(await bothCatchUp()).toBe(0)
    clock = movableClock('2026-03-29T09:00:00Z')
    expect(await bothCatchUp()).toBe(1)
    expect(await bothCatchUp()).toBe(0)
    clock = movableClock('2026-03-30T00:15:00Z')
    expect(await bothCatchUp()).toBe(1)
    expect(ran).toHaveLength(2)
  })

  it('a time that comes twice is taken once [C43]', async () => {
    clock = movableClock('2026-10-24T12:00:00Z')
    await catchUp(deps(), inBerlin())
    for (const [now, expected] of [
      ['2026-10-25T00:15:00Z', 1],
      ['2026-10-25T01:15:00Z', 0],
      ['2026-10-25T12:00:00Z', 0],
      ['2026-10-26T01:15:00Z', 1],
    ] as const) {
      clock = movableClock(now)
      expect([now, await bothCatchUp()]).toEqual([now, expected])
    }
  })
})

describe('started schedules', () => {
  it('take a due time after all when the database was away at it [C43]', async () => {
    await catchUp(deps(), nightly())
    clock.advance({ days: 1 })
    await database.db.execute(sql`alter table schedule_ticks rename to schedule_ticks_away`)
    // By the second, so that the next look comes soon.
    const schedule: Schedule = { ...nightly(), cron: '0 15 2 * * *' }
    const schedules = await startSchedules(deps(), [schedule])
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(ran).toEqual([])
    await database.db.execute(sql`alter table schedule_ticks_away rename to schedule_ticks`)
    await expect.poll(() => ran, { timeout: 5000 }).toHaveLength(1)
    await schedules.stop()
    expect(await lastTick(database.db, 'nightly')).toEqual(new Date('2026-06-16T02:15:00Z'))
  })

  // Not by `defineSchedule`, which wants whole minutes: the test would have to wait for one.
  const everySecond = (seen: Date[]): Schedule => ({
    name: 'often',
    cron: '* * * * * *',
    timeZone: 'UTC',
    run: async () => void seen.push(systemClock.now()),
  })

  it('run at their due times, in one of two processes', async () => {
    const seen: Date[] = []
    const real = { db: database.db, clock: systemClock, log }
    await catchUp(real, everySecond(seen))
    const started = await Promise.all([
      startSchedules(real, [everySecond(seen)]),
      startSchedules({ ...real, db: other.db }, [everySecond(seen)]),
    ])
    await expect.poll(() => seen.length, { timeout: 5000 }).toBeGreaterThan(0)
    await Promise.all(started.map((schedules) => schedules.stop()))
    const [ticks] = await database.db.execute(sql`select count(*)::int as count from schedule_ticks`)
    // One more: the row from which missed due times are counted.
    expect(ticks).toEqual({ count: seen.length + 1 })
  })

  it('wait together without a warning of a leak, however many they are', async () => {
    const warnings: string[] = []
    const note = ({ name }: Error) => void warnings.push(name)
    process.on('warning', note)
    const names = Array.from({ length: 40 }, (_, n) => `nightly-${n}`)
    const schedules = await startSchedules(
      deps(),
      names.map((name) => ({ ...nightly(), name })),
    )
    await expect.poll(async () => (await Promise.all(names.map((name) => lastTick(database.db, name)))).length).toBe(40)
    await pause(500)
    await schedules.stop()
    process.off('warning', note)
    expect(warnings).toEqual([])
  })

  it('stop when asked, after what is running has ended', async () => {
    await catchUp(deps(), nightly())
    clock.advance({ days: 1 })
    let open = () => {}
    const gate = new Promise<void>((resolve) => {
      open = resolve
    })
    const slow = nightly(async () => {
      ran.push('begun')
      await gate
      ran.push('ended')
    })
    const schedules = await startSchedules(deps(), [slow])
    await expect.poll(() => ran).toEqual(['begun'])
    const stopped = schedules.stop().then(() => ran.push('stopped'))
    open()
    await stopped
    expect(ran).toEqual(['begun', 'ended', 'stopped'])
  })
})

it('old due times are forgotten, but never the latest of a schedule', async () => {
  const days = ['2026-01-01', '2026-01-02', '2026-06-14'].map((day) => new Date(`${day}T02:15:00Z`))
  for (const dueAt of days) await runTick(deps(), nightly(), dueAt)
  await runTick(deps(), { ...nightly(), name: 'yearly' }, new Date('2026-01-01T00:00:00Z'))
  await database.db.transaction((tx) => forgetOldTicks(tx, new Date('2026-06-01T00:00:00Z')))
  const left = await database.db.execute(sql`select job from schedule_ticks order by job`)
  expect(left.map(({ job }) => job)).toEqual(['nightly', 'yearly'])
})
