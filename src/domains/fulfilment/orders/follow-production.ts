import { counted } from '../../../kernel/words.ts'
import { type JobProgress, jobsOfOrder } from '../production/index.ts'
import type { OrderDeps } from './deps.ts'
import { type LineMove, lineTransitions } from './line-state.ts'
import * as store from './store.ts'

/** Brings a media line to what its newest job is now; the message only says "look". May run in any order. */
export async function followProduction(
  deps: Pick<OrderDeps, 'db' | 'clock'>,
  changed: { readonly orderId: string; readonly orderLineId: string },
): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const jobs = (await jobsOfOrder(tx, changed.orderId)).filter((job) => job.orderLineId === changed.orderLineId)
    const job = jobs.at(-1)
    const line = await store.lockLine(tx, changed.orderLineId)
    if (!job || !line) return
    const at = deps.clock.now()
    await store.addEvent(tx, {
      // One line of the timeline for each state that a job reaches, however often it is announced.
      id: `evt_${job.jobId}_${job.state}`,
      orderId: changed.orderId,
      at,
      kind: `production-${job.state}`,
      actor: 'production',
      sentence: sentenceOf(line, job),
    })
    const to = lineTransitions[line.state][moveOf(job)]
    if (to === undefined || to === line.state) return
    await store.moveLine(tx, { id: line.id, from: line.state, to, failure: job.failure, at })
  })
}

function moveOf({ state }: JobProgress): LineMove {
  if (state === 'made') return 'finishProduction'
  return state === 'failed' || state === 'expired' || state === 'cancelled' ? 'failProduction' : 'produce'
}

function sentenceOf(line: store.OrderLine, job: JobProgress): string {
  const name = `Line ${line.lineNumber}, job ${job.reference}`
  if (job.state === 'made') return `${name}: ${counted(job.discs.made, 'disc')} made.`
  return job.failure === null ? `${name} is ${job.state}.` : `${name} is ${job.state}: ${job.failure}.`
}
