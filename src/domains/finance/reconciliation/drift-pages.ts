import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Clock } from '../../../kernel/clock.ts'
import type { Db } from '../../../platform/db/db.ts'
import { sendPage } from '../../../platform/http/pages/views.ts'
import { staffOf } from '../../../platform/http/request/caller.ts'
import {
  emptyForm,
  type FormState,
  fieldsOf,
  refusedForm,
  rejectedForm,
  seeOther,
} from '../../../platform/http/request/forms.ts'
import { cursorSchema } from '../../../platform/http/request/paging.ts'
import { undeliveredNow } from '../../entitlements/rights/index.ts'
import { driftRowsKept } from '../../entitlements/sync/index.ts'
import { grantSchema } from './drift-schemas.ts'
import { driftFindings, driftNow, unsellablePartNumbers } from './drift-view.ts'
import { markAsGrant, takeBackGrant } from './grant-rights.ts'
import { rightsPage } from './rights-store.ts'

const address = '/admin/finance/drift'
const limit = 50
const undeliveredShown = 200
const cursor = cursorSchema.optional().catch(undefined)
/** Each list has its own place. */
const querySchema = z.object({ findings: cursor, parts: cursor, rights: cursor, grants: cursor })

/** What differs between store and platform, what cannot be sold, and what nobody ordered. */
export function registerDriftPages(app: FastifyInstance, deps: { readonly db: Db; readonly clock: Clock }): void {
  const { db } = deps
  const pages = app.withTypeProvider<ZodTypeProvider>()
  const finance = { config: { access: 'staff:finance' as const }, schema: { hide: true } }

  pages.get(
    address,
    { config: { access: 'staff' }, schema: { hide: true, querystring: querySchema } },
    async (request, reply) => sendDrift(request, reply, { query: request.query, form: emptyForm(), status: 200 }),
  )

  pages.post(`${address}/grants`, finance, async (request, reply) => {
    const fields = fieldsOf(request)
    const parsed = grantSchema.safeParse({ reason: fields['reason'] ?? '' })
    if (!parsed.success)
      return sendDrift(request, reply, { query: {}, form: refusedForm(fields, parsed.error), status: 400 })
    const activationId = fields['activationId'] ?? ''
    await markAsGrant(deps, { activationId, reason: parsed.data.reason, by: staffOf(request).userName })
    return seeOther(reply, `${address}#grants`)
  })

  pages.post(`${address}/grants/take-back`, finance, async (request, reply) => {
    const fields = fieldsOf(request)
    try {
      await takeBackGrant(deps, { activationId: fields['activationId'] ?? '', by: staffOf(request).userName })
    } catch (error) {
      return sendDrift(request, reply, { query: {}, form: rejectedForm(fields, error), status: 409 })
    }
    return seeOther(reply, `${address}#rights`)
  })

  async function driftAndQuarantine() {
    const drift = await driftNow(db)
    return { drift, quarantine: drift.quarantine }
  }

  async function sendDrift(
    request: FastifyRequest,
    reply: FastifyReply,
    { query, form, status }: { query: z.infer<typeof querySchema>; form: FormState; status: number },
  ): Promise<FastifyReply> {
    return sendPage(request, reply, 'finance/reconciliation/drift', {
      title: 'Drift',
      section: 'drift',
      wide: true,
      form,
      status,
      query,
      address,
      driftRowsKept,
      ...(await driftAndQuarantine()),
      findings: await driftFindings(db, { cursor: query.findings, limit }),
      parts: await unsellablePartNumbers(db, { cursor: query.parts, limit }),
      undelivered: await undeliveredNow(db, undeliveredShown),
      rights: await rightsPage(db, { granted: false, cursor: query.rights, limit }),
      grants: await rightsPage(db, { granted: true, cursor: query.grants, limit }),
      mayGrant: staffOf(request).roles.includes('finance'),
    })
  }
}
