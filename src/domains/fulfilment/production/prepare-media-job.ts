import type { Clock } from '../../../kernel/clock.ts'
import { dateOf, type LocalDate } from '../../../kernel/local-date.ts'
import { PartnerFailure } from '../../../kernel/partner-failure.ts'
import type { Db } from '../../../platform/db/db.ts'
import type { Log } from '../../../platform/log/log.ts'
import {
  askInTurn,
  type DownloadFile,
  type DownloadPackage,
  heldRights,
  type PlatformDownloads,
  packagesOfLines,
} from '../../entitlements/rights/index.ts'
import { type Askers, askersFor } from './askers-for.ts'
import {
  buildManifest,
  FileTooLarge,
  NamesUnfitForDisc,
  type PackageContent,
  refuseUnfitNames,
} from './build-manifest.ts'
import { newestPermitted } from './choose-package.ts'
import { moveJob } from './move-job.ts'
import type { MediaStore } from './port.ts'
import { releaseJob } from './release-job.ts'
import type { Manifest } from './site-contract.ts'
import { insertReport, jobById, kitWithBom, lockJob, type MediaJobRow } from './store.ts'
import { takeInFile } from './take-in-file.ts'

export interface PrepareDeps {
  readonly db: Db
  readonly clock: Clock
  readonly log: Log
  readonly platform: Pick<PlatformDownloads, 'downloadPackages' | 'downloadFiles'>
  readonly mediaStore: MediaStore
  readonly stopping?: AbortSignal
}

/** What a job cannot be made without; it fails before anything is burned, and a person decides. */
class Refusal extends Error {
  readonly failure: string
  constructor(failure: string, detail: string) {
    super(detail)
    this.failure = failure
  }
}

// Download addresses are short-lived: after this time they are asked for again.
const addressesGoodForMs = 5 * 60_000

/**
 * Resolves the kit to the newest files that the account may have, takes them in, freezes the manifest and releases the
 * job to a site. May be cut off anywhere and run again, and changes nothing once the job is released.
 * @throws {PartnerFailure} when the platform or a download does not work now, and the job stays queued; or when the platform
 * refused for good, and the job has failed
 */
export async function prepareMediaJob(deps: PrepareDeps, jobId: string): Promise<void> {
  const { db, clock } = deps
  const job = await db.transaction((tx) => jobById(tx, jobId))
  if (job?.state !== 'queued') return
  try {
    const manifest = await resolve(deps, job)
    await db.transaction((tx) => releaseJob(tx, { jobId, manifest, now: clock.now(), log: deps.log }))
  } catch (error) {
    if (error instanceof FileTooLarge || error instanceof NamesUnfitForDisc)
      await refuse(deps, jobId, error.code, error.message)
    else if (error instanceof Refusal) await refuse(deps, jobId, error.failure, error.message)
    else {
      if (error instanceof PartnerFailure && error.judgement === 'final')
        await refuse(deps, jobId, 'platform-refused', error.message)
      throw error
    }
  }
}

/** Ends a job whose preparation is not tried again, so that it does not look as if somebody were at it. */
export async function giveUpPreparing(deps: PrepareDeps, jobId: string, cause: string): Promise<void> {
  await refuse(deps, jobId, 'preparation-given-up', cause)
}

async function resolve(deps: PrepareDeps, job: MediaJobRow): Promise<Manifest> {
  const today = dateOf(deps.clock.now())
  const { found, activationIds, askers } = await deps.db.transaction(async (tx) => {
    const rights = await heldRights(tx, job.accountId, today)
    return {
      found: await kitWithBom(tx, job.kitPartNumber),
      // A line stands for itself and for what product chains grant with it.
      activationIds: [...new Set(rights.map(({ activationId }) => activationId))],
      askers: await askersFor(tx, job, rights),
    }
  })
  if (found === null) throw new Refusal('kit-unknown', `There is no media kit ${job.kitPartNumber}`)
  const { kit, brand, items } = found
  if (brand === null) throw new Refusal('brand-unknown', `There is no brand ${kit.brandId}`)
  const references = items.filter(({ kind }) => kind === 'package').map(({ reference }) => reference)
  if (references.length === 0) throw new Refusal('bom-empty', `Media kit ${kit.partNumber} names no package`)
  const packages = await contentsOf(deps, job, { references, activationIds, askers, today })
  const { reference, orderNumber, lineNumber, createdAt } = job
  return buildManifest({ reference, orderNumber, lineNumber, createdAt, kit, brand, packages })
}

