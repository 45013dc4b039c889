import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { refreshRights } from '../../../../src/domains/entitlements/rights/effective-rights.ts'
import {
  entitlementLines,
  maintenanceLines,
  platformPartNumbers,
  productRelations,
  products,
} from '../../../../src/domains/entitlements/rights/tables.ts'
import { accountParents, accounts } from '../../../../src/domains/people/accounts/tables.ts'
import { watchPrices } from '../../../../src/domains/selling/carts/watch-prices.ts'
import { publishCatalog } from '../../../../src/domains/shop/catalog/index.ts'
import { registerPriceListsApi } from '../../../../src/domains/shop/pricing/price-lists-api.ts'
import { registerStorefrontAdminApi } from '../../../../src/domains/shop/storefront/admin-api.ts'
import { registerCatalogApi } from '../../../../src/domains/shop/storefront/api.ts'
import type { Clock } from '../../../../src/kernel/clock.ts'
import { localDate } from '../../../../src/kernel/local-date.ts'
import type { Db } from '../../../../src/platform/db/db.ts'
import { problemOf, sendProblem } from '../../../../src/platform/http/answer/problems.ts'
import { guardAccess } from '../../../../src/platform/http/request/access-guard.ts'
import type { Caller } from '../../../../src/platform/http/request/caller.ts'
import { createLog } from '../../../../src/platform/log/log.ts'

export const publishedAt = new Date('2026-06-15T03:00:00Z')
const synced = { rowHash: 'h', removedAt: null }

/** Rows as a sync would leave them; says only what matters to the catalog. */
export function mirror(db: Db) {
  return {
    account: (accountId: string, some: Partial<typeof accounts.$inferInsert> = {}) =>
      db.insert(accounts).values({
        accountId,
        name: accountId,
        accountType: 'customer',
        platformType: 'CUSTOMER',
        partnerTier: null,
        currency: 'EUR',
        address: null,
        attributes: {},
        ...synced,
        ...some,
      }),
    parent: (accountId: string, parentAccountId: string) =>
      db.insert(accountParents).values({ accountId, parentAccountId }),
    product: (name: string, version: string, some: Partial<typeof products.$inferInsert> = {}) =>
      db.insert(products).values({
        name,
        version,
        kind: 'product',
        platformId: `${name}-${version}`,
        description: '',
        state: 'DEPLOYED',
        productLine: null,
        attributes: { storeCategory: 'base' },
        ...synced,
        ...some,
      }),
    part: (partNumber: string, product: readonly [name: string, version: string] | null, description = partNumber) =>
      db.insert(platformPartNumbers).values({
        partNumber,
        description,
        productName: product?.[0] ?? null,
        productVersion: product?.[1] ?? null,
        ...synced,
      }),
    relation: (from: readonly [string, string], relation: string, to: readonly [string, string]) =>
      db.insert(productRelations).values({
        fromName: from[0],
        fromVersion: from[1],
        toName: to[0],
        toVersion: to[1],
        relation,
        ...synced,
      }),
    line: (
      activationId: string,
      accountId: string,
      [productName, productVersion]: readonly [string, string],
      some: Partial<typeof entitlementLines.$inferInsert> = {},
    ) =>
      db.insert(entitlementLines).values({
        activationId,
        entitlementId: `ent-${activationId}`,
        accountId,
        entitlementState: 'DEPLOYED',
        state: 'DEPLOYED',
        productName,
        productVersion,
        partNumber: null,
        quantity: 5,
        remainingQuantity: 5,
        startDate: localDate('2025-01-01'),
        expirationDate: null,
        permanent: true,
        orderId: `SO-${activationId}`,
        orderLineNumber: '1',
        parentActivationId: null,
        ...synced,
        ...some,
      }),
    maintenance: (
      activationId: string,
      coveredActivationIds: string[],
      some: Partial<typeof maintenanceLines.$inferInsert> = {},
    ) =>
      db.insert(maintenanceLines).values({
        activationId,
        entitlementId: `ent-${activationId}`,
        state: 'DEPLOYED',
        productName: 'Care',
        productVersion: '1',
        partNumber: null,
        startDate: localDate('2025-01-01'),
        expirationDate: localDate('2026-12-31'),
        permanent: false,
        orderId: null,
        orderLineNumber: null,
        coveredActivationIds,
        ...synced,
        ...some,
      }),
    publish: () =>
      db.transaction(async (tx) => {
        await refreshRights(tx, { at: publishedAt, mode: 'full' })
        return publishCatalog(tx, { at: publishedAt })
      }),
  }
}

export const alarmMail = 'operators@store.example'

/** The routes of catalog and prices, called by whoever `caller` says. */
export async function catalogApp(
  { db, clock }: { db: Db; clock: Clock },
  caller: (request: FastifyRequest) => Caller | Promise<Caller>,
): Promise<FastifyInstance> {
  const app = fastify()
  const alarms = { log: createLog({ level: 'silent' }), alarmMail, publicUrl: () => 'http://127.0.0.1' }
  const deps = { db, clock, ...alarms }
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler((error, request, reply) => sendProblem(reply, problemOf(error, request)))
  guardAccess(app, { authenticate: async (request) => caller(request), origin: () => 'http://127.0.0.1' })
  await app.register(async (scope) => {
    await registerCatalogApi(scope, deps)
    await registerStorefrontAdminApi(scope, deps)
    registerPriceListsApi(scope, { ...deps, watchOffers: watchPrices })
  })
  return app
}

export const memberOfAccount = (accountId: string): Caller => ({
  kind: 'member',
  sessionId: 's',
  accountId,
  userName: 'someone@example.com',
  roles: [],
  companyRole: 'buyer',
})
export const staff: Caller = { kind: 'staff', sessionId: 's', accountId: 'V', userName: 'staff', roles: ['readOnly'] }
