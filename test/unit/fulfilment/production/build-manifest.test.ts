import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  buildManifest,
  FileTooLarge,
  type ManifestParts,
  NamesUnfitForDisc,
  safeName,
  splitOverDiscs,
  volumeIdOf,
} from '../../../../src/domains/fulfilment/production/build-manifest.ts'
import { manifestSchema } from '../../../../src/domains/fulfilment/production/site-contract.ts'
import { unfitNames } from '../../../../src/kernel/disc-names.ts'
import { localDate } from '../../../../src/kernel/local-date.ts'

const file = (name: string, sizeBytes = 10, digit = 'a') => ({ name, sizeBytes, md5: null, sha256: digit.repeat(64) })

function caught(act: () => unknown): unknown {
  try {
    return act()
  } catch (error) {
    return error
  }
}

function parts(change: Partial<ManifestParts> = {}): ManifestParts {
  return {
    reference: 'SO-2026-000123-L1-R1',
    orderNumber: 'SO-2026-000123',
    lineNumber: 1,
    kit: { partNumber: 'KIT-PAINT', title: 'Paint Pro', medium: 'CD' },
    brand: { name: 'Paintworks', colour: '#123456', licenceNotice: 'For licensed users' },
    packages: [
      {
        packageId: 'PAINT_PRO_2_1',
        version: '2.1',
        effectiveDate: localDate('2026-05-01'),
        files: [file('setup.exe')],
      },
    ],
    createdAt: new Date('2026-06-15T10:00:00Z'),
    ...change,
  }
}

describe('the manifest', () => {
  it('carries order number, part number, version and brand for the label [S54] [S55]', () => {
    expect(buildManifest(parts()).label).toEqual({
      brand: { name: 'Paintworks', colour: '#123456', licenceNotice: 'For licensed users' },
      title: 'Paint Pro',
      version: '2.1',
      orderNumber: 'SO-2026-000123',
      partNumber: 'KIT-PAINT',
    })
  })

  it('is the same for the same parts, dated by its newest package', () => {
    const older = { packageId: 'B', version: '1', effectiveDate: localDate('2020-01-01'), files: [file('b')] }
    const given = parts({ packages: [...parts().packages, older] })
    expect(JSON.stringify(buildManifest(given))).toBe(JSON.stringify(buildManifest(given)))
    expect(buildManifest(given).imageEpoch).toBe(Date.parse('2026-05-01T00:00:00Z') / 1000)
  })

  it('gives each package its folder, of another name than every other on every system', () => {
    const packages = ['A_1', 'a_1', 'aux', 'B_1', '../B_1', 'Gr\u00f6\u00dfe.'].map((packageId) => ({
      packageId,
      version: '1',
      effectiveDate: null,
      files: [file('Setup.exe')],
    }))
    const [disc] = buildManifest(parts({ packages })).discs
    const folders = ['A_1', '2_a_1', '_aux', 'B_1', '2_B_1', 'Gr\u00f6\u00dfe_']
    expect(disc?.files.map(({ path }) => path)).toEqual(folders.map((folder) => `${folder}/Setup.exe`))
  })

  it('keeps the names of the platform, and folders in them [C42]', () => {
    const names = ['\u00dcbersicht Gro\u0308\u00dfe.pdf', '取扱説明書.pdf', 'docs/readme.txt']
    const packages = [{ packageId: 'A_1', version: '1', effectiveDate: null, files: names.map((name) => file(name)) }]
    const paths = buildManifest(parts({ packages })).discs[0]?.files.map(({ path }) => path)
    expect(paths).toEqual(['\u00dcbersicht Gr\u00f6\u00dfe.pdf', '取扱説明書.pdf', 'docs/readme.txt'])
  })

  it('is refused for names that some system cannot hold, each by name, with one code [C42]', () => {
    const names = ['aux.h', 'Setup.exe', 'setup.EXE', 'readme.', 'C:\\a.exe', `${'x'.repeat(200)}.tar.gz`, 'fine.txt']
    const packages = [{ packageId: 'A_1', version: '1', effectiveDate: null, files: names.map((name) => file(name)) }]
    const refused = caught(() => buildManifest(parts({ packages })))
    expect(refused).toBeInstanceOf(NamesUnfitForDisc)
    expect(refused).toMatchObject({
      code: 'names-unfit-for-disc',
      message: expect.stringContaining('"aux.h" (Windows keeps the name aux for a device)'),
      facts: {
        names: [
          { path: 'aux.h', because: 'reserved-name' },
          { path: 'setup.EXE', because: 'same-name' },
          { path: 'readme.', because: 'trailing-dot-or-blank' },
          { path: 'C:\\a.exe', because: 'forbidden-character' },
          { path: `${'x'.repeat(200)}.tar.gz`, because: 'path-too-long' },
        ],
      },
    })
  })

  it('keeps clear of the checksum files that the site writes', () => {
    const packages = [{ packageId: 'A_1', version: '1', effectiveDate: null, files: [file('MD5SUMS')] }]
    expect(buildManifest(parts({ packages })).discs[0]?.files[0]?.path).toBe('2_MD5SUMS')
  })

  it('splits what does not fit on one disc, and numbers the volumes', () => {
    const files = [file('a.iso', 600_000_000), file('b.iso', 600_000_000), file('c.txt', 100)]
    const packages = [{ packageId: 'A_1', version: '1', effectiveDate: null, files }]
    const { discs } = buildManifest(parts({ packages }))
    expect(discs.map(({ number, volumeId, files: on }) => [number, volumeId, on.map(({ path }) => path)])).toEqual([
      [1, 'PAINT_PRO_D1', ['a.iso', 'c.txt']],
      [2, 'PAINT_PRO_D2', ['b.iso']],
    ])
  })

  it('refuses a file that fits on no disc of the kit', () => {
    const packages = [{ packageId: 'A_1', version: '1', effectiveDate: null, files: [file('big', 800_000_000)] }]
    expect(() => buildManifest(parts({ packages }))).toThrow(FileTooLarge)
  })

  it('fits the contract and loses no file, or is refused, whatever the platform calls its files [C42]', () => {
    const name = fc.oneof(fc.string({ unit: 'binary', maxLength: 120 }), fc.string({ maxLength: 40 }), fc.uuid())
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 8 }), (names) => {
        const packages = [
          { packageId: 'A_1', version: '1', effectiveDate: null, files: names.map((name) => file(name)) },
          { packageId: '../b', version: '1', effectiveDate: null, files: [file('x')] },
        ]
        if (unfitNames(names.map((name) => `A_1/${name}`)).length > 0) {
          expect(() => buildManifest(parts({ packages }))).toThrow(NamesUnfitForDisc)
          return
        }
        const manifest = manifestSchema.parse(buildManifest(parts({ packages })))
        const paths = manifest.discs.flatMap((disc) => disc.files.map(({ path }) => path))
        expect(new Set(paths.map((path) => path.toLowerCase())).size).toBe(names.length + 1)
        for (const path of paths)
          for (const part of path.split('/')) expect(part).toMatch(/^(?!\.{1,2}$)[^\\:\p{Cc}]+$/u)
      }),
    )
  })
})

