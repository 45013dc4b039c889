import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CandidateSite, chooseSite } from '../../../../src/domains/fulfilment/production/choose-site.ts'

const now = new Date('2026-06-15T10:00:00Z')
const seenSince = new Date('2026-06-15T09:55:00Z')
const job = { country: 'DE', media: ['DVD'], sizeBytes: 1000 } as const

function site(siteId: string, change: Partial<CandidateSite> = {}): CandidateSite {
  return {
    siteId,
    countries: [],
    media: ['CD', 'DVD'],
    priority: 100,
    active: true,
    checkedInAt: now,
    freeBytes: null,
    queueLength: 0,
    ...change,
  }
}

describe('the choice of a site', () => {
  it.each([
    ['inactive', { active: false }],
    ['country', { countries: ['US', 'CA'] }],
    ['medium', { media: ['CD'] }],
    ['not-checked-in', { checkedInAt: null }],
    ['not-checked-in', { checkedInAt: new Date('2026-06-15T09:54:59Z') }],
    ['no-space', { freeBytes: 999 }],
  ])('leaves out a site: %s [S50]', (why, change) => {
    const choice = chooseSite([site('bad', change), site('good', { queueLength: 9 })], job, seenSince)
    expect(choice).toMatchObject({ siteId: 'good', rule: 'only-site', losers: [{ siteId: 'bad', why }] })
  })

  it.each([
    ['shortest-queue', site('b', { queueLength: 1, priority: 500 }), site('a', { queueLength: 2 }), 'longer-queue'],
    ['priority', site('b', { priority: 1 }), site('a', { priority: 2 }), 'lower-priority'],
    ['first-id', site('a'), site('b'), 'later-id'],
  ])('goes by %s and says so [S50]', (rule, winner, loser, why) => {
    for (const sites of [
      [winner, loser],
      [loser, winner],
    ])
      expect(chooseSite(sites, job, seenSince)).toMatchObject({
        siteId: winner.siteId,
        rule,
        losers: [{ siteId: loser.siteId, why }],
      })
  })

  it('is nobody, with the reason, when no site can make the job', () => {
    const choice = chooseSite([site('a', { countries: ['US'] })], job, seenSince)
    expect(choice).toEqual({
      siteId: null,
      reason: 'No site makes DVD for DE at present',
      losers: [{ siteId: 'a', why: 'country' }],
    })
    expect(chooseSite([], job, seenSince).siteId).toBeNull()
  })

  it('accounts for every site once, as the winner or as a loser', () => {
    const any = fc.record({
      queueLength: fc.nat(3),
      priority: fc.nat(3),
      active: fc.boolean(),
      countries: fc.constantFrom([], ['DE'], ['US']),
    })
    fc.assert(
      fc.property(fc.array(any, { maxLength: 6 }), (changes) => {
        const sites = changes.map((change, index) => site(`s${index}`, change))
        const { siteId, losers } = chooseSite(sites, job, seenSince)
        const named = [...(siteId === null ? [] : [siteId]), ...losers.map((loser) => loser.siteId)]
        expect(named.sort()).toEqual(sites.map((each) => each.siteId).sort())
      }),
    )
  })
})
