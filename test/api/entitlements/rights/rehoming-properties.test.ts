import { isNull, sql } from 'drizzle-orm'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { presentLine } from '../../../../src/domains/entitlements/rights/line-successors.ts'
import type { PlatformEntitlementLine } from '../../../../src/domains/entitlements/rights/port.ts'
import { entitlementLines } from '../../../../src/domains/entitlements/rights/tables.ts'
import { type Listed, line } from './listed-platform.ts'
import { type SyncWorld, syncWorld } from './sync-world.ts'

type Line = PlatformEntitlementLine & Listed

const pick = fc.nat(200)
const move = fc.oneof(
  fc.record({ do: fc.constant('renumber' as const), pick }),
  fc.record({ do: fc.constant('transferEntitlement' as const), pick, to: fc.nat(2) }),
  fc.record({ do: fc.constant('transferLine' as const), pick, to: fc.nat(2), share: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ do: fc.constant('split' as const), pick, share: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ do: fc.constant('merge' as const), pick, into: pick }),
)
const steps = fc.array(
  fc.record({
    moves: fc.array(move, { minLength: 1, maxLength: 6 }),
    run: fc.constantFrom('incremental' as const, 'full' as const),
  }),
  { minLength: 1, maxLength: 5 },
)

// What was split off is renumbered while the line that it came from stays as it is, with less than was split off.
const bornAndRenumbered = [
  { moves: [{ do: 'split' as const, pick: 22, share: 3 }], run: 'full' as const },
  { moves: [{ do: 'renumber' as const, pick: 40 }], run: 'incremental' as const },
]

it('after any transfers, splits, merges and renumberings one run, incremental or full, has each line once: its owner, entitlement and quantity', async () => {
  const world = await syncWorld()
  const { platform, clock } = world
  const ownIds = (lines: readonly Line[]) => lines.map((one, n) => ({ ...one, platformId: `P-${n}` }))
  const first = ownIds(platform.lists.lines)
  let minted = 0
  try {
    await fc.assert(
      fc.asyncProperty(steps, async (given) => {
        await world.database.db.execute(sql`truncate entitlement_lines, line_successors, held_removals`)
        platform.lists.lines = first.map((one) => ({ ...one, changedAt: clock.now() }))
        await world.run('full')
        for (const { moves, run } of given) {
          clock.advance({ seconds: 1 })
          // What came and went between two runs can only be told by a full one.
          const stays = new Set<string>()
          for (const each of moves) {
            minted += 1
            const id = `NEW-${minted}`
            if (run === 'incremental' && each.do !== 'renumber') stays.add(id)
            platform.lists.lines = moved(platform.lists.lines, each, { id, at: clock.now(), stays })
          }
          clock.advance({ seconds: 1 })
          expect((await world.run(run)).state).toBe('published')
          expect(await placesOf(world)).toEqual(sorted(platform.lists.lines.filter(isLive)))
        }
      }),
      { numRuns: 10, endOnFailure: true, examples: [[bornAndRenumbered]] },
    )
  } finally {
    await world.close()
  }
})

it('a line that was read under both ids, because it was renumbered meanwhile, is told by the next full run, though nothing is new in it', async () => {
  const world = await syncWorld()
  const { lists } = world.platform
  const named = (id: number, activationId: string) => ({
    ...line(id, 5, world.clock.now()),
    activationId,
    platformId: `P-${id}`,
  })
  const old = Array.from({ length: 41 }, (_, n) => named(n, `ACT-${n}`))
  const renumbered = [...old.filter(({ activationId }) => activationId !== 'ACT-3'), named(3, 'NEW-3')]
  try {
    lists.lines = old
    world.platform.onPage = (question, page) => {
      // A line that comes and goes keeps the others on the pages that they were read on.
      if (question === 'lines' && page === 6) lists.lines = [named(99, 'ACT-99'), ...renumbered]
    }
    expect((await world.run('full')).report?.kinds['entitlementLines']).toMatchObject({ read: 42 })
    world.platform.onPage = () => {}
    lists.lines = renumbered
    expect((await world.run('full')).report?.kinds['entitlementLines']).toMatchObject({ added: 0, removed: 1 })
    expect(await presentLine(world.database.db, 'ACT-3')).toBe('NEW-3')
  } finally {
    await world.close()
  }
})

type Move = typeof move extends fc.Arbitrary<infer Value> ? Value : never

interface Moving {
  readonly id: string
  readonly at: Date
  /** Lines that keep their id, whatever is moved. */
  readonly stays: ReadonlySet<string>
}

function moved(lines: readonly Line[], each: Move, { id, at, stays }: Moving): Line[] {
  const live = lines.filter(isLive)
  const chosen = live[each.pick % live.length]
  if (!chosen) return [...lines]
  const changed = (which: (one: Line) => boolean, to: Partial<Line>) =>
    lines.map((one) => (which(one) ? { ...one, ...to, changedAt: at } : one))
  const isChosen = (one: Line) => one.activationId === chosen.activationId
  const goes = each.do === 'renumber' || (each.do === 'transferLine' && each.share >= chosen.quantity)
  if (goes && stays.has(chosen.activationId)) return [...lines]
  switch (each.do) {
    case 'renumber':
      return changed(isChosen, { activationId: id })
    case 'transferEntitlement':
      return changed((one) => one.entitlementId === chosen.entitlementId, { accountId: `ACCOUNT-${each.to}` })
    case 'merge': {
      const into = live[each.into % live.length]?.entitlementId ?? chosen.entitlementId
      return changed((one) => one.entitlementId === chosen.entitlementId, { entitlementId: into })
    }
    case 'transferLine':
    case 'split': {
      const all = each.do === 'transferLine' && each.share >= chosen.quantity
      const share = Math.min(each.share, all ? chosen.quantity : chosen.quantity - 1)
      if (share < 1) return [...lines]
      const place = each.do === 'split' ? {} : { accountId: `ACCOUNT-${each.to}`, entitlementId: `ENT-${id}` }
      const born = { activationId: id, platformId: `P-${id}`, originActivationId: chosen.activationId, quantity: share }
      // Of what was transferred whole nothing is left behind: the new line's word is all there is.
      const rest = all
        ? lines.filter((one) => !isChosen(one))
        : changed(isChosen, { quantity: chosen.quantity - share })
      return [...rest, { ...chosen, ...place, ...born, changedAt: at }]
    }
  }
}

function isLive({ state }: Line): boolean {
  return state === 'DEPLOYED'
}

interface Place {
  readonly activationId: string
  readonly entitlementId: string
  readonly accountId: string
  readonly quantity: number
}

async function placesOf({ database }: SyncWorld) {
  return sorted(await database.db.select().from(entitlementLines).where(isNull(entitlementLines.removedAt)))
}

function sorted(lines: readonly Place[]): readonly (readonly [string, string, string, number])[] {
  return lines
    .map(
      ({ activationId, entitlementId, accountId, quantity }) =>
        [activationId, entitlementId, accountId, quantity] as const,
    )
    .sort(([a], [b]) => (a < b ? -1 : 1))
}
