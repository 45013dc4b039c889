import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Boundary, groups } from './boundaries.ts'
import { company, type Purchase, settle } from './buyer.ts'
import { outcomeOf } from './outcome.ts'
import { type KillRig, openKillRig } from './rig.ts'
import { runGroup } from './run-group.ts'
import { until } from './until.ts'

const companies = groups.map((group, index) => group.map((_, place) => company(index * 20 + place)))
let rig: KillRig

beforeAll(async () => {
  rig = await openKillRig({
    site: 'outside',
    people: (portal) => {
      for (const one of companies.flat()) settle(portal, one)
    },
  })
  await rig.start()
  await until('the first sync is published', 30, async () => {
    const [run] = await rig.sql`select 1 from sync_runs where state = 'published'`
    return run !== undefined
  })
  await until('every site has checked in', 30, async () => {
    const away = await rig.sql`select 1 from production_sites where checked_in_at is null and id <> 'dublin'`
    return away.length === 0
  })
})
afterAll(() => rig?.close())

describe.each(groups.map((group, index) => ({ group, index, number: index + 1 })))(
  'a process killed, group $number',
  ({ group, index }) => {
    let purchases: Map<Boundary, Purchase>
    beforeAll(async () => {
      purchases = await runGroup(rig, group, companies[index] ?? [])
    }, 300_000)

    it.each(group.map((boundary) => [boundary.name, boundary] as const))(
      'when %s, is followed by one that completes the order once [S62] [P2] [C19]',
      async (_, boundary) => {
        const purchase = purchases.get(boundary)
        if (!purchase) throw new Error('the order was never begun')
        const outcome = await outcomeOf(rig, purchase)
        const { payment = 'card' } = boundary
        const byCard = payment === 'card'
        const isTwice = payment === 'twice'
        // A buyer who begins again gets another page, which is closed as well.
        const closed = outcome.sessions.map(() => 'expired')
        expect(closed.length > 0).toBe(payment !== 'purchaseOrder')
        expect(outcome).toEqual({
          orders: 1,
          lineStates: ['live', 'live', 'made', 'awaitingShipment'],
          sessions: isTwice ? ['complete', 'expired'] : byCard ? ['complete'] : closed,
          charges: byCard || isTwice ? 1 : 0,
          chargedMinor: byCard || isTwice ? outcome.orderedMinor : 0,
          orderedMinor: expect.any(Number),
          refundsMinor: isTwice ? [outcome.orderedMinor] : [],
          returnSteps: isTwice ? ['received', 'returned'] : [],
          unmatchedMinor: 0,
          told: isTwice ? ['paid-twice', 'given-back'] : [],
          entries: [`jen_order-placed:${purchase.orderId}`],
          debitMinor: outcome.orderedMinor,
          creditMinor: outcome.orderedMinor,
          rights: ['1 x COLOUR-LAB-LIC DEPLOYED', '2 x SKETCH-5-LIC DEPLOYED'],
          mediaJobs: ['made'],
          discs: [expect.stringMatching(/-1\.iso$/), expect.stringMatching(/-2\.iso$/)],
          discRows: 2,
          welcomes: boundary.welcomes ?? 1,
          // And the mail that says that the money goes back.
          receipts: isTwice ? 2 : 1,
          receiptDeliveries: (boundary.deliveries ?? 1) + (isTwice ? 1 : 0),
          deadLetters: [],
        })
        expect(outcome.orderedMinor).toBeGreaterThan(0)
      },
    )
  },
)
