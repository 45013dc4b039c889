import { describe, expect, it } from 'vitest'
import { buildManifest } from '../../../../src/domains/fulfilment/production/build-manifest.ts'
import { referenceOf } from '../../../../src/domains/fulfilment/production/create-media-job.ts'
import { copiesToRetry, discOutcomes } from '../../../../src/domains/fulfilment/production/disc-outcomes.ts'
import { siteJobSchema } from '../../../../src/domains/fulfilment/production/site-contract.ts'
import { InvalidInput } from '../../../../src/platform/http/answer/problems.ts'

const file = (name: string) => ({ name, sizeBytes: 600_000_000, md5: null, sha256: 'a'.repeat(64) })
const twoDiscs = buildManifest({
  reference: 'SO-1-L1-R1',
  orderNumber: 'SO-1',
  lineNumber: 1,
  kit: { partNumber: 'K', title: 'T', medium: 'CD' },
  brand: { name: 'B', colour: '#000000', licenceNotice: '' },
  packages: [{ packageId: 'P_1', version: '1', effectiveDate: null, files: [file('a'), file('b')] }],
  createdAt: new Date('2026-06-15T10:00:00Z'),
})
const frame = { reportId: 'r', at: '2026-06-15T10:00:00Z', message: '' }
const disc = (discNumber: number, copy: number, outcome: 'made' | 'failed') => ({
  discNumber,
  copy,
  outcome,
  reason: '',
  serial: 's',
})

describe('how discs ended', () => {
  it('a copy that the report leaves out was not made [S60]', () => {
    const finished = { ...frame, step: 'finished' as const, discs: [disc(1, 1, 'made'), disc(2, 1, 'made')] }
    expect(discOutcomes(twoDiscs, 2, finished).map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ['made', ''],
      ['failed', 'not-reported'],
      ['made', ''],
      ['failed', 'not-reported'],
    ])
    const failed = { ...frame, step: 'failed' as const, cause: 'device-silent' as const, discs: [] }
    expect(discOutcomes(twoDiscs, 1, failed).map(({ reason }) => reason)).toEqual(['device-silent', 'device-silent'])
  })

  it('refuses discs that the job does not have', () => {
    for (const discs of [[disc(3, 1, 'made')], [disc(1, 2, 'made')], [disc(1, 1, 'made'), disc(1, 1, 'failed')]])
      expect(() => discOutcomes(twoDiscs, 1, { ...frame, step: 'finished', discs })).toThrow(InvalidInput)
  })

  it.each([
    ['all when nothing is known', [], 3],
    ['none when all were made', [disc(1, 1, 'made'), disc(2, 1, 'made')], 0],
    ['as many as the worst disc lacks', [disc(1, 1, 'failed'), disc(1, 2, 'failed'), disc(2, 1, 'failed')], 2],
  ])('a retry makes %s', (_, discs, expected) => {
    expect(copiesToRetry(3, discs)).toBe(expected)
  })
})

describe('the reference of a job', () => {
  it('names order, line and attempt and fits every device', () => {
    expect(referenceOf('SO-2026-000123', 12, 3)).toBe('SO-2026-000123-L12-R3')
    const { reference } = siteJobSchema.shape
    expect(reference.safeParse(referenceOf('so 2026/000123', 99, 99)).success).toBe(true)
  })
})
