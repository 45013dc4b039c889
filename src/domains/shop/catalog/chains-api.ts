import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { dateOf } from '../../../kernel/local-date.ts'
import { problemSchema } from '../../../platform/http/answer/problems.ts'
import { staffOf } from '../../../platform/http/request/caller.ts'
import { chainSchema, listChains } from '../../entitlements/rights/index.ts'
import { chainSentence } from './chain-sentence.ts'
import { type ChainDeps, openEarlyShip, saveChains, takeAwayChain } from './change-chains.ts'

const tags = ['staff: catalog']
const refusals = { 400: problemSchema, 401: problemSchema, 403: problemSchema, 404: problemSchema, 409: problemSchema }
const changedSchema = z.object({ chains: z.number().int(), itemsChanged: z.number().int() })
const params = z.object({ chainId: z.string().min(1).max(100) })
const chainsAtOnce = 10_000

const listedChainSchema = z
  .object({
    id: z.string(),
    from: z.object({ name: z.string(), version: z.string().nullable() }),
    to: z.object({ name: z.string(), version: z.string() }),
    grants: z.enum(['update', 'upgrade', 'hidden']),
    validator: z.enum(['subscription', 'maintenance', 'warranty']),
    warrantyDays: z.number().int().nullable(),
    cohort: z.array(z.string()),
    generalFrom: z.string().nullable(),
    releasedOn: z.string().nullable(),
    isDeployed: z.boolean(),
    sentence: z.string(),
  })
  .meta({ id: 'ListedChain' })

/** Product chains, for staff. What changes here counts at once, without a sync. */
export function registerChainsApi(app: FastifyInstance, deps: ChainDeps): void {
  const api = app.withTypeProvider<ZodTypeProvider>()
  const catalog = { config: { access: 'staff:catalog' as const } }

  api.get(
    '/api/admin/product-chains',
    {
      config: { access: 'staff' },
      schema: {
        tags,
        operationId: 'listChains',
        summary: "The store's product chains, by id, each in a sentence",
        response: { 200: z.object({ items: z.array(listedChainSchema) }), ...refusals },
      },
    },
    async () => {
      const today = dateOf(deps.clock.now())
      const chains = await listChains(deps.db)
      return {
        items: chains.map((chain) => ({ ...chain, cohort: [...chain.cohort], sentence: chainSentence(chain, today) })),
      }
    },
  )

  api.put(
    '/api/admin/product-chains',
    {
      ...catalog,
      bodyLimit: 8 * 1024 * 1024,
      schema: {
        tags,
        operationId: 'saveChains',
        summary: 'Add or replace product chains by id, all or none',
        body: z.strictObject({ chains: z.array(chainSchema).min(1).max(chainsAtOnce) }),
        response: { 200: changedSchema, ...refusals },
      },
    },
    async (request) => saveChains(deps, request.body.chains, staffOf(request).userName),
  )

  api.delete(
    '/api/admin/product-chains/:chainId',
    {
      ...catalog,
      schema: {
        tags,
        operationId: 'removeChain',
        summary: 'Take a product chain away',
        params,
        response: { 200: changedSchema, ...refusals },
      },
    },
    async (request) => takeAwayChain(deps, request.params.chainId, staffOf(request).userName),
  )

  const steps = [
    { verb: 'open', open: true, operationId: 'openEarlyShip', summary: 'Open an early ship to every eligible account' },
    { verb: 'take-back', open: false, operationId: 'takeBackEarlyShip', summary: 'Take a release back to its cohort' },
  ] as const
  for (const { verb, open, operationId, summary } of steps)
    api.post(
      `/api/admin/product-chains/:chainId/${verb}`,
      { ...catalog, schema: { tags, operationId, summary, params, response: { 200: changedSchema, ...refusals } } },
      async (request) =>
        openEarlyShip(deps, { chainId: request.params.chainId, open, actor: staffOf(request).userName }),
    )
}
