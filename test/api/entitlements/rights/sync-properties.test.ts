import fc from 'fast-check'
import { expect, it } from 'vitest'
import { PartnerFailure } from '../../../../src/kernel/partner-failure.ts'
import { line } from './listed-platform.ts'
import { syncWorld } from './sync-world.ts'

const step = fc.oneof(
  fc.record({ do: fc.constant('change' as const), n: fc.nat(39), quantity: fc.integer({ min: 1, max: 99 }) }),
  fc.record({ do: fc.constant('add' as const), n: fc.integer({ min: 40, max: 60 }) }),
  fc.record({ do: fc.constant('remove' as const), n: fc.nat(39) }),
  fc.record({ do: fc.constant('full' as const), cutAfter: fc.option(fc.nat(20)) }),
  fc.record({ do: fc.constant('incremental' as const), cutAfter: fc.option(fc.nat(20)) }),
)

it('whatever happens on the platform and wherever runs are cut off, a full run ends in a mirror equal to it, and its watermarks miss nothing [S37]', async () => {
  const world = await syncWorld()
  const { platform, clock } = world
  const first = [...platform.lists.lines]
  const attempt = async (mode: 'full' | 'incremental', cutAfter: number | null) => {
    let left = cutAfter ?? Number.POSITIVE_INFINITY
    platform.onPage = () => {
      if (left-- <= 0) throw new PartnerFailure('platform', 'retryable', 'went away')
    }
    const run = await world.run(mode).catch((error: unknown) => {
      if (!(error instanceof PartnerFailure)) throw error
      return null
    })
    platform.onPage = () => {}
    return run
  }
  try {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        platform.lists.lines = [...first]
        for (const each of steps) {
          clock.advance({ seconds: 1 })
          const { lines } = platform.lists
          if (each.do === 'change')
            platform.lists.lines = lines.map((one) =>
              one.activationId === `ACT-${each.n}` ? line(each.n, each.quantity, clock.now()) : one,
            )
          else if (each.do === 'add')
            platform.lists.lines = [
              ...lines.filter(({ activationId }) => activationId !== `ACT-${each.n}`),
              line(each.n, 3, clock.now()),
            ]
          // Few enough that the guard believes it.
          else if (each.do === 'remove' && lines.length > 34)
            platform.lists.lines = lines.filter(({ activationId }) => activationId !== `ACT-${each.n}`)
          else if (each.do === 'full' || each.do === 'incremental') await attempt(each.do, each.cutAfter)
        }
        clock.advance({ seconds: 1 })
        // The first ends what was open; what changed while it read is the next one's.
        await attempt('full', null)
        clock.advance({ seconds: 1 })
        const last = await attempt('full', null)
        expect(last?.state).toBe('published')
        expect(await world.mirror()).toEqual(world.onPlatform())

        clock.advance({ seconds: 1 })
        platform.lists.lines = [...platform.lists.lines.slice(1), line(70, 2, clock.now())]
        clock.advance({ seconds: 1 })
        const incremental = await attempt('incremental', null)
        expect(incremental?.report?.kinds['entitlementLines']).toMatchObject({ read: 1, removed: 0 })
        expect((await world.mirror())['ACT-70']).toBe(2)
        await attempt('full', null)
      }),
      { numRuns: 12 },
    )
  } finally {
    await world.close()
  }
})
