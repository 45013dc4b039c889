import { derivedId } from '../../../kernel/ids.ts'
import type { Tx } from '../../../platform/db/db.ts'
import { enqueue } from '../../../platform/queue/jobs.ts'
import { prepareJob } from './jobs.ts'
import { insertJob } from './store.ts'

export interface NewMediaJob {
  readonly orderId: string
  readonly orderNumber: string
  readonly orderLineId: string
  readonly lineNumber: number
  readonly accountId: string
  /** In whose name the platform is asked for the files. */
  readonly userName: string
  readonly kitPartNumber: string
  readonly copies: number
  /** Where the parcel goes, ISO 3166-1 alpha-2. */
  readonly country: string
  readonly at: Date
}

/** Starts the production of an order line within the caller's transaction. The same line twice is one job. */
export async function createMediaJob(tx: Tx, job: NewMediaJob): Promise<string> {
  return insertAttempt(tx, job, 1)
}

/** An attempt to make an order line; an attempt that exists stays as it is. @returns the job's id */
export async function insertAttempt(tx: Tx, { at, ...job }: NewMediaJob, attempt: number): Promise<string> {
  const id = derivedId('job', job.orderLineId, String(attempt))
  const inserted = await insertJob(tx, {
    ...job,
    id,
    reference: referenceOf(job.orderNumber, job.lineNumber, attempt),
    attempt,
    state: 'queued',
    siteId: null,
    routing: null,
    manifest: null,
    cancelRequested: false,
    failure: null,
    labelPreview: null,
    createdAt: at,
    updatedAt: at,
    alarmedAt: null,
  })
  if (inserted) await enqueue(tx, prepareJob, { jobId: id }, { key: id })
  return id
}

/** Read out by people and used as the name of the device's job, so never used again, not even by a retry. */
export function referenceOf(orderNumber: string, lineNumber: number, attempt: number): string {
  return `${orderNumber.toUpperCase().replace(/[^A-Z0-9-]/g, '-')}-L${lineNumber}-R${attempt}`
}
