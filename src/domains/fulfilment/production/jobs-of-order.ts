import type { Tx } from '../../../platform/db/db.ts'
import { discsOf, jobsOfOrderId, reportsOf } from './store.ts'
import type { MediaJobState } from './tables.ts'

/** How far the production of an order line is, for the people who wait for it. */
export interface JobProgress {
  readonly jobId: string
  readonly reference: string
  readonly orderLineId: string
  readonly lineNumber: number
  readonly attempt: number
  readonly state: MediaJobState
  readonly failure: string | null
  readonly copies: number
  readonly createdAt: Date
  readonly updatedAt: Date
  /** When the site first reported each step, in order of time. */
  readonly steps: readonly { readonly step: string; readonly at: Date }[]
  /** `expected` is null until the job is released and its discs are known. */
  readonly discs: { readonly expected: number | null; readonly made: number; readonly failed: number }
}

/** Every job of an order, retries included, by line and attempt. Three statements. */
export async function jobsOfOrder(tx: Tx, orderId: string): Promise<JobProgress[]> {
  const jobs = await jobsOfOrderId(tx, orderId)
  const ids = jobs.map(({ id }) => id)
  const reports = await reportsOf(tx, ids)
  const discs = await discsOf(tx, ids)
  return jobs.map((job) => {
    const steps = new Map<string, Date>()
    for (const { jobId, step, at } of reports) if (jobId === job.id && !steps.has(step)) steps.set(step, at)
    const outcomes = discs.filter(({ jobId }) => jobId === job.id).map(({ outcome }) => outcome)
    const { id: jobId, reference, orderLineId, lineNumber, attempt, state, failure, copies, createdAt, updatedAt } = job
    return {
      jobId,
      reference,
      orderLineId,
      lineNumber,
      attempt,
      state,
      failure,
      copies,
      createdAt,
      updatedAt,
      steps: [...steps].map(([step, at]) => ({ step, at })),
      discs: {
        expected: job.manifest === null ? null : job.manifest.discs.length * copies,
        made: outcomes.filter((outcome) => outcome === 'made').length,
        failed: outcomes.filter((outcome) => outcome !== 'made').length,
      },
    }
  })
}
