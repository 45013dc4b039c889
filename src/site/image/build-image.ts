import { open, rename, rm, stat } from 'node:fs/promises'
import type { Manifest } from '../../domains/fulfilment/production/site-contract.ts'
import { JobFailure } from '../job-failure.ts'
import { digestOf } from '../repository/digest.ts'
import { capacityBytes } from './capacity.ts'
import type { ManifestDisc } from './stage-tree.ts'
import { differenceOfViews } from './verify-views.ts'
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
 * Before the image appears under its name, every view of it has been read back and compared with the manifest, and it fits
 * the medium.
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

/** Reads the image as each system would and compares with the manifest: what is burned is what was promised. */
async function verifyImage({ disc }: BuildOptions, draft: string): Promise<void> {
  const found = await differenceOfViews(draft, disc)
  if (found !== null) throw imageFailure(disc, found)
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
