import { and, asc, count, desc, eq, getTableColumns, inArray, isNotNull, lt, lte, sql } from 'drizzle-orm'
import type { z } from 'zod'
import type { Tx } from '../../../platform/db/db.ts'
import type { CandidateSite } from './choose-site.ts'
import type { DiscOutcome } from './disc-outcomes.ts'
import { statesAtSite } from './job-state.ts'
import type { siteCheckInSchema } from './site-contract.ts'
import {
  bomItems,
  brands,
  type MediaJobState,
  mediaFiles,
  mediaJobDiscs,
  mediaJobReports,
  mediaJobs,
  mediaKits,
  productionSites,
  siteFiles,
} from './tables.ts'

// The picture is fetched by the one page that shows it.
const { labelPreview: _, ...jobColumns } = getTableColumns(mediaJobs)
export type MediaJobRow = Omit<typeof mediaJobs.$inferSelect, 'labelPreview'>
type SiteRow = typeof productionSites.$inferSelect
export type ReportRow = typeof mediaJobReports.$inferSelect
type DiscRow = typeof mediaJobDiscs.$inferSelect

/** False when the order line has this attempt already. */
export async function insertJob(tx: Tx, job: typeof mediaJobs.$inferInsert): Promise<boolean> {
  const rows = await tx.insert(mediaJobs).values(job).onConflictDoNothing().returning({ id: mediaJobs.id })
  return rows.length > 0
}

export async function jobById(tx: Tx, jobId: string): Promise<MediaJobRow | null> {
  const [job] = await tx.select(jobColumns).from(mediaJobs).where(eq(mediaJobs.id, jobId))
  return job ?? null
}

/** The label of the first disc as a PNG; null when the site has not sent one. */
export async function labelOf(tx: Tx, jobId: string): Promise<Buffer | null> {
  const [row] = await tx.select({ picture: mediaJobs.labelPreview }).from(mediaJobs).where(eq(mediaJobs.id, jobId))
  return row?.picture ? Buffer.from(row.picture) : null
}

export async function lockJob(tx: Tx, jobId: string): Promise<MediaJobRow | null> {
  const [job] = await tx.select(jobColumns).from(mediaJobs).where(eq(mediaJobs.id, jobId)).for('update')
  return job ?? null
}

export async function jobsOfOrderId(tx: Tx, orderId: string): Promise<MediaJobRow[]> {
  return tx
    .select(jobColumns)
    .from(mediaJobs)
    .where(eq(mediaJobs.orderId, orderId))
    .orderBy(asc(mediaJobs.lineNumber), asc(mediaJobs.attempt))
}

export async function jobsAtSite(tx: Tx, siteId: string): Promise<MediaJobRow[]> {
  return tx
    .select(jobColumns)
    .from(mediaJobs)
    .where(and(eq(mediaJobs.siteId, siteId), inArray(mediaJobs.state, [...statesAtSite])))
    .orderBy(asc(mediaJobs.createdAt), asc(mediaJobs.id))
}

/** False when somebody else moved the job first. */
export async function updateJob(
  tx: Tx,
  job: { readonly id: string; readonly state: MediaJobState },
  patch: Partial<typeof mediaJobs.$inferInsert>,
): Promise<boolean> {
  const rows = await tx
    .update(mediaJobs)
    .set(patch)
    .where(and(eq(mediaJobs.id, job.id), eq(mediaJobs.state, job.state)))
    .returning({ id: mediaJobs.id })
  return rows.length > 0
}

export async function latestAttempt(tx: Tx, orderLineId: string): Promise<number> {
  const [row] = await tx
    .select({ attempt: mediaJobs.attempt })
    .from(mediaJobs)
    .where(eq(mediaJobs.orderLineId, orderLineId))
    .orderBy(desc(mediaJobs.attempt))
    .limit(1)
  return row?.attempt ?? 0
}

/** Jobs that wait to be prepared or for a site, the oldest first. */
export async function queuedJobs(tx: Tx): Promise<{ id: string }[]> {
  return tx
    .select({ id: mediaJobs.id })
    .from(mediaJobs)
    .where(eq(mediaJobs.state, 'queued'))
    .orderBy(asc(mediaJobs.createdAt), asc(mediaJobs.id))
    .limit(1000)
}

