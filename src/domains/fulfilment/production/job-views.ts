import { and, desc, eq, getTableColumns, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '../../../platform/db/db.ts'
import { answerForm } from '../../../platform/http/answer/answer-form.ts'
import { NotFound } from '../../../platform/http/answer/problems.ts'
import { jsonObject } from '../../../platform/http/request/json-object.ts'
import { decodeCursor, encodeCursor, isCursorInstant } from '../../../platform/http/request/paging.ts'
import { mediaJobStateSchema } from './events.ts'
import { manifestSchema } from './site-contract.ts'
import { discsOf, jobById, labelOf, type MediaJobRow, type ReportRow, reportsOf } from './store.ts'
import { type MediaJobState, mediaJobs } from './tables.ts'

export const jobSummarySchema = z
  .object({
    jobId: z.string(),
    reference: z.string(),
    orderId: z.string(),
    orderNumber: z.string(),
    orderLineId: z.string(),
    lineNumber: z.number().int(),
    attempt: z.number().int(),
    accountId: z.string(),
    kitPartNumber: z.string(),
    copies: z.number().int(),
    country: z.string(),
    state: mediaJobStateSchema,
    siteId: z.string().nullable(),
    failure: z.string().nullable(),
    cancelRequested: z.boolean(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    alarmedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'JobSummary' })

const commandFileSchema = z.object({ name: z.string(), content: z.string() }).meta({ id: 'CommandFile' })

export const jobDetailSchema = jobSummarySchema
  .extend({
    /** Which rule chose the site and why, or who moved it there; while no site is found, why. */
    routing: jsonObject.nullable(),
    manifest: answerForm(manifestSchema).nullable(),
    reports: z.array(
      z.object({
        reportId: z.string(),
        step: z.string(),
        at: z.iso.datetime(),
        message: z.string(),
        detail: jsonObject,
      }),
    ),
    discs: z.array(
      z.object({
        discNumber: z.number().int(),
        copy: z.number().int(),
        outcome: z.enum(['made', 'failed', 'expired']),
        reason: z.string(),
        serial: z.string(),
      }),
    ),
    /** As the site sent them to its device, byte for byte. */
    commandFiles: z.array(commandFileSchema),
    /** The label of the first disc as a `data:` address. */
    labelPreview: z.string().nullable(),
  })
  .meta({ id: 'JobDetail' })
type JobSummary = z.infer<typeof jobSummarySchema>
type JobDetail = z.infer<typeof jobDetailSchema>

const { labelPreview: _label, manifest: _manifest, ...summaryColumns } = getTableColumns(mediaJobs)

interface JobsQuery {
  readonly cursor?: string | undefined
  readonly limit: number
  readonly state?: MediaJobState | undefined
  readonly siteId?: string | undefined
}

/** Jobs by the moment they were made, newest first. */
export async function listJobs(
  tx: Tx,
  { cursor, limit, state, siteId }: JobsQuery,
): Promise<{ items: JobSummary[]; nextCursor: string | null }> {
  const [createdAt, id] = decodeCursor(cursor) ?? []
  const after =
    isCursorInstant(createdAt) && id !== undefined
      ? sql`(${mediaJobs.createdAt}, ${mediaJobs.id}) < (${createdAt}::timestamptz, ${id})`
      : undefined
  const rows = await tx
    .select(summaryColumns)
    .from(mediaJobs)
    .where(
      and(
        after,
        state === undefined ? undefined : eq(mediaJobs.state, state),
        siteId === undefined ? undefined : eq(mediaJobs.siteId, siteId),
      ),
    )
    .orderBy(desc(mediaJobs.createdAt), desc(mediaJobs.id))
    .limit(limit + 1)
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  const more = rows.length > limit && last !== undefined
  return { items: page.map(summaryOf), nextCursor: more ? encodeCursor([last.createdAt.toISOString(), last.id]) : null }
}

/** @throws {NotFound} */
export async function jobDetail(tx: Tx, jobId: string): Promise<JobDetail> {
  const job = await jobById(tx, jobId)
  if (job === null) throw new NotFound('media job')
  const reports = await reportsOf(tx, [jobId])
  const { routing, manifest } = job
  const label = await labelOf(tx, jobId)
  return {
    ...summaryOf(job),
    routing,
    manifest,
    reports: reports.map(({ reportId, step, at, message, detail }) => {
      return { reportId, step, at: at.toISOString(), message, detail: withoutCommandFiles(detail) }
    }),
    discs: (await discsOf(tx, [jobId])).map(({ jobId: _, ...disc }) => disc),
    commandFiles: commandFilesOf(reports),
    labelPreview: label && `data:image/png;base64,${label.toString('base64')}`,
  }
}

function summaryOf(job: Omit<MediaJobRow, 'manifest'>): JobSummary {
  const { id, createdAt, updatedAt, alarmedAt, ...rest } = job
  return {
    ...rest,
    jobId: id,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    alarmedAt: alarmedAt?.toISOString() ?? null,
  }
}

function commandFilesOf(reports: readonly ReportRow[]): z.infer<typeof commandFileSchema>[] {
  const submitted = reports.findLast(({ step }) => step === 'submitted')
  const files = z.array(commandFileSchema).safeParse(submitted?.detail['commandFiles'])
  return files.success ? files.data : []
}

function withoutCommandFiles({ commandFiles: _, ...detail }: ReportRow['detail']): ReportRow['detail'] {
  return detail
}
