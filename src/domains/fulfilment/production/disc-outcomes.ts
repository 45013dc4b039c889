import type { z } from 'zod'
import { InvalidInput } from '../../../platform/http/answer/problems.ts'
import type { discResultSchema, Manifest, SiteReport } from './site-contract.ts'

type DiscResult = z.infer<typeof discResultSchema>
export interface DiscOutcome extends Omit<DiscResult, 'outcome'> {
  readonly outcome: 'made' | 'failed' | 'expired'
}

/**
 * How each copy of each disc of a job ended, from the last report of its site. A copy that the report leaves out has not
 * been made.
 * @throws {InvalidInput} when the report names a disc or copy that the job does not have, or names one twice
 */
export function discOutcomes(
  manifest: Manifest,
  copies: number,
  report: Extract<SiteReport, { step: 'finished' | 'failed' }>,
): DiscOutcome[] {
  const left = new Map(allDiscs(manifest, copies).map((disc) => [keyOf(disc), disc]))
  const reported = report.discs.map((disc, index) => {
    if (!left.delete(keyOf(disc)))
      throw new InvalidInput([{ pointer: `#/discs/${index}`, detail: 'The job has no such disc, or it comes twice.' }])
    return disc
  })
  const reason = report.step === 'failed' ? report.cause : 'not-reported'
  const missing = [...left.values()].map((disc) => ({ ...disc, outcome: 'failed' as const, reason, serial: '' }))
  return [...reported, ...missing].sort((a, b) => a.discNumber - b.discNumber || a.copy - b.copy)
}

export function allDiscs(manifest: Manifest, copies: number): { discNumber: number; copy: number }[] {
  return manifest.discs.flatMap(({ number }) =>
    Array.from({ length: copies }, (_, index) => ({ discNumber: number, copy: index + 1 })),
  )
}

/**
 * How many copies a retry makes: as many as the disc needs that came out worst, so that a buyer gets whole sets and as few
 * spare discs as possible. All of them when nothing is known.
 */
export function copiesToRetry(copies: number, discs: readonly Pick<DiscOutcome, 'discNumber' | 'outcome'>[]): number {
  if (discs.length === 0) return copies
  const missing = new Map<number, number>()
  for (const { discNumber, outcome } of discs)
    missing.set(discNumber, (missing.get(discNumber) ?? 0) + (outcome === 'made' ? 0 : 1))
  return Math.max(...missing.values())
}

function keyOf({ discNumber, copy }: { readonly discNumber: number; readonly copy: number }): string {
  return `${discNumber}/${copy}`
}
