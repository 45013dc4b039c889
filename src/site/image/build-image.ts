import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Manifest } from '../../domains/production/site-contract.ts'
import { counted } from '../../kernel/words.ts'
import { JobFailure } from '../job-failure.ts'
import { difference, digestOf } from '../repository/digest.ts'
import { capacityBytes } from './capacity.ts'
import { checksumNames, type ManifestDisc } from './stage-tree.ts'
import { runXorriso } from './xorriso.ts'

export interface BuiltImage {
  readonly sha256: string
  readonly sizeBytes: number
  readonly builtBy: string
}

export interface BuildOptions {
  readonly xorriso: string
  readonly manifest: Manifest
  readonly disc: ManifestDisc
  readonly tree: string
  readonly image: string
  readonly signal: AbortSignal
}

/**
 * Builds the image of a staged tree: the same manifest gives the same bytes, on every machine with the same xorriso.
 * Before the image appears under its name it has been read back and compared with the manifest, and it fits the medium.
 */
export async function buildImage(options: BuildOptions): Promise<BuiltImage> {
  const { xorriso, manifest, disc, image, signal } = options
  const draft = `${image}.part`
  await rm(draft, { force: true })
  const build = await runXorriso(
    xorriso,
    imageArguments(manifest, disc, options.tree, draft),
    manifest.imageEpoch,
    signal,
  )
  if (build.exitCode !== 0) throw imageFailure(disc, build.output)
  const { size } = await stat(draft)
  if (size > capacityBytes[disc.medium])
    throw new JobFailure(
      'no-space',
      `Disc ${disc.number} has ${size} bytes and a ${disc.medium} holds ${capacityBytes[disc.medium]}`,
    )
  await verifyImage(options, draft)
  const digest = (await digestOf(draft)).finish()
  await flush(draft)
  await rename(draft, image)
  return { sha256: digest.sha256, sizeBytes: size, builtBy: await versionOf(xorriso, signal) }
}

/** ISO 9660 level 3 for files of 4 GiB and more, with Rock Ridge and Joliet; every date comes from the manifest. */
export function imageArguments(manifest: Manifest, disc: ManifestDisc, tree: string, image: string): string[] {
  const ids = {
    publisher: isoText(manifest.label.brand.name),
    preparer: 'ENTITLEMENT STORE MEDIA SITE',
    appid: isoText(`${manifest.kitPartNumber} ${manifest.kitVersion} DISC ${disc.number} OF ${manifest.discs.length}`),
  }
  const options = ['-as', 'mkisofs', '-quiet', '-iso-level', '3', '-r', '-J', '-joliet-long', '-V', disc.volumeId]
  for (const [name, text] of Object.entries(ids)) if (text !== '') options.push(`-${name}`, text)
  // SOURCE_DATE_EPOCH alone leaves the files' own times in the image.
  return [...options, '--set_all_file_dates', isoDate(manifest.imageEpoch), '-o', image, tree]
}

/** Reads the image back into files and compares each with the manifest: what is burned is what was promised. */
async function verifyImage({ xorriso, manifest, disc, image, signal }: BuildOptions, draft: string): Promise<void> {
  const out = `${image}.check`
  await rm(out, { recursive: true, force: true })
  await mkdir(out, { recursive: true })
  // The extracted tree is given write permission again, else it could not be removed.
  const args = ['-osirrox', 'on:auto_chmod_on', '-indev', draft, '-extract', '/', out, '-chmod_r', 'u+w', '/']
  try {
    const read = await runXorriso(xorriso, args.slice(0, 7), manifest.imageEpoch, signal)
    if (read.exitCode !== 0) throw imageFailure(disc, read.output)
    const found = (await readdir(out, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
    if (found.length !== disc.files.length + checksumNames.length)
      throw imageFailure(disc, `the image holds ${counted(found.length, 'file')}`)
    for (const file of disc.files) {
      const what = difference((await digestOf(join(out, ...file.path.split('/')))).finish(), file)
      if (what !== null) throw imageFailure(disc, `${file.path} has ${what}`)
    }
  } finally {
    await rm(out, { recursive: true, force: true })
  }
}

function imageFailure(disc: ManifestDisc, output: string): JobFailure {
  const cause = /no space left/i.test(output) ? 'no-space' : 'image-failed'
  return new JobFailure(cause, `The image of disc ${disc.number} failed: ${output.trim().slice(-600)}`)
}

async function versionOf(xorriso: string, signal: AbortSignal): Promise<string> {
  const { output } = await runXorriso(xorriso, ['-version'], 0, signal)
  return /xorriso \d[\w.]*/.exec(output)?.[0] ?? 'xorriso'
}

async function flush(file: string): Promise<void> {
  const handle = await open(file, 'r+')
  await handle.sync().finally(() => handle.close())
}

/** The descriptor fields are ASCII of at most 128 characters. */
function isoText(text: string): string {
  return text
    .normalize('NFKD')
    .toUpperCase()
    .replace(/[^A-Z0-9_.,&() -]/g, '')
    .trim()
    .slice(0, 128)
}

function isoDate(epoch: number): string {
  return `${new Date(epoch * 1000).toISOString().replace(/\D/g, '').slice(0, 14)}00`
}