/** Queued jobs that found no site at their last try, which was until `triedBefore`. */
export async function jobsWithoutSite(
  tx: Tx,
  triedBefore: Date,
): Promise<{ id: string; routing: MediaJobRow['routing'] }[]> {
  return tx
    .select({ id: mediaJobs.id, routing: mediaJobs.routing })
    .from(mediaJobs)
    .where(and(eq(mediaJobs.state, 'queued'), isNotNull(mediaJobs.routing), lte(mediaJobs.updatedAt, triedBefore)))
    .limit(1000)
}

/** Locked, so that a report that comes in meanwhile waits, and the other way round. */
export async function lockJobsSilentSince(tx: Tx, silentSince: Date): Promise<MediaJobRow[]> {
  return tx
    .select(jobColumns)
    .from(mediaJobs)
    .where(and(inArray(mediaJobs.state, [...statesAtSite]), lt(mediaJobs.updatedAt, silentSince)))
    .orderBy(asc(mediaJobs.id))
    .limit(500)
    .for('update', { skipLocked: true })
}

/** False when the job has a report of that id. */
export async function insertReport(tx: Tx, report: typeof mediaJobReports.$inferInsert): Promise<boolean> {
  const rows = await tx
    .insert(mediaJobReports)
    .values(report)
    .onConflictDoNothing()
    .returning({ id: mediaJobReports.reportId })
  return rows.length > 0
}

export async function reportsOf(tx: Tx, jobIds: readonly string[]): Promise<ReportRow[]> {
  if (jobIds.length === 0) return []
  return tx
    .select()
    .from(mediaJobReports)
    .where(inArray(mediaJobReports.jobId, [...jobIds]))
    .orderBy(asc(mediaJobReports.at), asc(mediaJobReports.reportId))
}

export async function putDiscs(tx: Tx, jobId: string, discs: readonly DiscOutcome[]): Promise<void> {
  if (discs.length === 0) return
  await tx
    .insert(mediaJobDiscs)
    .values(discs.map((disc) => ({ jobId, ...disc })))
    .onConflictDoUpdate({
      target: [mediaJobDiscs.jobId, mediaJobDiscs.discNumber, mediaJobDiscs.copy],
      set: { outcome: sql`excluded.outcome`, reason: sql`excluded.reason`, serial: sql`excluded.serial` },
    })
}

export async function discsOf(tx: Tx, jobIds: readonly string[]): Promise<DiscRow[]> {
  if (jobIds.length === 0) return []
  return tx
    .select()
    .from(mediaJobDiscs)
    .where(inArray(mediaJobDiscs.jobId, [...jobIds]))
    .orderBy(asc(mediaJobDiscs.discNumber), asc(mediaJobDiscs.copy))
}

export async function kitWithBom(tx: Tx, partNumber: string) {
  const [row] = await tx
    .select({ kit: mediaKits, brand: brands })
    .from(mediaKits)
    .leftJoin(brands, eq(brands.id, mediaKits.brandId))
    .where(eq(mediaKits.partNumber, partNumber))
  if (!row) return null
  const items = await tx
    .select()
    .from(bomItems)
    .where(and(eq(bomItems.partNumber, partNumber), eq(bomItems.bomVersion, row.kit.bomVersion)))
    .orderBy(asc(bomItems.position))
  return { ...row, items }
}

/** The name of the brand under which a kit is made; null where none was entered for it. */
export async function brandNameOfKit(tx: Tx, partNumber: string): Promise<string | null> {
  const [row] = await tx
    .select({ name: brands.name })
    .from(mediaKits)
    .innerJoin(brands, eq(brands.id, mediaKits.brandId))
    .where(eq(mediaKits.partNumber, partNumber))
  return row?.name ?? null
}

export async function kitsWithBom(tx: Tx) {
  const kits = await tx.select().from(mediaKits).orderBy(asc(mediaKits.partNumber))
  const items = await tx
    .select()
    .from(bomItems)
    .innerJoin(
      mediaKits,
      and(eq(mediaKits.partNumber, bomItems.partNumber), eq(mediaKits.bomVersion, bomItems.bomVersion)),
    )
    .orderBy(asc(bomItems.position))
  return kits.map((kit) => ({
    ...kit,
    items: items.map(({ bom_items }) => bom_items).filter(({ partNumber }) => partNumber === kit.partNumber),
  }))
}

