import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Manifest, manifestSchema } from '../../src/domains/fulfilment/production/site-contract.ts'
import { buildImage, imageArguments } from '../../src/site/image/build-image.ts'
import { checksumFile } from '../../src/site/image/checksum-files.ts'
import { findXorriso } from '../../src/site/image/xorriso.ts'

const files: Readonly<Record<string, Buffer>> = {
  'setup.exe': Buffer.alloc(100_000, 's'),
  'docs/manual.pdf': Buffer.alloc(5_000, 'm'),
  MD5SUMS: Buffer.from('md5'),
  SHA256SUMS: Buffer.from('sha256'),
}

const manifest: Manifest = manifestSchema.parse({
  formatVersion: 1,
  reference: 'IMG',
  orderNumber: 'SO-1',
  lineNumber: 1,
  kitPartNumber: 'KIT-1',
  kitVersion: '5.2',
  imageEpoch: 1_700_000_000,
  label: {
    brand: { name: 'Acme Ünlimited', colour: '#000000', licenceNotice: '' },
    title: 'T',
    version: '5.2',
    orderNumber: 'SO-1',
    partNumber: 'KIT-1',
  },
  discs: [
    {
      number: 1,
      volumeId: 'ACME_5_2',
      medium: 'CD',
      files: ['setup.exe', 'docs/manual.pdf'].map((path) => ({
        path,
        sizeBytes: files[path]?.length,
        md5: null,
        sha256: createHash('sha256')
          .update(files[path] ?? '')
          .digest('hex'),
      })),
    },
  ],
})
const disc = firstDisc()

function firstDisc(): Manifest['discs'][number] {
  const [first] = manifest.discs
  if (first === undefined) throw new Error('The manifest has a disc')
  return first
}

describe('disc image', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'image-test-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  async function treeOf(name: string, mtime: Date, paths: readonly string[], mode: number): Promise<string> {
    const tree = join(folder, name)
    for (const path of paths) {
      const file = join(tree, path)
      await mkdir(dirname(file), { recursive: true })
      await writeFile(file, files[path] ?? '', { mode })
      await utimes(file, mtime, mtime)
    }
    return tree
  }

  async function build(tree: string): Promise<Buffer | string> {
    const xorriso = await findXorriso()
    const image = `${tree}.iso`
    // Without xorriso there is no image to compare; the command line is then what can be the same.
    if (xorriso === null) return imageArguments(manifest, disc, 'tree', 'image').join(' ')
    const built = await buildImage({ xorriso, manifest, disc, tree, image, signal: new AbortController().signal })
    const bytes = await readFile(image)
    expect(built).toMatchObject({ sizeBytes: bytes.length, builtBy: expect.stringMatching(/^xorriso \d/) })
    expect(built.sha256).toBe(createHash('sha256').update(bytes).digest('hex'))
    return bytes
  }

  it('has the same bytes for the same manifest, whatever the tree it is built from went through', async () => {
    const paths = Object.keys(files)
    const one = await build(await treeOf('one', new Date('2020-01-01T00:00:00Z'), paths, 0o644))
    const two = await build(await treeOf('two', new Date('2026-06-01T12:34:56Z'), [...paths].reverse(), 0o600))
    expect(Buffer.from(one).equals(Buffer.from(two))).toBe(true)
  })

  it('is refused when what can be read from it is not what the manifest says', async () => {
    const xorriso = await findXorriso()
    if (xorriso === null) return expect(await build('nowhere')).toContain('-V ACME_5_2')
    const tree = await treeOf('tree', new Date(0), Object.keys(files), 0o644)
    await writeFile(join(tree, 'setup.exe'), Buffer.alloc(100_000, 't'))
    const signal = new AbortController().signal
    const refused = buildImage({ xorriso, manifest, disc, tree, image: join(folder, 'x.iso'), signal })
    await expect(refused).rejects.toMatchObject({ failureCause: 'image-failed' })
    return expect(readFile(join(folder, 'x.iso'))).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('is described by fixed arguments, dates from the manifest, and ids that fit the descriptor', () => {
    expect(imageArguments(manifest, disc, 'tree', 'out.iso')).toEqual([
      '-as',
      'mkisofs',
      '-quiet',
      '-iso-level',
      '3',
      '-r',
      '-J',
      '-joliet-long',
      '-V',
      'ACME_5_2',
      '-publisher',
      'ACME UNLIMITED',
      '-preparer',
      'ENTITLEMENT STORE MEDIA SITE',
      '-appid',
      'KIT-1 5.2 DISC 1 OF 1',
      '--set_all_file_dates',
      '2023111422132000',
      '-o',
      'out.iso',
      'tree',
    ])
  })

  it('has checksum files sorted by name, with names escaped as coreutils does', () => {
    const text = checksumFile([
      { path: 'b', hex: '22' },
      { path: 'a\\b', hex: '11' },
    ])
    expect(text).toBe('\\11  a\\\\b\n22  b\n')
  })
})
