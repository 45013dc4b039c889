import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Clock } from '../../kernel/clock.ts'
import type { Db } from '../../platform/db/db.ts'
import { audit } from '../../platform/http/audit.ts'
import { staffOf } from '../../platform/http/caller.ts'
import { emptyForm, fieldsOf, rejectedForm, seeOther } from '../../platform/http/forms.ts'
import { NotFound } from '../../platform/http/problems.ts'
import { sendPage } from '../../platform/http/views.ts'
import { pushAgain } from './push-again.ts'
import { requestSync } from './run-sync.ts'
import { findRun, recentRuns, type SyncRun } from './sync-store.ts'

const runsShown = 50

/** Sync runs, and writing to the platform once more. */
export function registerEntitlementPages(app: FastifyInstance, deps: { readonly db: Db; readonly clock: Clock }): void {
  const pages = app.withTypeProvider<ZodTypeProvider>()
  const staff = { config: { access: 'staff' as const } }
  const operations = { config: { access: 'staff:operations' as const } }

  pages.get('/admin/sync', { ...staff, schema: { hide: true } }, async (request, reply) =>
    sendPage(request, reply, 'entitlements/sync-runs', {
      title: 'Sync',
      section: 'sync',
      wide: true,
      form: emptyForm(),
      runs: (await recentRuns(deps.db, runsShown)).map(viewOf),
      mayStart: staffOf(request).roles.includes('operations'),
    }),
  )

  pages.post('/admin/sync', { ...operations, schema: { hide: true } }, async (request, reply) => {
    const { userName } = staffOf(request)
    const mode = fieldsOf(request)['mode'] === 'incremental' ? 'incremental' : 'full'
    try {
      const runId = await requestSync(deps, { mode, trigger: userName })
      await deps.db.transaction((tx) =>
        audit(tx, { at: deps.clock.now(), actor: userName, action: 'sync.start', subject: runId }),
      )
      return seeOther(reply, `/admin/sync/${runId}`)
    } catch (error) {
      return sendPage(request, reply, 'entitlements/sync-runs', {
        title: 'Sync',
        section: 'sync',
        wide: true,
        status: 409,
        form: rejectedForm({}, error),
        runs: (await recentRuns(deps.db, runsShown)).map(viewOf),
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
      return sendPage(request, reply, 'entitlements/sync-run', {
        title: 'Sync run',
        section: 'sync',
        wide: true,
        run: viewOf(run),
        checkedAt: deps.clock.now(),
      })
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

function viewOf(run: SyncRun) {
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
