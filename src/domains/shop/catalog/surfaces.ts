import type { FastifyInstance } from 'fastify'
import { registerChainsApi } from './chains-api.ts'
import { registerChainPages } from './chains-pages.ts'
import type { ChainDeps } from './change-chains.ts'
import { type MediaOfferDeps, registerMediaOffers } from './media-offers-api.ts'
import { registerItemRulesApi } from './rules-api.ts'
import { registerItemRulesPages } from './rules-pages.ts'
import { registerTitleMissPages } from './title-misses-pages.ts'

/** API and pages of the room. */
export function catalogSurfaces(app: FastifyInstance, deps: ChainDeps & MediaOfferDeps): void {
  registerChainsApi(app, deps)
  registerItemRulesApi(app, deps)
  registerMediaOffers(app, deps)
  registerTitleMissPages(app, deps)
  registerChainPages(app, deps)
  registerItemRulesPages(app, deps)
}
