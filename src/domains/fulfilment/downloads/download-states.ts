import { setTimeout as wait } from 'node:timers/promises'
import { PartnerFailure } from '../../../kernel/partner-failure.ts'
import type { DownloadPackage, HeldRight, PlatformDownloads } from '../../entitlements/rights/index.ts'
import type { Actor } from '../orders/index.ts'
import { packagesOfLine } from './line-delivery.ts'

type Line = Pick<HeldRight, 'activationId' | 'ownerAccountId'>

/** A page does not wait longer for the platform; what it has not said by then is shown as not known. */
const patienceMs = 3_000
const atOnce = 6

/**
 * The packages that the platform would let a member download for each line at this moment: asked once for each line, a few
 * at a time. A line of which it did not say in time is missing. The first failure ends the asking, because a platform that
 * is away is away for all of them.
 */
export async function packagesByLine(
  platform: Pick<PlatformDownloads, 'downloadPackages'>,
  actor: Actor,
  lines: readonly Line[],
): Promise<ReadonlyMap<string, readonly DownloadPackage[]>> {
  const found = new Map<string, readonly DownloadPackage[]>()
  const waiting = [...new Map(lines.map((line) => [line.activationId, line])).values()]
  const done = new AbortController()
  const ask = async () => {
    for (let line = waiting.shift(); line !== undefined && !done.signal.aborted; line = waiting.shift()) {
      const packages = await packagesOf(line)
      if (packages === 'away') return done.abort()
      if (packages !== 'refused') found.set(line.activationId, packages)
    }
  }
  const packagesOf = async (line: Line) => {
    try {
      return await packagesOfLine(platform, actor, line)
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
  // What is said after this does not change what was answered.
  return new Map(found)
}
