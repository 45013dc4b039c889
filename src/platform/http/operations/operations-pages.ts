import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type PgBoss from 'pg-boss'
import { z } from 'zod'
import type { Clock } from '../../../kernel/clock.ts'
import type { Db } from '../../db/db.ts'
import { deadLetters, queueDepth } from '../../queue/dead-letters.ts'
import { auditLine, idsIn } from '../pages/audit-words.ts'
import { sendPage } from '../pages/views.ts'
import { staffOf } from '../request/caller.ts'
import { seeOther } from '../request/forms.ts'
import type { PartHealth } from './part-health.ts'
import { recentAudit, replay } from './queue-admin-api.ts'

interface OperationsDeps {
  readonly db: Db
  readonly boss: PgBoss
  readonly clock: Clock
  /** The partners and machines of the store, worst first or in any order. */
  readonly health: () => Promise<readonly PartHealth[]>
  /** What ids are called by people; one without a name is missing. */
  readonly namesOf: (ids: readonly string[]) => Promise<ReadonlyMap<string, string>>
}

/** Health, dead letters and the audit trail. */
export function registerOperationsPages(app: FastifyInstance, deps: OperationsDeps): void {
  const pages = app.withTypeProvider<ZodTypeProvider>()
  const staff = { config: { access: 'staff' as const }, schema: { hide: true } }

  pages.get('/admin', staff, async (request, reply) => {
    const [parts, queue] = await Promise.all([deps.health(), queueDepth(deps.db)])
    return sendPage(request, reply, 'operations/health', {
      title: 'Health',
      section: 'health',
      wide: true,
      parts,
      queue,
      checkedAt: deps.clock.now(),
    })
  })

  pages.get('/admin/dead-letters', staff, async (request, reply) =>
    sendPage(request, reply, 'operations/dead-letters', {
      title: 'Dead letters',
      section: 'dead',
      wide: true,
      letters: await deadLetters(deps.db),
      mayReplay: staffOf(request).roles.includes('operations'),
    }),
  )

  pages.post(
    '/admin/dead-letters/:jobId/replay',
    { config: { access: 'staff:operations' }, schema: { hide: true, params: z.object({ jobId: z.uuid() }) } },
    async (request, reply) => {
      await replay(deps, staffOf(request).userName, request.params.jobId)
      return seeOther(reply, '/admin/dead-letters')
    },
  )

  pages.get('/admin/audit', staff, async (request, reply) => {
    const entries = await recentAudit(deps.db)
    const names = await deps.namesOf(idsIn(entries))
    return sendPage(request, reply, 'operations/audit', {
      title: 'Audit',
      section: 'audit',
      wide: true,
      entries: entries.map(({ at, actor, ...entry }) => ({ at, actor, ...auditLine(entry, names) })),
    })
  })
}
