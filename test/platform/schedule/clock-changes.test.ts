import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defineSchedule, latestDue } from '../../../src/platform/schedule/schedule.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

const formats = new Map<string, Intl.DateTimeFormat>()
/** `2026-03-29 02:15`, as a wall clock of the zone shows it. */
function shown(at: number, timeZone: string): string {
  const format =
    formats.get(timeZone) ?? new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short', timeZone })
  formats.set(timeZone, format)
  return format.format(at)
}

/** Every due time within the two instants, the first one included. */
function duesWithin(cron: string, timeZone: string, from: number, to: number): number[] {
  const schedule = defineSchedule({ name: 'test', cron, timeZone, run: async () => {} })
  const dues: number[] = []
  for (let until = to; ; ) {
    const due = latestDue(schedule, new Date(from - 1), new Date(until))?.getTime()
    if (due === undefined) return dues.reverse()
    dues.push(due)
    until = due - 1
  }
}

function shownDues(cron: string, timeZone: string, from: string, to: string): string[] {
  return duesWithin(cron, timeZone, Date.parse(from), Date.parse(to)).map((due) => shown(due, timeZone))
}

/** The instants from which a zone's clocks show another offset, by weeks at first and then by minutes. */
function changesOf(timeZone: string, from: number, to: number): number[] {
  const offset = (at: number) =>
    Date.parse(`${shown(at, timeZone).replace(' ', 'T')}Z`) - Math.floor(at / 60_000) * 60_000
  const changes: number[] = []
  const weekMs = 7 * dayMs
  for (let at = from; at < to; at += weekMs) {
    if (offset(at) === offset(at + weekMs)) continue
    let [low, high] = [at, at + weekMs]
    while (high - low > 60_000) {
      const middle = Math.floor((low + high) / 120_000) * 60_000
      if (offset(middle) === offset(low)) low = middle
      else high = middle
    }
    changes.push(high)
  }
  return changes
}

describe('a due time of each day', () => {
  it.each([
    ['Europe/Berlin', '15 2 * * *', '2026-03-28T00:00Z', '2026-03-31T00:00Z', ['28 02:15', '29 03:00', '30 02:15']],
    ['Europe/Berlin', '15 2 * * *', '2026-10-24T00:00Z', '2026-10-27T00:00Z', ['24 02:15', '25 02:15', '26 02:15']],
    ['Europe/Dublin', '15 1 * * *', '2026-03-28T00:00Z', '2026-03-30T00:00Z', ['28 01:15', '29 02:00']],
    ['America/Sao_Paulo', '0 0 * * *', '2018-11-03T03:00Z', '2018-11-05T12:00Z', ['03 00:00', '04 01:00', '05 00:00']],
    ['America/Sao_Paulo', '30 23 * * *', '2018-02-17T03:00Z', '2018-02-19T12:00Z', ['17 23:30', '18 23:30']],
    ['Africa/Cairo', '0 0 * * *', '2026-04-22T23:00Z', '2026-04-25T12:00Z', ['24 01:00', '25 00:00']],
    [
      'Asia/Beirut',
      '20 0 * * *',
      '2026-03-27T23:00Z',
      '2026-03-30T12:00Z',
      ['28 00:20', '29 01:00', '30 00:20'].slice(1),
    ],
    [
      'Australia/Lord_Howe',
      '15 2 * * *',
      '2026-10-02T15:00Z',
      '2026-10-05T00:00Z',
      ['03 02:15', '04 02:30', '05 02:15'],
    ],
    [
      'Australia/Lord_Howe',
      '45 1 * * *',
      '2026-04-03T14:00Z',
      '2026-04-06T00:00Z',
      ['04 01:45', '05 01:45', '06 01:45'],
    ],
    ['Pacific/Apia', '15 2 * * *', '2011-12-28T12:00Z', '2011-12-31T00:00Z', ['28 02:15', '29 02:15', '31 02:15']],
    ['Africa/Casablanca', '15 2 * * *', '2026-02-14T00:00Z', '2026-02-17T00:00Z', ['14 02:15', '15 02:15', '16 02:15']],
    ['Africa/Casablanca', '15 2 * * *', '2026-03-21T00:00Z', '2026-03-24T00:00Z', ['21 02:15', '22 03:00', '23 02:15']],
    ['Asia/Pyongyang', '45 23 * * *', '2018-05-03T00:00Z', '2018-05-06T00:00Z', ['03 23:45', '04 23:29', '05 23:45']],
    ['America/St_Johns', '0 0 * * *', '2010-11-05T12:00Z', '2010-11-09T00:00Z', ['06 00:00', '07 00:00', '08 00:00']],
  ])('in %s, %s, from %s to %s comes at %j [C43]', (timeZone, cron, from, to, expected) => {
    expect(shownDues(cron, timeZone, from, to).map((text) => text.slice(8))).toEqual(expected)
  })

  const zones = Intl.supportedValuesOf('timeZone')
  const [from, to] = [Date.parse('2022-01-01T00:00Z'), Date.parse('2029-01-01T00:00Z')]

  it('comes exactly once on each day about each change of the clocks, in every zone [C43]', {
    timeout: 300_000,
  }, () => {
    let changed = 0
    for (const timeZone of zones) {
      const changes = changesOf(timeZone, from, to)
      changed += changes.length
      for (const change of changes)
        fc.assert(
          fc.property(fc.nat(23), fc.nat(59), fc.nat(300), (hour, minute, back) => {
            // Times at which clocks change come most often: an hour before the change or after it.
            const near = new Date(change + (back - 150) * 60_000).toISOString().slice(11, 16)
            const local = shown(Date.parse(`2022-01-01T${near}Z`), timeZone).slice(11)
            for (const [h, m] of [[hour, minute], local.split(':').map(Number)]) {
              const dues = duesWithin(`${m} ${h} * * *`, timeZone, change - 3 * dayMs, change + 3 * dayMs)
              const perDay = new Map<string, number>()
              for (const due of dues) {
                const day = shown(due, timeZone).slice(0, 10)
                perDay.set(day, (perDay.get(day) ?? 0) + 1)
              }
              for (let at = change - 2 * dayMs; at <= change + 2 * dayMs; at += 12 * hourMs)
                expect([timeZone, h, m, perDay.get(shown(at, timeZone).slice(0, 10))]).toEqual([timeZone, h, m, 1])
            }
          }),
          { numRuns: 1 },
        )
    }
    expect(changed).toBeGreaterThan(500)
  })
})

