import { startedSyncAnswer, syncRunsAnswer } from '../answers.ts'
import { handOver, signInAtPortal } from '../portal-visit.ts'
import { check, type Stage, type Step } from '../stage.ts'
import { until } from '../until.ts'

/** The first sync brings in who may sign on at all; then staff start another one and see that it changes nothing. */
export const sync: Step = {
  title: 'Sync the platform',
  run: async (stage) => {
    const staff = await until(stage.clock, 'the first sync lets staff sign on', () => signOnStaff(stage, 'oscar'))
    stage.people.set('operations', staff)
    const finance = await signOnStaff(stage, 'fiona')
    check(finance !== null, 'finance cannot sign on')
    stage.people.set('finance', finance)
    const runs = `${stage.store}/api/admin/sync-runs`
    const { runId } = await staff.ask(startedSyncAnswer, 'POST', runs, { mode: 'full' })
    const run = await until(stage.clock, 'the sync is published', async () =>
      (await staff.ask(syncRunsAnswer, 'GET', runs)).items.find(
        ({ id, state }) => id === runId && state === 'published',
      ),
    )
    const kinds = Object.entries(run.report?.kinds ?? {}).filter(([, { read }]) => read > 0)
    check(kinds.length > 3, 'the sync read next to nothing')
    return kinds.map(([kind, { read }]) => `${read} ${kind}`).join(', ')
  },
}

async function signOnStaff(stage: Stage, name: string) {
  const visitor = await signInAtPortal(stage.portal, `${name}@paintworks.example`)
  await handOver(visitor, stage.portal, { entry: 'admin' })
  const answer = await visitor.tell('GET', `${stage.store}/api/admin/sync-runs`)
  return answer.status === 200 ? visitor : null
}
