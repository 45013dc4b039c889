import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { addDays, dateOf, isLocalDate, localDate } from '../../../kernel/local-date.ts'
import { audit } from '../../../platform/http/operations/audit.ts'
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
import { pageQuerySchema } from '../../../platform/http/request/paging.ts'
import { chart, chartAccount, isLedgerAccount, type LedgerAccount } from '../../money/ledger/index.ts'
import { payoutPage } from '../../money/payments/index.ts'
import { causeCodes, causes } from './causes.ts'
import { ledgerPage } from './ledger-page.ts'
import { payoutSheet } from './payout-sheet.ts'
import { type MatchDeps, runMatch } from './run-match.ts'
import { matchRequestSchema } from './schemas.ts'
import { factsOf, latestRun, rowsOf } from './store.ts'
import { firstDay, todayOf } from './today.ts'

const factsShown = 100
/** As many days as the match looks back over when nothing else is said. */
const matchedDays = 45

const blank = z.literal('').transform(() => undefined)
const matchQuerySchema = pageQuerySchema.extend({ cause: z.union([blank, z.enum(['any', ...causeCodes])]).optional() })
const dayOrNone = (refusal: string) =>
  z
    .string()
    .refine((text) => text === '' || isLocalDate(text), refusal)
    .transform((text) => (text === '' ? undefined : localDate(text)))

/** The form of the ledger, as it was typed or linked; what of it cannot be read is told at its field. */
const ledgerQuerySchema = pageQuerySchema.extend({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  from: z.string().default(''),
  through: z.string().default(''),
  account: z.string().default(''),
})
const ledgerFormSchema = z.object({
  from: dayOrNone('Give the first day as a date of the calendar'),
  through: dayOrNone('Give the last day as a date of the calendar'),
  account: z.union(
    [blank, z.custom<LedgerAccount>((text) => isLedgerAccount(String(text)))],
    'Choose an account of the list',
  ),
})

/** Finance's day: every figure opens its rows. */
export function registerFinancePages(app: FastifyInstance, deps: MatchDeps): void {
  const { db, clock } = deps
  const pages = app.withTypeProvider<ZodTypeProvider>()
  const staff = { config: { access: 'staff' as const } }

  pages.get('/admin/finance', { ...staff, schema: { hide: true } }, async (request, reply) => {
    const today = await db.transaction((tx) => todayOf(tx, clock.now()))
    return sendPage(request, reply, 'finance/reconciliation/today', {
      title: 'Finance today',
      section: 'finance',
      wide: true,
      today,
      pageOf: pageOfRows,
    })
  })

  pages.get(
    '/admin/finance/match',
    { ...staff, schema: { hide: true, querystring: matchQuerySchema } },
    async (request, reply) => sendMatch(request, reply, emptyForm(defaultDays()), 200, request.query),
  )

  pages.post(
    '/admin/finance/match',
    { config: { access: 'staff:finance' }, schema: { hide: true } },
    async (request, reply) => {
      const fields = fieldsOf(request)
      const parsed = matchRequestSchema.safeParse({ from: fields['from'] ?? '', through: fields['through'] ?? '' })
      if (!parsed.success) return sendMatch(request, reply, refusedForm(fields, parsed.error), 400)
      try {
        const run = await runMatch(deps, parsed.data)
        const { userName } = staffOf(request)
        await db.transaction((tx) =>
          audit(tx, { at: clock.now(), actor: userName, action: 'match.run', subject: run.id, detail: parsed.data }),
        )
      } catch (error) {
        return sendMatch(request, reply, rejectedForm(fields, error), 409)
      }
      return seeOther(reply, '/admin/finance/match')
    },
  )

  pages.get(
    '/admin/finance/payouts',
    { ...staff, schema: { hide: true, querystring: pageQuerySchema } },
    async (request, reply) =>
      sendPage(request, reply, 'finance/reconciliation/payouts', {
        title: 'Payouts',
        section: 'payouts',
        wide: true,
        payouts: await payoutPage(db, request.query),
        isFirst: request.query.cursor === undefined,
      }),
  )

  pages.get(
    '/admin/finance/payouts/:payoutId',
    { ...staff, schema: { hide: true, params: z.object({ payoutId: z.string().max(100) }) } },
    async (request, reply) => {
      const sheet = await db.transaction((tx) => payoutSheet(tx, request.params.payoutId))
      return sendPage(request, reply, 'finance/reconciliation/payout', {
        title: 'Payout',
        section: 'payouts',
        wide: true,
        sheet,
      })
    },
  )

  pages.get(
    '/admin/finance/ledger',
    { ...staff, schema: { hide: true, querystring: ledgerQuerySchema } },
    async (request, reply) => {
      const { cursor, limit, ...fields } = request.query
      const page = {
        title: 'Ledger',
        section: 'ledger',
        wide: true,
        chart,
        chartAccount,
        isFirst: cursor === undefined,
      }
      const parsed = ledgerFormSchema.safeParse(fields)
      if (!parsed.success) {
        const form = refusedForm(fields, parsed.error)
        return sendPage(request, reply, 'finance/reconciliation/ledger', { ...page, form, status: 400 })
      }
      const { from, account } = parsed.data
      const throughDay = parsed.data.through ?? dateOf(clock.now())
      const found = await ledgerPage(db, {
        fromDay: from ?? firstDay,
        throughDay,
        limit,
        ...(account === undefined ? {} : { account }),
        ...(cursor === undefined ? {} : { cursor }),
      })
      return sendPage(request, reply, 'finance/reconciliation/ledger', {
        ...page,
        ...found,
        form: emptyForm({ ...fields, through: throughDay }),
        from,
        throughDay,
        account: account ?? '',
      })
    },
  )

  async function sendMatch(
    request: FastifyRequest,
    reply: FastifyReply,
    form: FormState,
    status = 200,
    query: z.infer<typeof matchQuerySchema> = { limit: 50 },
  ): Promise<FastifyReply> {
    const run = await latestRun(db)
    return sendPage(request, reply, 'finance/reconciliation/match', {
      title: 'Match',
      section: 'match',
      wide: true,
      run,
      form,
      status,
      causes,
      cause: query.cause ?? '',
      rows: run === null ? null : await rowsOf(db, run.id, query),
      facts: run === null ? null : await factsOf(db, run.id, { cause: query.cause, limit: factsShown }),
      isFirst: query.cursor === undefined,
      mayRun: staffOf(request).roles.includes('finance'),
    })
  }

  function defaultDays(): Record<string, string> {
    const through = dateOf(clock.now())
    return { from: addDays(through, 1 - matchedDays), through }
  }
}

/** The page that shows the rows of an address of the API. */
function pageOfRows(address: string): string {
  const query = address.split('?')[1] ?? ''
  return address.startsWith('/api/admin/finance/match-runs/')
    ? `/admin/finance/match?${query}`
    : `/admin/finance/ledger?${query}`
}
