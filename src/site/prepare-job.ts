import { rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { SiteJob } from '../domains/fulfilment/production/site-contract.ts'
import type { Clock } from '../kernel/clock.ts'
import { counted } from '../kernel/words.ts'
import type { FontSet } from '../platform/fonts/font-set.ts'
import { codePointsOf, scriptsIn } from '../platform/fonts/scripts.ts'
import type { Log } from '../platform/log/log.ts'
import type { Device, DeviceOrder } from './devices/device.ts'
import { type BuiltImage, buildImage } from './image/build-image.ts'
import { capacityBytes } from './image/capacity.ts'
import { checksumNames, type ManifestDisc, stageTree } from './image/stage-tree.ts'
import { JobFailure } from './job-failure.ts'
import { type DiscFolder, openDiscFolder } from './job-folder.ts'
import { missingOnLabel, renderLabel } from './label/disc-label.ts'
import { labelBmp, labelPreviewPng } from './label/rasterize.ts'
import { createReporter, type Reporter } from './reporter.ts'
import { digestOf } from './repository/digest.ts'
import type { Repository } from './repository/repository.ts'
import type { StoreClient } from './store-client.ts'

export interface SiteContext {
  readonly store: StoreClient
  readonly repository: Repository
  readonly device: Device
  readonly clock: Clock
  readonly log: Log
  readonly workDir: string
  /** Null when images cannot be built: the device then burns the staged files. */
  readonly xorriso: string | null
  readonly silentAfterMs: number
  /** The percentage last reported, by job id. */
  readonly reportedPercent: Map<string, number>
  readonly stopping: AbortSignal
  readonly fonts: FontSet
}

export interface DiscInHand {
  readonly disc: ManifestDisc
  readonly folder: DiscFolder
  readonly stem: string
}

export interface ActiveJob {
  readonly job: SiteJob
  readonly discs: readonly DiscInHand[]
  readonly reporter: Reporter
}

const order = ['released', 'staged', 'imaged', 'submitted', 'running'] as const

export function reached(job: SiteJob, state: (typeof order)[number]): boolean {
  return order.indexOf(job.state) >= order.indexOf(state)
}

export async function activateJob(context: SiteContext, job: SiteJob): Promise<ActiveJob> {
  const jobFolder = join(context.workDir, 'jobs', job.reference)
  const discs: DiscInHand[] = []
  for (const disc of job.manifest.discs) {
    const folder = await openDiscFolder(jobFolder, disc.number)
    discs.push({ disc, folder, stem: `${job.reference}-D${disc.number}` })
  }
  return { job, discs, reporter: createReporter(context.store, context.clock, job, jobFolder) }
}

/**
 * Carries a job from wherever it stands to `submitted`. May be cut off at any point and run again: what is done is found on
 * disk, at the store and at the device.
 */
export async function prepareJob(context: SiteContext, { job, discs, reporter }: ActiveJob): Promise<void> {
  const pending = await unsubmitted(discs)
  if (pending.length > 0) refuseUnprintable(context, job)
  if (pending.length > 0 || !(await reporter.has('imaged'))) await makeImages(context, job, discs, pending, reporter)
  else if (!reached(job, 'imaged')) {
    if (!reached(job, 'staged')) await reporter.resend('staged')
    await reporter.resend('imaged')
  }
  if (pending.length > 0 && !(await stillWanted(context, job))) return
  // Also those with a note: the kill may have come between the note and the rename.
  for (const activeJob of discs) await submitDisc(context, job, activeJob)
  await reporter.reportOnce('submitted', () => submittedReport(context, job, discs))
}

// Preparing may take an hour, in which the job can be called off or given to another site.
async function stillWanted({ store }: SiteContext, job: SiteJob): Promise<boolean> {
  return (await store.jobs()).some(({ jobId, cancelRequested }) => jobId === job.jobId && !cancelRequested)
}

/** Before anything is built: a disc whose label has boxes in place of letters is thrown away. */
function refuseUnprintable({ fonts }: SiteContext, { manifest }: SiteJob): void {
  const missing = Object.entries(missingOnLabel(manifest.label, fonts))
  if (missing.length === 0) return
  const parts = missing.map(([part, letters]) => `${part}: ${scriptsIn(letters).join(', ')} (${codePointsOf(letters)})`)
  throw new JobFailure(
    'image-failed',
    `No font of the site has every letter of the label. ${parts.join('; ')}. Put a font into the folder that FONT_DIR of the site names, start the site again, and retry the job.`,
  )
}

async function unsubmitted(discs: readonly DiscInHand[]): Promise<DiscInHand[]> {
  const marks = await Promise.all(discs.map(({ folder }) => folder.submission.read()))
  return discs.filter((_, index) => marks[index] === null)
}

async function makeImages(
  context: SiteContext,
  job: SiteJob,
  discs: readonly DiscInHand[],
  pending: readonly DiscInHand[],
  reporter: Reporter,
): Promise<void> {
  const needed = (await reporter.has('imaged')) || reached(job, 'imaged') ? pending : discs
  let fetchedFiles = 0
  let fetchedBytes = 0
  for (const { disc, folder } of needed) {
    if ((await folder.built.read()) !== null && (await exists(context, folder))) continue
    for (const file of disc.files) {
      const bytes = await context.repository.ensure(file)
      if (bytes === null) continue
      fetchedFiles++
      fetchedBytes += bytes
    }
    await stageTree(context.repository, disc, folder.tree)
  }
  if (!reached(job, 'staged'))
    await reporter.reportOnce('staged', () => ({
      step: 'staged',
      message: `${counted(fetchedFiles, 'file')} fetched, all verified`,
      fetchedFiles,
      fetchedBytes,
    }))
  const images: (BuiltImage & { discNumber: number })[] = []
  for (const { disc, folder } of needed)
    images.push({ discNumber: disc.number, ...(await imageOf(context, job, disc, folder)) })
  if (!reached(job, 'imaged'))
    await reporter.reportOnce('imaged', () => ({ step: 'imaged', message: counted(images.length, 'image'), images }))
}

async function imageOf(
  context: SiteContext,
  job: SiteJob,
  disc: ManifestDisc,
  folder: DiscFolder,
): Promise<BuiltImage> {
  const held = await folder.built.read()
  if (held !== null && (await exists(context, folder))) return held
  const built =
    context.xorriso === null
      ? await stagedFiles(disc, folder)
      : await buildImage({
          xorriso: context.xorriso,
          manifest: job.manifest,
          disc,
          tree: folder.tree,
          image: folder.image,
          signal: context.stopping,
        })
  await folder.built.write(built)
  if (context.xorriso !== null) await rm(folder.tree, { recursive: true, force: true })
  return built
}

/** Without an image the list of checksums, which covers every file, stands for the disc. */
async function stagedFiles(disc: ManifestDisc, folder: DiscFolder): Promise<BuiltImage> {
  const sizeBytes = disc.files.reduce((sum, file) => sum + file.sizeBytes, 0)
  if (sizeBytes > capacityBytes[disc.medium])
    throw new JobFailure('no-space', `The files of disc ${disc.number} do not fit on a ${disc.medium}`)
  const { sha256 } = (await digestOf(join(folder.tree, checksumNames[1]))).finish()
  return { sha256, sizeBytes, builtBy: 'staged-files' }
}

async function exists(context: SiteContext, folder: DiscFolder): Promise<boolean> {
  const path = context.xorriso === null ? folder.tree : folder.image
  return (await stat(path).catch(() => null)) !== null
}

export async function submitDisc(context: SiteContext, job: SiteJob, activeJob: DiscInHand): Promise<void> {
  const { folder, stem } = activeJob
  await context.device.submit(await deviceOrder(context, job, activeJob), {
    exists: async () => (await folder.submission.read()) !== null,
    write: () => folder.submission.write({ stem, at: context.clock.now().toISOString() }),
  })
  context.log.info({ stem }, 'disc submitted to the device')
}

async function deviceOrder(
  { fonts }: SiteContext,
  job: SiteJob,
  { disc, folder, stem }: DiscInHand,
  withLabel = true,
): Promise<DeviceOrder> {
  const image = await folder.built.read()
  return {
    stem,
    copies: job.copies,
    volumeId: disc.volumeId,
    medium: disc.medium,
    content:
      image === null || image.builtBy === 'staged-files'
        ? { folder: folder.tree }
        : { image: folder.image, sha256: image.sha256 },
    labelBmp: withLabel ? labelBmp(labelOf(fonts, job, disc, stem), fonts) : Buffer.alloc(0),
  }
}

function labelOf(fonts: FontSet, job: SiteJob, disc: ManifestDisc, serial: string): string {
  const { label, discs } = job.manifest
  return renderLabel({ text: label, serial, discNumber: disc.number, discCount: discs.length }, fonts)
}

async function submittedReport(context: SiteContext, job: SiteJob, discs: readonly DiscInHand[]) {
  const commandFiles = []
  for (const activeJob of discs)
    commandFiles.push(context.device.commandFile(await deviceOrder(context, job, activeJob, false)))
  const [first] = discs
  return {
    step: 'submitted' as const,
    message: commandFiles
      .map(({ name }) => name)
      .join(', ')
      .slice(0, 1000),
    commandFiles,
    labelPreviewPng: first
      ? labelPreviewPng(labelOf(context.fonts, job, first.disc, first.stem), undefined, context.fonts).toString(
          'base64',
        )
      : null,
  }
}
