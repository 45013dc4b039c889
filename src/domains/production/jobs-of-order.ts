import { z } from 'zod'
import type { Tx } from '../../platform/db/db.ts'
import { mediaJobStateSchema } from './events.ts'
import { discsOf, jobsOfOrderId, reportsOf } from './store.ts'

/** How far the production of an order line is, for the people who wait for it. */
export const jobProgressSchema = z.object({
  jobId: z.string(),
  reference: z.string(),
  orderLineId: z.string(),
  lineNumber: z.number().int(),
  attempt: z.number().int(),
  state: mediaJobStateSchema,
  failure: z.string().nullable(),
  copies: z.number().int(),
  createdAt: z.date(),
  updatedAt: z.date(),
  /** When the site first reported each step, in order of time. */
  steps: z.array(z.object({ step: z.string(), at: z.date() })),
  /** `expected` is null until the job is released and its discs are known. */
  discs: z.object({ expected: z.number().int().nullable(), made: z.number().int(), failed: z.number().int() }),
})
export type JobProgress = z.infer<typeof jobProgressSchema>

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
      ...{ jobId, reference, orderLineId, lineNumber, attempt, state, failure, copies, createdAt, updatedAt },
      steps: [...steps].map(([step, at]) => ({ step, at })),
      discs: {
        expected: job.manifest === null ? null : job.manifest.discs.length * copies,
        made: outcomes.filter((outcome) => outcome === 'made').length,
        failed: outcomes.filter((outcome) => outcome !== 'made').length,
      },
    }
  })
}