describe('splitting over discs', () => {
  it('puts every file on exactly one disc and overfills none', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(700_000_000), { maxLength: 20 }), (sizes) => {
        const files = sizes.map((sizeBytes, index) => ({
          path: `${index}`,
          sizeBytes,
          md5: null,
          sha256: 'a'.repeat(64),
        }))
        const discs = splitOverDiscs(files, 'CD')
        expect(
          discs
            .flat()
            .map(({ path }) => Number(path))
            .sort((a, b) => a - b),
        ).toEqual(sizes.map((_, i) => i))
        for (const disc of discs)
          expect(disc.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)).toBeLessThan(720_000_001)
      }),
    )
  })
})

describe('names', () => {
  it.each([
    ['Paint Pro', 1, 1, 'PAINT_PRO'],
    ['Größe & Maß 2.0', 1, 1, 'GROSSE_MASS_2_0'],
    ['日本語', 2, 3, 'DISC_D2'],
    ['A very long title that has more than thirty-two characters', 1, 2, 'A_VERY_LONG_TITLE_THAT_HAS_MO_D1'],
  ])('the volume id of %s', (title, number, count, expected) => {
    expect(volumeIdOf(title, number, count)).toBe(expected)
  })

  it('a name from outside becomes one plain name', () => {
    expect(safeName('../../etc/passwd', 120)).toBe('passwd')
    expect(safeName('C:\\temp\\a.exe', 120)).toBe('a.exe')
    expect(safeName('..', 120)).toBe('_')
    expect(safeName('', 120)).toBe('_')
    expect(safeName(`${'x'.repeat(200)}.tar.gz`, 120)).toMatch(/^x{100,}\.tar\.gz$/)
  })
})