describe('about a change of the clocks', () => {
  it('several times that one step leaves out are one run, and on other days each is its own [C43]', () => {
    expect(shownDues('*/15 2 * * *', 'Europe/Berlin', '2026-03-29T00:00Z', '2026-03-30T12:00Z')).toEqual([
      '2026-03-29 03:00',
      ...['00', '15', '30', '45'].map((minute) => `2026-03-30 02:${minute}`),
    ])
  })

  it('several times that come twice are due when they come first [C43]', () => {
    expect(
      duesWithin('*/30 2 * * *', 'Europe/Berlin', Date.parse('2026-10-25T00:00Z'), Date.parse('2026-10-25T12:00Z')),
    ).toEqual(['2026-10-25T00:00Z', '2026-10-25T00:30Z'].map(Date.parse))
  })

  it.each([
    ['Europe/Berlin', '2026-03-29T00:00Z'],
    ['Europe/Berlin', '2026-10-25T00:00Z'],
    ['Africa/Cairo', '2026-04-23T20:00Z'],
    ['America/New_York', '2026-11-01T04:00Z'],
  ])('what is due every hour or every few minutes keeps its spacing: %s %s [C43]', (timeZone, about) => {
    const [from, to] = [Date.parse(about), Date.parse(about) + 6 * hourMs]
    expect(duesWithin('23 * * * *', timeZone, from, to)).toHaveLength(6)
    expect(duesWithin('*/5 * * * *', timeZone, from, to)).toHaveLength(73)
  })

  it('a day of the month and a day of the week are days of the zone [C43]', () => {
    expect(shownDues('30 2 29 3 *', 'Europe/Berlin', '2026-03-20T00:00Z', '2026-04-10T00:00Z')).toEqual([
      '2026-03-29 03:00',
    ])
    expect(shownDues('30 2 * * 0', 'Europe/Berlin', '2026-10-20T00:00Z', '2026-10-31T00:00Z')).toEqual([
      '2026-10-25 02:30',
    ])
    expect(shownDues('0 6 30 * *', 'Pacific/Apia', '2011-12-01T00:00Z', '2012-01-09T00:00Z')).toEqual([])
  })
})
