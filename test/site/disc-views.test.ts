import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Manifest, manifestSchema } from '../../src/domains/fulfilment/production/site-contract.ts'
import { nameKey, unfitNames } from '../../src/kernel/disc-names.ts'
import { buildImage } from '../../src/site/image/build-image.ts'
import { readViews } from '../../src/site/image/read-image.ts'
import { stageTree } from '../../src/site/image/stage-tree.ts'
import { findXorriso } from '../../src/site/image/xorriso.ts'

// Images are built and read where the machine has xorriso, as the site itself does.
const xorriso = (await findXorriso()) ?? ''
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
const md5 = (bytes: Buffer) => createHash('md5').update(bytes).digest('hex')

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'disc-views-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const contentOf = (path: string) => Buffer.from(`content of ${path} `.repeat(200))

function manifestOf(paths: readonly string[]): { manifest: Manifest; disc: Manifest['discs'][number] } {
  const files = paths.map((path) => ({
    path,
    sizeBytes: contentOf(path).length,
    md5: null,
    sha256: sha256(contentOf(path)),
  }))
  const disc = { number: 1, volumeId: 'KIT', medium: 'CD', files } as const
  const manifest = manifestSchema.parse({
    formatVersion: 1,
    reference: 'IMG',
    orderNumber: 'SO-1',
    lineNumber: 1,
    kitPartNumber: 'KIT-1',
    kitVersion: '5.2',
    imageEpoch: 1_700_000_000,
    discs: [disc],
    label: {
      brand: { name: 'Acme', colour: '#000000', licenceNotice: '' },
      title: 'T',
      version: '5.2',
      orderNumber: 'SO-1',
      partNumber: 'KIT-1',
    },
  })
  return { manifest, disc: manifest.discs[0] ?? { ...disc, files } }
}

/** Stands for the site's repository of verified files. */
const repository = {
  stage: async ({ path }: { readonly path: string }, target: string) => {
    await mkdir(dirname(target), { recursive: true })
    await writeFile(target, contentOf(path))
    return { sizeBytes: contentOf(path).length, md5: md5(contentOf(path)), sha256: sha256(contentOf(path)) }
  },
} as unknown as Parameters<typeof stageTree>[0]

async function imageOf(paths: readonly string[], program = xorriso): Promise<string> {
  const { manifest, disc } = manifestOf(paths)
  const [tree, image] = [join(folder, 'tree'), join(folder, 'disc.iso')]
  await stageTree(repository, disc, tree)
  await buildImage({ xorriso: program, manifest, disc, tree, image, signal: new AbortController().signal })
  return image
}

/** The paths of files as xorriso itself reads a tree of the image. */
async function treeBy(image: string, tree: 'nojoliet' | 'norock'): Promise<string[]> {
  const args = [
    '-local_charset',
    'UTF-8',
    '-read_fs',
    tree,
    '-indev',
    image,
    '-find',
    '/',
    '-type',
    'f',
    '-exec',
    'echo',
  ]
  const { stdout } = await promisify(execFile)(xorriso, args, { env: { LC_ALL: 'C.UTF-8', PATH: '/usr/bin:/bin' } })
  return stdout
    .split('\n')
    .flatMap((line) => /^'\/(.*)'$/.exec(line)?.[1] ?? [])
    .map((quoted) => quoted.replaceAll(`'"'"'`, "'"))
    .sort()
}

/** Where no image can be built, the device burns the staged files, which have the names. */
async function withoutXorriso(): Promise<void> {
  await stageTree(repository, manifestOf(names).disc, join(folder, 'tree'))
  expect((await readdir(join(folder, 'tree'))).sort()).toEqual([...names, 'MD5SUMS', 'SHA256SUMS'].sort())
}

const names = ['Übersicht Größe.pdf', '取扱説明書.pdf', 'readme.txt']

