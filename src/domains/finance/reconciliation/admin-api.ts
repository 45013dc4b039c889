import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { dateOf } from '../../../kernel/local-date.ts'
import { NotFound, problemSchema } from '../../../platform/http/answer/problems.ts'
import { audit } from '../../../platform/http/operations/audit.ts'
import { staffOf } from '../../../platform/http/request/caller.ts'
import { pageOf } from '../../../platform/http/request/paging.ts'
import { balances, chartAccount, linesBetween } from '../../money/ledger/index.ts'
import { payoutSheet } from './payout-sheet.ts'
import { type MatchDeps, runMatch } from './run-match.ts'
import * as schemas from './schemas.ts'
import * as store from './store.ts'
import { firstDay, todayOf } from './today.ts'

const tags = ['finance']
const read = { access: 'staff' } as const
const runParams = z.strictObject({ runId: z.string().max(100) })

/** Finance's day, the match, payouts taken apart and the ledger. */
export function registerFinanceApi(app: FastifyInstance, deps: MatchDeps): void {
  registerMatch(app, deps)
  registerBooks(app, deps)
}

function registerMatch(app: FastifyInstance, deps: MatchDeps): void {
  const { db, clock } = deps
  const routes = app.withTypeProvider<ZodTypeProvider>()

  routes.post(
    '/api/admin/finance/match-runs',
    {
      config: { access: 'staff:finance' },
      schema: {
        tags,
        operationId: 'runMatch',
        summary: 'Match the orders of these days with money, rights and parcels now',
        body: schemas.matchRequestSchema,
        response: { 201: schemas.matchRunSchema, 400: problemSchema },
      },
    },
    async (request, reply) => {
      const run = await runMatch(deps, request.body)
      const { userName } = staffOf(request)
      await db.transaction((tx) =>
        audit(tx, { at: clock.now(), actor: userName, action: 'match.run', subject: run.id, detail: request.body }),
      )
      return reply.code(201).send(run)
    },
  )

  routes.get(
    '/api/admin/finance/match-runs/latest',
    {
      config: read,
      schema: {
        tags,
        operationId: 'viewLatestMatch',
        summary: 'The match that was run last',
        response: { 200: schemas.matchRunSchema },
      },
    },
    async () => {
      const run = await store.latestRun(db)
      if (!run) throw new NotFound('match run')
      return run
    },
  )

  routes.get(
    '/api/admin/finance/match-runs/:runId/rows',
    {
      config: read,
      schema: {
        tags,
        operationId: 'listMatchRows',
        summary: 'Order lines of a match with money, right and parcel; by cause, or with `any` cause',
        params: runParams,
        querystring: schemas.rowQuerySchema,
        response: { 200: pageOf(schemas.matchRowSchema) },
      },
    },
    async (request) => {
      const { items, nextCursor } = await store.rowsOf(db, await runIdOf(deps, request.params), request.query)
      return { items: [...items], nextCursor }
    },
  )

  routes.get(
    '/api/admin/finance/match-runs/:runId/facts',
    {
      config: read,
      schema: {
        tags,
        operationId: 'listMatchFacts',
        summary: 'Money, rights and postings of a match that fit no order',
        params: runParams,
        querystring: schemas.rowQuerySchema,
        response: { 200: pageOf(schemas.matchFactSchema) },
      },
    },
    async (request) => {
      const { items, nextCursor } = await store.factsOf(db, await runIdOf(deps, request.params), request.query)
      return { items: [...items], nextCursor }
    },
  )
}

function registerBooks(app: FastifyInstance, { db, clock }: MatchDeps): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()

  routes.get(
    '/api/admin/finance/today',
    {
      config: read,
      schema: {
        tags,
        operationId: 'viewToday',
        summary: 'Cash in transit, open invoices by age, unmatched by cause, revenue by obligation',
        response: { 200: schemas.todaySchema },
      },
    },
    async () => db.transaction((tx) => todayOf(tx, clock.now())),
  )

  routes.get(
    '/api/admin/finance/payouts/:payoutId',
    {
      config: read,
      schema: {
        tags,
        operationId: 'viewPayout',
        summary: 'One payout against order lines, fees, refunds and disputes, with what fits none of them',
        params: z.strictObject({ payoutId: z.string().max(100) }),
        response: { 200: schemas.payoutSheetSchema },
      },
    },
    async (request) => db.transaction((tx) => payoutSheet(tx, request.params.payoutId)),
  )

  routes.get(
    '/api/admin/finance/ledger',
    {
      config: read,
      schema: {
        tags,
        operationId: 'listPostings',
        summary: 'The journal of a range of days, both included',
        querystring: schemas.ledgerQuerySchema,
        response: { 200: schemas.ledgerPageSchema },
      },
    },
    async (request) => {
      const { from = firstDay, through = dateOf(clock.now()), account, cursor, limit } = request.query
      const page = await linesBetween(db, {
        fromDay: from,
        throughDay: through,
        limit,
        ...(account === undefined ? {} : { account }),
        ...(cursor === undefined ? {} : { cursor }),
      })
      const items = page.items.map(({ money, orderLineId, obligation, ...row }) => {
        const { glCode } = chartAccount(row.account)
        return { ...row, ...money, glCode, orderLineId, obligation }
      })
      return { items, nextCursor: page.nextCursor }
    },
  )

  routes.get(
    '/api/admin/finance/balances',
    {
      config: read,
      schema: {
        tags,
        operationId: 'listBalances',
        summary: 'Balance of each account and currency at the end of a day, today if none is given',
        querystring: schemas.balancesQuerySchema,
        response: { 200: schemas.balancesSchema },
      },
    },
    async (request) => {
      const found = await balances(db, { throughDay: request.query.through ?? dateOf(clock.now()) })
      return {
        items: found.map(({ account, glCode, debit, credit, balance }) => ({
          account,
          glCode,
          name: chartAccount(account).name,
          currency: balance.currency,
          debitMinor: debit.minor,
          creditMinor: credit.minor,
          balanceMinor: balance.minor,
        })),
      }
    },
  )
}

async function runIdOf({ db }: MatchDeps, { runId }: { readonly runId: string }): Promise<string> {
  if (!(await store.findMatchRun(db, runId))) throw new NotFound('match run')
  return runId
}
