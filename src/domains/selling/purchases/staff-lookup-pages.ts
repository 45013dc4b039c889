import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { dateOf } from '../../../kernel/local-date.ts'
import { NotFound } from '../../../platform/http/answer/problems.ts'
import { sendPage } from '../../../platform/http/pages/views.ts'
import { staffOf } from '../../../platform/http/request/caller.ts'
import { partnerKeySchema } from '../../../platform/http/request/partner-key.ts'
import { heldRights, listChains } from '../../entitlements/rights/index.ts'
import { adminOrders, type OrderDeps } from '../../fulfilment/orders/index.ts'
import {
  accountsMatching,
  companyMembersOf,
  findAccount,
  findMember,
  membershipsOf,
  membersMatching,
  parentsOf,
  signOnsOf,
} from '../../people/accounts/index.ts'
import { chainSentence, findItem, itemsMatching, viewRules } from '../../shop/catalog/index.ts'
import { listsNaming, pricesOfItem } from '../../shop/pricing/index.ts'
import { quotesPage } from '../quotes/index.ts'

const shown = 50
const latest = 10
const rightsShown = 200
const staff = { config: { access: 'staff' as const } }
const query = z.object({
  q: z
    .string()
    .max(100)
    .default('')
    .transform((text) => text.replaceAll('\0', ' ').trim()),
})

/** What staff look up: an account, a person, an item, each with all that hangs on it and the way to change it. */
export function registerStaffLookupPages(app: FastifyInstance, deps: Pick<OrderDeps, 'db' | 'clock'>): void {
  const pages = app.withTypeProvider<ZodTypeProvider>()
  const { db, clock } = deps

  pages.get('/admin/accounts', { ...staff, schema: { hide: true, querystring: query } }, async (request, reply) => {
    const { q } = request.query
    return sendPage(request, reply, 'selling/purchases/staff-accounts', {
      title: 'Accounts and people',
      section: 'accounts',
      wide: true,
      q,
      shown,
      accounts: await accountsMatching(db, q, shown),
      members: q === '' ? [] : await membersMatching(db, q, shown),
    })
  })

  pages.get(
    '/admin/accounts/:accountId',
    { ...staff, schema: { hide: true, params: z.object({ accountId: partnerKeySchema }) } },
    async (request, reply) => {
      const { accountId } = request.params
      const account = await findAccount(db, accountId)
      if (!account) throw new NotFound('account')
      const today = dateOf(clock.now())
      const rights = await heldRights(db, accountId, today)
      return sendPage(request, reply, 'selling/purchases/staff-account', {
        title: account.name,
        section: 'accounts',
        wide: true,
        account,
        parents: await parentsOf(db, accountId),
        members: await companyMembersOf(db, accountId),
        rights: rights.slice(0, rightsShown),
        rightCount: rights.length,
        orders: await adminOrders(deps, { accountId, limit: latest }),
        quotes: await quotesPage(deps, { search: accountId, limit: latest }),
        prices: await listsNaming(db, account, today),
        maySell: staffOf(request).roles.includes('catalog'),
      })
    },
  )

  pages.get(
    '/admin/members/:userName',
    { ...staff, schema: { hide: true, params: z.object({ userName: partnerKeySchema }) } },
    async (request, reply) => {
      const member = await findMember(db, request.params.userName)
      if (!member) throw new NotFound('member')
      const { userName } = member
      return sendPage(request, reply, 'selling/purchases/staff-member', {
        title: `${member.firstName} ${member.lastName}`.trim() || userName,
        section: 'accounts',
        wide: true,
        member,
        places: await membershipsOf(db, userName),
        signOns: await signOnsOf(db, userName, latest),
        orders: await adminOrders(deps, { placedBy: userName, limit: latest }),
      })
    },
  )

  pages.get('/admin/items', { ...staff, schema: { hide: true, querystring: query } }, async (request, reply) => {
    const { q } = request.query
    return sendPage(request, reply, 'selling/purchases/staff-items', {
      title: 'Items',
      section: 'items',
      wide: true,
      q,
      shown,
      items: await itemsMatching(db, q, shown),
    })
  })

  pages.get(
    '/admin/items/:partNumber',
    { ...staff, schema: { hide: true, params: z.object({ partNumber: partnerKeySchema }) } },
    async (request, reply) => {
      const { partNumber } = request.params
      const item = await findItem(db, partNumber)
      if (!item) throw new NotFound('item')
      const today = dateOf(clock.now())
      const touches = ({ name, version }: { readonly name: string; readonly version: string | null }) =>
        name === item.productName && (version === null || version === item.productVersion)
      const chains = (await listChains(db)).filter(({ from, to }) => touches(from) || touches(to))
      return sendPage(request, reply, 'selling/purchases/staff-item', {
        title: item.title,
        section: 'items',
        wide: true,
        item,
        rules: (await viewRules(db, partNumber)).rules,
        prices: await pricesOfItem(db, partNumber, today),
        chains: chains.map((chain) => ({ id: chain.id, sentence: chainSentence(chain, today) })),
      })
    },
  )
}