describe('a disc', () => {
  it('has the names of the manifest in Joliet, Rock Ridge and both checksum files, each with its bytes [C42]', async () => {
    if (xorriso === '') return withoutXorriso()
    const image = await imageOf(names)
    const listed = [...names, 'MD5SUMS', 'SHA256SUMS'].sort()
    expect(await treeBy(image, 'norock')).toEqual(listed)
    expect(await treeBy(image, 'nojoliet')).toEqual(listed)
    const views = await readViews(image)
    expect([...views.keys()]).toEqual(['Joliet', 'Rock Ridge', 'ISO 9660'])
    for (const view of ['Joliet', 'Rock Ridge'] as const) {
      const files = views.get(view) ?? []
      expect(files.map(({ path }) => path).sort()).toEqual(listed)
      for (const name of names)
        expect(files.find(({ path }) => path === name)?.digest.sha256).toBe(sha256(contentOf(name)))
    }
    const sums = `${[...names]
      .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
      .map((name) => `${md5(contentOf(name))}  ${name}`)
      .join('\n')}\n`
    expect(views.get('Joliet')?.find(({ path }) => path === 'MD5SUMS')?.digest.sha256).toBe(sha256(Buffer.from(sums)))
    expect(views.get('ISO 9660')).toHaveLength(listed.length)
  })

  it('has long names, and names in folders, whole in each view [C42]', async () => {
    if (xorriso === '') return withoutXorriso()
    const paths = [
      `${'n'.repeat(99)}.txt`,
      `${'é'.repeat(99)}.txt`,
      '書'.repeat(85),
      `1/2/3/4/5/6/7/${'x'.repeat(90)}`,
      `Größe/${'ü'.repeat(60)}/a.txt`,
    ]
    const listed = [...paths, 'MD5SUMS', 'SHA256SUMS'].sort()
    const image = await imageOf(paths)
    expect(await treeBy(image, 'norock')).toEqual(listed)
    expect(await treeBy(image, 'nojoliet')).toEqual(listed)
  })

  it('has whatever names are not refused, in each view [C42]', { timeout: 120_000 }, async () => {
    if (xorriso === '') return withoutXorriso()
    const name = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
      fc.string({ minLength: 1, maxLength: 12 }),
    )
    const sampled = fc.sample(name, 1500).map((each) => each.normalize('NFC').replaceAll('/', ''))
    const keys = new Map(
      sampled
        .filter((each) => unfitNames(['MD5SUMS', 'SHA256SUMS', each]).length === 0)
        .map((each) => [nameKey(each), each]),
    )
    const fit = [...keys.values()]
    expect(fit.length).toBeGreaterThan(100)
    // Building refuses what any view names otherwise.
    const views = await readViews(await imageOf(fit))
    for (const view of ['Joliet', 'Rock Ridge'] as const)
      expect(
        views
          .get(view)
          ?.map(({ path }) => path)
          .sort(),
      ).toEqual([...fit, 'MD5SUMS', 'SHA256SUMS'].sort())
  })

  it('that Windows would name otherwise is refused, by the name and what became of it [C42]', async () => {
    if (xorriso === '') return withoutXorriso()
    // Drops the option for UTF-8 and sets the locale that the site had.
    const program = join(folder, 'old-xorriso')
    await writeFile(program, `#!/bin/sh\nshift 2\nLC_ALL=C exec ${xorriso} "$@"\n`)
    await chmod(program, 0o755)
    await expect(imageOf(names, program)).rejects.toMatchObject({
      failureCause: 'image-failed',
      message: expect.stringMatching(
        /in the view Joliet "Übersicht Größe.pdf" is missing; there is .*"__bersicht Gr____e.pdf"/,
      ),
    })
    await expect(readFile(join(folder, 'disc.iso'))).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('that lacks a view is refused [C42]', async () => {
    if (xorriso === '') return withoutXorriso()
    const program = join(folder, 'no-joliet')
    await writeFile(
      program,
      `#!/bin/bash\nargs=(); for a in "$@"; do case "$a" in -J|-joliet-long) ;; *) args+=("$a");; esac; done\nexec ${xorriso} "\${args[@]}"\n`,
    )
    await chmod(program, 0o755)
    await expect(imageOf(names, program)).rejects.toMatchObject({ message: expect.stringContaining('no view Joliet') })
  })

  it('whose bytes differ in one view only is refused [C42]', async () => {
    if (xorriso === '') return withoutXorriso()
    const image = await imageOf(['readme.txt'])
    const bytes = await readFile(image)
    const { disc } = manifestOf(['readme.txt'])
    const { differenceOfViews } = await import('../../src/site/image/verify-views.ts')
    expect(await differenceOfViews(image, disc)).toBeNull()
    // The directory record of Joliet: its name in UTF-16, 33 bytes after the record's start; the length stands at 10.
    const at = bytes.indexOf(Buffer.from('readme.txt', 'utf16le').swap16()) - 33
    bytes.writeUInt32LE(bytes.readUInt32LE(at + 10) - 1, at + 10)
    await writeFile(image, bytes)
    expect(await differenceOfViews(image, disc)).toMatch(/^in the view Joliet "readme.txt" has size /)
  })
})

it.each(['aux.h', 'com1.txt', 'a:b', 'readme.', 'x'.repeat(104), 'docs/LPT¹', '../etc/passwd', 'md5sums'])(
  'a manifest with %s is refused before a file of it is staged [C42]',
  async (name) => {
    const { disc } = manifestOf(['readme.txt', name])
    await expect(stageTree(repository, disc, join(folder, 'tree'))).rejects.toMatchObject({
      failureCause: 'image-failed',
      message: expect.stringContaining(JSON.stringify(name)),
    })
    await expect(readFile(join(folder, 'tree.draft', 'readme.txt'))).rejects.toMatchObject({ code: 'ENOENT' })
  },
)
