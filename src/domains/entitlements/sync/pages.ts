import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { NotFound } from '../../../platform/http/answer/problems.ts'
import { audit } from '../../../platform/http/operations/audit.ts'
import { sendPage } from '../../../platform/http/pages/views.ts'
import { staffOf } from '../../../platform/http/request/caller.ts'
import { emptyForm, fieldsOf, rejectedForm, seeOther } from '../../../platform/http/request/forms.ts'
import { pushAgain } from '../push/index.ts'
import { decideDryRun } from './decide-dry-run.ts'
import { type DecideHeldDeps, decideHeldRemovals } from './decide-held.ts'
import { dryRunReportOf } from './dry-run-report.ts'
import { heldCounts, heldOf } from './held-removals.ts'
import { quarantined } from './quarantine.ts'
import { paceOf } from './reading-pace.ts'
import { requestSync } from './run-sync.ts'
import { progressOf } from './sync-staging.ts'
import { syncSteps } from './sync-steps.ts'
import { findRun, type ListedRun, recentRuns, rowsOfLastFull, type SyncRun } from './sync-store.ts'

const runsShown = 50
const heldShown = 200

/** Sync runs, and writing to the platform once more. */
export function registerSyncPages(app: FastifyInstance, deps: DecideHeldDeps): void {
  const pages = app.withTypeProvider<ZodTypeProvider>()
  const staff = { config: { access: 'staff' as const } }
  const operations = { config: { access: 'staff:operations' as const } }

  pages.get('/admin/sync', { ...staff, schema: { hide: true } }, async (request, reply) =>
    sendPage(request, reply, 'entitlements/sync/sync-runs', {
      title: 'Sync',
      section: 'sync',
      wide: true,
      form: emptyForm(),
      runs: (await recentRuns(deps.db, runsShown)).map(viewOf),
      quarantine: await quarantined(deps.db, heldShown),
      mayStart: staffOf(request).roles.includes('operations'),
    }),
  )

  pages.post('/admin/sync', { ...operations, schema: { hide: true } }, async (request, reply) => {
    const { userName } = staffOf(request)
    const fields = fieldsOf(request)
    const mode = fields['mode'] === 'incremental' ? 'incremental' : 'full'
    const asked = { mode, dryRun: fields['dryRun'] === 'yes' } as const
    try {
      const runId = await requestSync(deps, { ...asked, trigger: userName })
      await deps.db.transaction((tx) =>
        audit(tx, { at: deps.clock.now(), actor: userName, action: 'sync.start', subject: runId, detail: asked }),
      )
      return seeOther(reply, `/admin/sync/${runId}`)
    } catch (error) {
      return sendPage(request, reply, 'entitlements/sync/sync-runs', {
        title: 'Sync',
        section: 'sync',
        wide: true,
        status: 409,
        form: rejectedForm(fields, error),
        runs: (await recentRuns(deps.db, runsShown)).map(viewOf),
        quarantine: await quarantined(deps.db, heldShown),
        mayStart: true,
      })
    }
  })

  pages.get(
    '/admin/sync/:runId',
    { ...staff, schema: { hide: true, params: z.object({ runId: z.string().max(60) }) } },
    async (request, reply) => {
      const run = await findRun(deps.db, request.params.runId)
      if (!run) throw new NotFound('sync run')
      return sendPage(request, reply, 'entitlements/sync/sync-run', {
        title: 'Sync run',
        section: 'sync',
        wide: true,
        run: viewOf(run),
        dryRunReport: dryRunReportOf(run),
        progress: await readingOf(deps, run),
        quarantine: await quarantined(deps.db, heldShown),
        heldCounts: await heldCounts(deps.db, run.id),
        heldRows: await heldOf(deps.db, run.id, { after: undefined, limit: heldShown }),
        mayDecide: staffOf(request).roles.includes('operations'),
        checkedAt: deps.clock.now(),
      })
    },
  )

  for (const [verb, state] of [
    ['apply', 'applied'],
    ['reject', 'rejected'],
  ] as const)
    pages.post(
      `/admin/sync/:runId/held/${verb}`,
      { ...operations, schema: { hide: true, params: z.object({ runId: z.string().max(60) }) } },
      async (request, reply) => {
        const { runId } = request.params
        if (!(await findRun(deps.db, runId))) throw new NotFound('sync run')
        await decideHeldRemovals(deps, { runId, state, by: staffOf(request).userName })
        return seeOther(reply, `/admin/sync/${runId}`)
      },
    )

  for (const decision of ['publish', 'discard'] as const)
    pages.post(
      `/admin/sync/:runId/${decision}`,
      { ...operations, schema: { hide: true, params: z.object({ runId: z.string().max(60) }) } },
      async (request, reply) => {
        const { runId } = request.params
        if (!(await findRun(deps.db, runId))) throw new NotFound('sync run')
        await decideDryRun(deps, { runId, decision, by: staffOf(request).userName })
        return seeOther(reply, `/admin/sync/${runId}`)
      },
    )

  pages.post(
    '/admin/orders/:orderId/push',
    { ...operations, schema: { hide: true, params: z.object({ orderId: z.string().max(60) }) } },
    async (request, reply) => {
      await pushAgain(deps, staffOf(request).userName, request.params.orderId)
      return seeOther(reply, `/admin/orders/${request.params.orderId}`)
    },
  )
}

/** How far an open run has read, how fast, and how long the rest takes if it is as much as last time. */
async function readingOf({ db }: DecideHeldDeps, run: SyncRun) {
  const steps = await progressOf(db, run.id)
  const rows = steps.reduce((sum, step) => sum + step.rows, 0)
  const [first] = steps
  const last = steps.at(-1)
  const seconds = first && last ? (last.updatedAt.getTime() - first.startedAt.getTime()) / 1000 : 0
  const expectedRows = run.mode === 'full' ? await rowsOfLastFull(db) : null
  const isRead = steps.length === syncSteps.length && steps.every(({ nextPage }) => nextPage === 0)
  return { steps, rows, expectedRows, isRead, ...paceOf({ rows, before: 0, seconds, expectedRows }) }
}

function viewOf<Run extends ListedRun>(run: Run) {
  const kinds = Object.entries(run.report?.kinds ?? {})
  const total = (name: 'read' | 'added' | 'changed' | 'removed' | 'held') =>
    kinds.reduce((sum, [, counts]) => sum + counts[name], 0)
  const isOpen = run.state === 'reading' || run.state === 'publishing'
  const seconds = run.finishedAt === null ? null : (run.finishedAt.getTime() - run.startedAt.getTime()) / 1000
  return {
    ...run,
    kinds,
    isOpen,
    seconds,
    total: { read: total('read'), added: total('added'), changed: total('changed'), removed: total('removed') },
    held: total('held'),
  }
}
