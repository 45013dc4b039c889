import { setTimeout as wait } from 'node:timers/promises'
import { PartnerFailure } from '../../kernel/partner-failure.ts'
import type { EntitlementPlatform } from '../entitlements/index.ts'

export interface LineDownload {
  /** `unknown`: the platform did not say in time. */
  readonly state: 'ready' | 'empty' | 'unknown'
  readonly packages: number
}

/** A page does not wait longer for the platform; what it has not said by then is shown as not known. */
const patienceMs = 3_000
const atOnce = 6

/**
 * What the platform would let a member download for each line at this moment: asked once for each line, a few at a time.
 * The first failure ends the asking, because a platform that is away is away for all of them.
 */
export async function downloadStates(
  platform: Pick<EntitlementPlatform, 'downloadPackages'>,
  userName: string,
  activationIds: readonly string[],
): Promise<Map<string, LineDownload>> {
  const found = new Map<string, LineDownload>()
  const waiting = [...new Set(activationIds)]
  const done = new AbortController()
  const ask = async () => {
    for (let id = waiting.shift(); id !== undefined && !done.signal.aborted; id = waiting.shift()) {
      const packages = await packagesOf(id)
      if (packages === 'away') return done.abort()
      if (packages === 'refused') continue
      found.set(id, { state: packages > 0 ? 'ready' : 'empty', packages })
    }
  }
  const packagesOf = async (id: string) => {
    try {
      return (await platform.downloadPackages({ userName, activationIds: [id] })).length
    } catch (error) {
      // A no is about this line; an outage is about all of them.
      if (error instanceof PartnerFailure) return error.judgement === 'final' ? 'refused' : 'away'
      throw error
    }
  }
  const asking = Promise.all(Array.from({ length: atOnce }, ask))
  await Promise.race([asking, wait(patienceMs, undefined, { signal: done.signal, ref: false }).catch(() => undefined)])
  done.abort()
  // What is still under way answers nobody, and must not become an unhandled rejection.
  asking.catch(() => undefined)
  return new Map(activationIds.map((id) => [id, found.get(id) ?? { state: 'unknown' as const, packages: 0 }] as const))
}
