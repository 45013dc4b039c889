import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { PartnerFailure } from '../../../kernel/partner-failure.ts'
import { NotFound, problemSchema } from '../../../platform/http/answer/problems.ts'
import { audit } from '../../../platform/http/operations/audit.ts'
import { staffOf } from '../../../platform/http/request/caller.ts'
import type { PlatformReader } from '../rights/index.ts'
import type { DecideHeldDeps } from './decide-held.ts'
import { registerDryRunApi } from './dry-run-api.ts'
import { dryRunReportOf, dryRunReportSchema } from './dry-run-report.ts'
import { registerHeldRemovals } from './held-api.ts'
import { type QuarantinedRow, quarantined } from './quarantine.ts'
import { requestSync } from './run-sync.ts'
import { findRun, type ListedRun, recentRuns } from './sync-store.ts'

const refusals = { 400: problemSchema, 401: problemSchema, 403: problemSchema, 404: problemSchema, 409: problemSchema }
const counts = z.object({
  read: z.number(),
  added: z.number(),
  changed: z.number(),
  removed: z.number(),
  held: z.number(),
})
export const syncRunSchema = z
  .object({
    id: z.string(),
    mode: z.enum(['full', 'incremental']),
    trigger: z.string(),
    state: z.enum(['reading', 'dryRun', 'publishing', 'published', 'discarded', 'failed']),
    startedAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().nullable(),
    /** True: it stops before it publishes, and says what publishing would do. */
    dryRun: z.boolean(),
    report: z
      .object({
        kinds: z.record(z.string(), counts),
        unsellable: z.array(z.string()),
        reasons: z.array(z.string()),
        /** Rows that cannot be read, by kind. */
        quarantined: z.record(z.string(), z.number()),
      })
      .nullable(),
    error: z.string().nullable(),
  })
  .meta({ id: 'SyncRun' })
const viewedRunSchema = syncRunSchema
  .extend({
    dryRunReport: dryRunReportSchema.nullable(),
    /** What waits now because it cannot be read; of the last published run, the longest first. */
    quarantine: z.array(
      z.object({
        kind: z.string(),
        key: z.string().nullable(),
        place: z.string(),
        reason: z.string(),
        runId: z.string(),
        firstSeenAt: z.iso.datetime(),
        lastSeenAt: z.iso.datetime(),
      }),
    ),
  })
  .meta({ id: 'ViewedSyncRun' })
/** Sync runs, for staff. */
export function registerSyncAdminApi(
  app: FastifyInstance,
  deps: DecideHeldDeps & { readonly platform: PlatformReader },
): void {
  const api = app.withTypeProvider<ZodTypeProvider>()
  const tags = ['staff: platform']
  api.get(
    '/api/admin/sync-runs',
    {
      config: { access: 'staff' },
      schema: {
        tags,
        operationId: 'listSyncRuns',
        summary: 'Sync runs, newest first',
        response: { 200: z.object({ items: z.array(syncRunSchema) }), ...refusals },
      },
    },
    async () => ({ items: (await recentRuns(deps.db, 50)).map(runView) }),
  )
  api.get(
    '/api/admin/sync-runs/:runId',
    {
      config: { access: 'staff' },
      schema: {
        tags,
        operationId: 'viewSyncRun',
        summary: 'A sync run with its report and its dry run',
        params: z.object({ runId: z.string().max(60) }),
        response: { 200: viewedRunSchema, ...refusals },
      },
    },
    async (request) => {
      const run = await findRun(deps.db, request.params.runId)
      if (!run) throw new NotFound('sync run')
      return {
        ...runView(run),
        dryRunReport: dryRunReportOf(run),
        quarantine: (await quarantined(deps.db, 500)).map(oddView),
      }
    },
  )
  api.post(
    '/api/admin/sync-runs',
    {
      config: { access: 'staff:operations' },
      schema: {
        tags,
        operationId: 'startSync',
        summary: 'Start a sync, or take up the one that was interrupted',
        body: z.strictObject({
          mode: z.enum(['full', 'incremental']).default('full'),
          /** True: publish nothing, and say what publishing would do. */
          dryRun: z.boolean().default(false),
        }),
        response: { 202: z.object({ runId: z.string() }), ...refusals },
      },
    },
    async (request, reply) => {
      const { userName } = staffOf(request)
      const runId = await requestSync(deps, { ...request.body, trigger: userName })
      await deps.db.transaction((tx) =>
        audit(tx, {
          at: deps.clock.now(),
          actor: userName,
          action: 'sync.start',
          subject: runId,
          detail: request.body,
        }),
      )
      return reply.code(202).send({ runId })
    },
  )
  registerHeldRemovals(app, deps)
  registerDryRunApi(app, deps)
  api.get(
    '/api/admin/partners/platform',
    {
      config: { access: 'staff' },
      schema: {
        tags,
        operationId: 'pingPlatform',
        summary: 'Whether the entitlement platform answers',
        response: { 200: z.object({ answers: z.boolean(), reason: z.string().nullable() }), ...refusals },
      },
    },
    async () =>
      deps.platform.ping().then(
        () => ({ answers: true, reason: null }),
        (error: unknown) => ({ answers: false, reason: error instanceof PartnerFailure ? error.message : 'unknown' }),
      ),
  )
}

function runView(run: ListedRun): z.infer<typeof syncRunSchema> {
  const { id, mode, trigger, state, startedAt, finishedAt, dryRun, report, error } = run
  return {
    id,
    mode,
    trigger,
    state,
    dryRun,
    error,
    startedAt: startedAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
    report: report && {
      kinds: { ...report.kinds },
      unsellable: [...report.unsellable],
      reasons: [...(report.reasons ?? [])],
      quarantined: { ...report.quarantined },
    },
  }
}

function oddView({ key, hasKey, firstSeenAt, lastSeenAt, ...row }: QuarantinedRow) {
  const shown = { firstSeenAt: firstSeenAt.toISOString(), lastSeenAt: lastSeenAt.toISOString() }
  return { ...row, ...shown, key: hasKey ? key.replaceAll('\u001f', ' ') : null }
}
