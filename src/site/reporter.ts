import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type SiteJob, type SiteReport, siteReportSchema } from '../domains/fulfilment/production/site-contract.ts'
import type { Clock } from '../kernel/clock.ts'
import { derivedId } from '../kernel/ids.ts'
import { memory } from './job-folder.ts'
import type { StoreClient } from './store-client.ts'

type WithoutFrame<Report> = Report extends unknown ? Omit<Report, 'reportId' | 'at'> : never
type ReportContent = WithoutFrame<SiteReport>

export interface Reporter {
  /**
   * Reports a step. The report is kept on disk before it is sent, so that a repeat after a kill is the same report with
   * the same id, whatever `content` would say by then.
   */
  reportOnce(step: SiteReport['step'], content: () => ReportContent | Promise<ReportContent>): Promise<void>
  /** Progress: not kept; the same content has the same id. */
  report(content: ReportContent): Promise<void>
  /** The step was reported, or its report is on disk and on its way. */
  has(step: SiteReport['step']): Promise<boolean>
  /** Sends what an earlier run left behind. @returns whether there was such a report */
  resend(step: SiteReport['step']): Promise<boolean>
}

export function createReporter(store: StoreClient, clock: Clock, job: SiteJob, jobFolder: string): Reporter {
  const kept = (step: SiteReport['step']) => memory(join(jobFolder, `report-${step}.json`), siteReportSchema)
  const framed = (content: ReportContent): SiteReport =>
    siteReportSchema.parse({
      ...content,
      reportId: derivedId('rep', job.jobId, content.step, JSON.stringify(content)),
      at: clock.now().toISOString(),
    })

  async function resend(step: SiteReport['step']): Promise<boolean> {
    const report = await kept(step).read()
    if (report !== null) await store.report(job.jobId, report)
    return report !== null
  }

  return {
    async reportOnce(step, content) {
      await mkdir(jobFolder, { recursive: true })
      if ((await kept(step).read()) === null) await kept(step).write(framed(await content()))
      await resend(step)
    },
    async report(content) {
      await store.report(job.jobId, framed(content))
    },
    has: async (step) => (await kept(step).read()) !== null,
    resend,
  }
}