async function contentsOf(
  deps: PrepareDeps,
  job: MediaJobRow,
  asked: {
    readonly references: readonly string[]
    readonly activationIds: readonly string[]
    readonly askers: Askers
    readonly today: LocalDate
  },
): Promise<PackageContent[]> {
  const { references, activationIds, askers, today } = asked
  const answered =
    activationIds.length === 0
      ? []
      : await askInTurn(askers.names, ({ userName }) => packagesOfLines(deps.platform, userName, activationIds))
  const chosen = new Map<string, DownloadPackage>()
  for (const reference of references) {
    const newest = newestPermitted(reference, answered, today)
    if (newest === null) throw new Refusal('no-permitted-package', `The account may have no package of ${reference}`)
    chosen.set(newest.packageId, newest)
  }
  const contents: PackageContent[] = []
  for (const { packageId, version, effectiveDate } of chosen.values())
    contents.push({
      packageId,
      version,
      effectiveDate,
      files: await takeInFiles(deps, { reference: job.reference, askers, packageId }),
    })
  return contents
}

async function takeInFiles(
  deps: PrepareDeps,
  { reference, askers, packageId }: { readonly reference: string; readonly askers: Askers; readonly packageId: string },
): Promise<PackageContent['files']> {
  const ask = async () => {
    const files = await askInTurn(askers.ways, (way) => deps.platform.downloadFiles({ ...way, packageId }))
    // The platform promises no order, and the same files must give the same manifest.
    return { files: [...files].sort(inOrder), at: deps.clock.now().getTime() }
  }
  let answer = await ask()
  const wanted = answer.files
  if (wanted.length === 0) throw new Refusal('no-files', `Package ${packageId} has no files`)
  // Before gigabytes are fetched for a disc that is not made.
  refuseUnfitNames(wanted.map(({ name }) => name))
  const taken: PackageContent['files'][number][] = []
  for (const each of wanted) {
    deps.stopping?.throwIfAborted()
    if (deps.clock.now().getTime() - answer.at > addressesGoodForMs) answer = await ask()
    const url = answer.files.find(({ fileId }) => fileId === each.fileId)?.url ?? null
    const result = await takeInFile(deps, { ...each, url })
    if (result.failure !== null) throw new Refusal(result.failure, result.detail)
    if (each.md5 === null && each.sha256 === null)
      deps.log.warn({ reference, file: each.name, sha256: result.sha256 }, 'the platform gives no checksum for a file')
    taken.push({ name: each.name, sizeBytes: result.sizeBytes, md5: each.md5, sha256: result.sha256 })
  }
  return taken
}

async function refuse({ db, clock, log }: PrepareDeps, jobId: string, failure: string, detail: string): Promise<void> {
  const now = clock.now()
  await db.transaction(async (tx) => {
    const job = await lockJob(tx, jobId)
    if (job === null || (await moveJob(tx, job, 'refuse', { failure, updatedAt: now })) === null) return
    const report = { jobId, reportId: `store:${failure}`, step: 'failed', at: now, message: detail, detail: {} }
    await insertReport(tx, report)
    log.error({ jobId, reference: job.reference, failure }, 'a media job cannot be made')
  })
}

function inOrder(a: DownloadFile, b: DownloadFile): number {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1
  return a.fileId < b.fileId ? -1 : 1
}
