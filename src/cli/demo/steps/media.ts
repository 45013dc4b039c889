import { counted } from '../../../kernel/words.ts'
import { mediaJobAnswer, mediaJobsAnswer, orderAnswer } from '../answers.ts'
import { check, orderOf, person, type Stage, type Step } from '../stage.ts'
import { until } from '../until.ts'

export const media: Step = {
  title: 'Make the discs',
  run: async (stage) => {
    const made = []
    for (const name of ['freeKit', 'card'] as const) made.push(await finished(stage, orderOf(stage, name).id))
    return made.join('; ')
  },
}

/** Waits until the order's discs are made, each of them. @returns the job in words */
export async function finished(stage: Stage, orderId: string): Promise<string> {
  const staff = person(stage, 'operations')
  const jobs = `${stage.store}/api/admin/media-jobs`
  const job = await until(stage.clock, 'the discs are made', async () => {
    const { items } = await staff.ask(mediaJobsAnswer, 'GET', jobs)
    const listed = items.find((item) => item.orderId === orderId)
    if (!listed) return null
    const found = await staff.ask(mediaJobAnswer, 'GET', `${jobs}/${listed.jobId}`)
    check(found.state !== 'failed' && found.state !== 'expired', `${found.reference} ${found.state}: ${found.failure}`)
    return found.state === 'made' && found
  })
  const discs = job.discs.map(
    ({ discNumber, copy, outcome, serial }) => `disc ${discNumber}.${copy} ${outcome} ${serial}`,
  )
  check(job.discs.length > 0 && job.discs.every(({ outcome }) => outcome === 'made'), discs.join(', '))
  await until(stage.clock, 'the order says so', async () => {
    const order = await staff
      .ask(orderAnswer.pick({ lines: true }), 'GET', `${stage.store}/api/admin/orders/${orderId}`)
      .catch(() => null)
    return order === null || order.lines.every(({ production }) => production === null || production.state === 'made')
  })
  const files = job.manifest?.discs.flatMap((disc) => disc.files).length ?? 0
  return `${job.reference} at ${job.siteId}: ${counted(files, 'file')} verified, ${discs.join(', ').trim()}`
}