export async function candidateSites(tx: Tx): Promise<CandidateSite[]> {
  return (await sitesWithQueues(tx)).map(({ site, queueLength }) => ({
    siteId: site.id,
    countries: site.countries,
    media: site.media,
    priority: site.priority,
    active: site.active,
    checkedInAt: site.checkedInAt,
    freeBytes: typeof site.checkIn?.['freeBytes'] === 'number' ? site.checkIn['freeBytes'] : null,
    queueLength,
  }))
}

export async function sitesWithQueues(tx: Tx): Promise<{ site: SiteRow; queueLength: number }[]> {
  return tx
    .select({ site: productionSites, queueLength: count(mediaJobs.id) })
    .from(productionSites)
    .leftJoin(mediaJobs, and(eq(mediaJobs.siteId, productionSites.id), inArray(mediaJobs.state, [...statesAtSite])))
    .groupBy(productionSites.id)
    .orderBy(asc(productionSites.id))
}

export async function siteById(tx: Tx, siteId: string): Promise<SiteRow | null> {
  const [site] = await tx.select().from(productionSites).where(eq(productionSites.id, siteId))
  return site ?? null
}

export async function saveCheckIn(
  tx: Tx,
  siteId: string,
  checkIn: z.infer<typeof siteCheckInSchema>,
  checkedInAt: Date,
): Promise<SiteRow | null> {
  const [site] = await tx
    .update(productionSites)
    .set({ checkIn, checkedInAt })
    .where(eq(productionSites.id, siteId))
    .returning()
  return site ?? null
}

/** True when a job that the site has not finished needs the file. */
export async function siteNeedsFile(tx: Tx, siteId: string, sha256: string): Promise<boolean> {
  const rows = await tx
    .select({ id: mediaJobs.id })
    .from(mediaJobs)
    .where(
      and(
        eq(mediaJobs.siteId, siteId),
        inArray(mediaJobs.state, [...statesAtSite]),
        sql`${mediaJobs.manifest} @> ${JSON.stringify({ discs: [{ files: [{ sha256 }] }] })}::jsonb`,
      ),
    )
    .limit(1)
  return rows.length > 0
}

/** One statement for any number of files; the list replaces what the site said before. */
export async function replaceInventory(tx: Tx, siteId: string, hashes: readonly string[]): Promise<void> {
  await tx.delete(siteFiles).where(eq(siteFiles.siteId, siteId))
  if (hashes.length === 0) return
  await tx.execute(sql`insert into ${siteFiles} (site_id, sha256)
    select distinct ${siteId}::text, jsonb_array_elements_text(${JSON.stringify(hashes)}::jsonb)
    on conflict do nothing`)
}

/** A file that the store took in before: by SHA-256 when the platform gave one, else by MD5 and size. */
export async function heldFile(
  tx: Tx,
  file: { readonly sha256: string | null; readonly md5: string | null; readonly sizeBytes: number | null },
): Promise<typeof mediaFiles.$inferSelect | null> {
  const conditions = [
    ...(file.sha256 === null ? [] : [eq(mediaFiles.sha256, file.sha256)]),
    ...(file.md5 === null ? [] : [eq(mediaFiles.md5, file.md5)]),
    ...(file.sizeBytes === null ? [] : [eq(mediaFiles.sizeBytes, file.sizeBytes)]),
  ]
  if (file.sha256 === null && (file.md5 === null || file.sizeBytes === null)) return null
  const [row] = await tx
    .select()
    .from(mediaFiles)
    .where(and(...conditions))
    .orderBy(asc(mediaFiles.takenInAt), asc(mediaFiles.sha256))
    .limit(1)
  return row ?? null
}

export async function insertMediaFile(tx: Tx, file: typeof mediaFiles.$inferInsert): Promise<void> {
  await tx.insert(mediaFiles).values(file).onConflictDoNothing()
}
