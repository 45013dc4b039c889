import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { dateOf } from '../../../kernel/local-date.ts'
import { sendPage } from '../../../platform/http/pages/views.ts'
import { staffOf } from '../../../platform/http/request/caller.ts'
import { emptyForm, rejectedForm, seeOther } from '../../../platform/http/request/forms.ts'
import { listChains } from '../../entitlements/rights/index.ts'
import { chainSentence } from './chain-sentence.ts'
import { type ChainDeps, openEarlyShip } from './change-chains.ts'

/** Chains in sentences, and the one step that opens an early ship or takes it back. */
export function registerChainPages(app: FastifyInstance, deps: ChainDeps): void {
  const pages = app.withTypeProvider<ZodTypeProvider>()

  async function show(request: FastifyRequest, reply: FastifyReply, form = emptyForm()) {
    const today = dateOf(deps.clock.now())
    return sendPage(request, reply, 'shop/catalog/chains', {
      title: 'Product chains',
      section: 'chains',
      wide: true,
      ...(form.code === null ? {} : { status: 409 }),
      form,
      mayChange: staffOf(request).roles.includes('catalog'),
      chains: (await listChains(deps.db)).map((chain) => ({
        ...chain,
        sentence: chainSentence(chain, today),
        isOpen: chain.generalFrom !== null && chain.generalFrom <= today,
      })),
    })
  }

  pages.get('/admin/chains', { config: { access: 'staff' }, schema: { hide: true } }, (request, reply) =>
    show(request, reply),
  )

  for (const [verb, open] of [
    ['open', true],
    ['take-back', false],
  ] as const)
    pages.post(
      `/admin/chains/:chainId/${verb}`,
      {
        config: { access: 'staff:catalog' },
        schema: { hide: true, params: z.object({ chainId: z.string().min(1).max(100) }) },
      },
      async (request, reply) => {
        try {
          await openEarlyShip(deps, { chainId: request.params.chainId, open, actor: staffOf(request).userName })
          return seeOther(reply, '/admin/chains')
        } catch (error) {
          return show(request, reply, rejectedForm({}, error))
        }
      },
    )
}
