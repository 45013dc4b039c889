import { eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import { parentLinks, pushLines } from '../../src/domains/entitlements/push/tables.ts'
import { heldRemovals, syncRuns } from '../../src/domains/entitlements/sync/tables.ts'
import { rightsWithoutOrder } from '../../src/domains/finance/reconciliation/tables.ts'
import { defineSite } from '../../src/domains/fulfilment/production/index.ts'
import { heldIdentities } from '../../src/domains/people/identity/tables.ts'
import { systemClock } from '../../src/kernel/clock.ts'
import { dateOf } from '../../src/kernel/local-date.ts'
import { defineJob, enqueue } from '../../src/platform/queue/jobs.ts'
import {
  type ApiRequest,
  allTokens,
  type CallerName,
  callApi,
  handOffOf,
  stripeSignature,
  tokenOf,
} from './api-callers.ts'
import type { Box } from './box.ts'
import { type Operation, pathOf } from './document.ts'
import { orderFor } from './partner-orders.ts'
import { namePartner } from './sales.ts'
import { salesOperations } from './sales-operations.ts'
import { dublin, goodCard } from './shopping.ts'

export interface PreparedCall {
  readonly caller: CallerName
  readonly status: number
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  /** Instead of the caller's usual token. */
  readonly token?: string | null
}

/** The call as a request of whoever has the token. */
export function requestOf(operation: Operation, call: PreparedCall, token: string | null): ApiRequest {
  const query = call.query === undefined ? '' : `?${new URLSearchParams(call.query)}`
  return {
    method: operation.method,
    path: `${pathOf(operation, call.params)}${query}`,
    token: call.token === undefined ? token : call.token,
    ...(call.headers ? { headers: call.headers } : {}),
    ...(call.body === undefined ? {} : { body: call.body }),
  }
}

/** By operation id; a function where a call is about what an earlier one left. */
export type PreparedCalls = Readonly<Record<string, PreparedCall | (() => Promise<PreparedCall>)>>

const id = z.object({ id: z.string() })
const mediaJob = z.object({ jobId: z.string(), orderId: z.string(), state: z.string() })
const deadOnArrival = defineJob({ name: 'nobody.listens', payload: z.object({}), lane: 'short', retries: 0 })
const corkToken = 'the token of the site in Cork'

/**
 * Buys, makes and pays what the calls are about, over the API and by the queue, and says how to call each operation so
 * that it succeeds. The calls change the world: each is good once, in the order of the table.
 */
export async function prepareOperations(box: Box): Promise<PreparedCalls> {
  const { db } = box.store.deps
  const tokens = await allTokens(box)
  const ask = async <Schema extends z.ZodType>(
    schema: Schema,
    caller: CallerName,
    [method, path]: readonly [string, string],
    body?: unknown,
  ): Promise<z.infer<Schema>> => {
    const answer = await callApi(box, { method, path, token: tokens[caller], body })
    if (answer.status >= 400) throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text}`)
    return schema.parse(answer.json)
  }
  const addToCart = (partNumber: string) =>
    ask(z.object({ lines: z.array(id) }), 'alice', ['POST', '/api/cart/lines'], { partNumber, downloadDeclined: true })
  const pricedCartId = async () => (await ask(id, 'alice', ['POST', '/api/priced-carts'], { shipTo: dublin })).id
  const jobOf = async (orderId: string) => {
    const { items } = await ask(z.object({ items: z.array(mediaJob) }), 'oscar', ['GET', '/api/admin/media-jobs'])
    return items.find((job) => job.orderId === orderId)
  }
  const freeKit = (requestKey: string) => ({
    partNumber: 'KIT-PAINT-PRO-2',
    downloadDeclined: true,
    shipTo: dublin,
    requestKey: `operations-${requestKey}`,
  })
  const waitingJob = async (requestKey: string) => {
    const order = await ask(id, 'alice', ['POST', '/api/kit-orders'], freeKit(requestKey))
    await box.drain()
    return (await jobOf(order.id))?.jobId ?? ''
  }

  await addToCart('KIT-BRUSH-14')
  await addToCart('TEXTURES-2-LIC')
  const { order } = await ask(z.object({ order: id }), 'alice', ['POST', '/api/orders'], {
    pricedCartId: await pricedCartId(),
    method: 'purchaseOrder',
    purchaseOrderNumber: 'PO-OPERATIONS-1',
  })
  await addToCart('BOOK-PAINT-LIGHT')
  const { paymentId, redirectUrl } = await ask(
    z.object({ paymentId: z.string(), redirectUrl: z.string() }),
    'alice',
    ['POST', '/api/orders'],
    { pricedCartId: await pricedCartId(), method: 'card' },
  )
  await fetch(redirectUrl, { method: 'POST', body: new URLSearchParams({ card: goodCard }) })
  const checked = z.object({ orderId: z.string().nullable() })
  await box.workUntil(async () => {
    const paid = await ask(checked, 'alice', ['POST', `/api/payments/${paymentId}/check`])
    return paid.orderId !== null && (await jobOf(order.id))?.state === 'made'
  })
  const { jobId: madeJob = '' } = (await jobOf(order.id)) ?? {}
  await namePartner(box, 'CANVAS', 'ACME')
  const forAcme = await orderFor(box, 'dieter', 'ACME', {
    partNumbers: ['SKETCH-5-LIC'],
    purchaseOrderNumber: 'PO-OPERATIONS-FOR-ACME',
  })
  await box.drain()
  const payoutId = id.parse(box.cards.payOut()[0]).id
  const [reported, failed, rerouted, cancelled] = [
    await waitingJob('reported'),
    await waitingJob('failed'),
    await waitingJob('rerouted'),
    await waitingJob('cancelled'),
  ]
  await ask(z.unknown(), 'site', ['POST', `/api/site/jobs/${failed}/reports`], {
    reportId: 'rep_failed',
    at: systemClock.now().toISOString(),
    step: 'failed',
    message: 'no space',
    cause: 'no-space',
    discs: [],
  })
  await db.transaction(async (tx) => {
    await defineSite(tx, { id: 'cork', name: 'Cork', media: ['DVD'], token: corkToken })
    await enqueue(tx, deadOnArrival, {})
  })
  for (const runId of ['syn_held_1', 'syn_held_2']) {
    const at = new Date('2026-01-01T00:00:00Z')
    await db.insert(syncRuns).values({ id: runId, mode: 'full', trigger: 'test', state: 'published', startedAt: at })
    await db.insert(heldRemovals).values({ runId, kind: 'entitlementLines', key: runId, label: 'ACME', state: 'held' })
  }
  for (const id of ['idn_link', 'idn_reject']) {
    const seenAt = new Date('2026-01-01T00:00:00Z')
    await db.insert(heldIdentities).values({
      id,
      way: 'oidc',
      issuer: 'https://login.example',
      subject: id,
      email: 'alice@acme.example',
      state: 'held',
      firstSeenAt: seenAt,
      lastSeenAt: seenAt,
    })
  }
  await db.insert(rightsWithoutOrder).values({
    activationId: 'ACT-GIFT',
    position: 1,
    granted: false,
    obligation: 'licence',
    entitlementId: 'ENT-GIFT',
    quantity: 1,
  })
  const decidingDryRun = async (runId: string): Promise<PreparedCall> => {
    const open = inArray(syncRuns.state, ['reading', 'dryRun', 'publishing'])
    await db.update(syncRuns).set({ state: 'discarded' }).where(open)
    const startedAt = new Date('2026-01-02T00:00:00Z')
    await db.insert(syncRuns).values({ id: runId, mode: 'full', trigger: 'test', state: 'dryRun', startedAt })
    return { caller: 'oscar', status: 202, params: { runId } }
  }
  const [pushed] = await db.select().from(pushLines).where(eq(pushLines.orderId, order.id))
  const linked = pushed?.activationId ?? ''
  await db
    .insert(parentLinks)
    .values({ activationId: linked, orderId: order.id, state: 'refused', attempts: 3, updatedAt: systemClock.now() })
  const asCork = { authorization: `Bearer ${corkToken}` }
  await callApi(box, { method: 'POST', path: '/api/site/check-in', headers: asCork, body: checkIn })
  await box.drain()

  const today = dateOf(systemClock.now())
  const some = (caller: CallerName, more: Omit<PreparedCall, 'caller' | 'status'> = {}): PreparedCall => ({
    caller,
    status: 200,
    ...more,
  })
  const event = JSON.stringify({
    id: 'evt_operations',
    object: 'event',
    api_version: '2026-10-28.endive',
    created: 1,
    livemode: false,
    pending_webhooks: 1,
    request: null,
    type: 'customer.created',
    data: { object: { id: 'cus_1', object: 'customer' } },
  })
  return {
    checkLiveness: some('nobody'),
    checkReadiness: some('nobody'),
    signOn: async () => ({ caller: 'nobody', status: 201, body: { token: await handOffOf(box, 'beth') } }),
    viewSession: some('alice'),
    listOwnAccounts: some('alice'),
    switchAccount: async () => ({
      caller: 'alice',
      status: 201,
      token: await tokenOf(box, 'alice'),
      body: { accountId: 'ACME' },
    }),
    listHeldIdentities: some('reid'),
    linkIdentity: some('oscar', { params: { identityId: 'idn_link' }, body: { userName: 'alice@acme.example' } }),
    rejectIdentity: some('oscar', { params: { identityId: 'idn_reject' } }),
    undoIdentity: some('oscar', { params: { identityId: 'idn_reject' } }),
    signOff: async () => ({ caller: 'alice', status: 204, token: await tokenOf(box, 'alice') }),

    listItems: some('alice', { query: { limit: '3', q: 'paint' } }),
    countItems: some('alice', { query: { q: 'paint', category: 'seat' } }),
    suggestItems: some('alice', { query: { q: 'pai' } }),
    listItemGroups: some('alice', { query: { limit: '2' } }),
    viewItem: some('alice', { params: { partNumber: 'COLOUR-LAB-LIC' }, query: { quantity: '10' } }),
    explainItem: some('alice', { params: { partNumber: 'COLOUR-LAB-LIC' } }),
    viewItemRules: some('reid', { params: { partNumber: 'BOOK-PAINT-LIGHT' } }),
    saveItemRules: some('carla', {
      params: { partNumber: 'BOOK-PAINT-LIGHT' },
      body: { requiresAnyOf: ['Paint Pro', 'Paintworks Suite'], maxPerAccount: 100 },
    }),
    viewKitOfTitle: some('alice', { params: { partnerProductId: 'PAINT_PRO_2_1' } }),

    addToCart: { caller: 'alice', status: 201, body: { partNumber: 'BOOK-PAINT-LIGHT', quantity: 2 } },
    viewCart: some('alice'),
    changeCartLine: async () => {
      const lineId = (await addToCart('TEXTURES-2-LIC')).lines[0]?.id ?? ''
      return some('alice', { params: { lineId }, body: { quantity: 3 } })
    },
    removeCartLine: async () => {
      const lineId = (await addToCart('KIT-BRUSH-14')).lines.at(-1)?.id ?? ''
      return some('alice', { params: { lineId } })
    },
    chooseEndCustomer: some('rosa', { body: { accountId: 'BRIGHT' } }),
    priceCart: { caller: 'alice', status: 201, body: { shipTo: dublin, currency: 'EUR' } },
    placeOrder: async () => ({
      caller: 'alice',
      status: 201,
      body: { pricedCartId: await pricedCartId(), method: 'purchaseOrder', purchaseOrderNumber: 'PO-OPERATIONS-2' },
    }),
    orderFreeKit: { caller: 'alice', status: 201, body: freeKit('last') },
    listOrders: some('alice'),
    viewOrder: some('alice', { params: { orderId: order.id } }),
    downloadReceipt: some('alice', { params: { orderId: order.id } }),
    viewKitOffer: some('alice', { params: { partnerProductId: 'PAINT_PRO_2_1' } }),
    viewPricedCart: async () => {
      await addToCart('TEXTURES-2-LIC')
      return some('alice', { params: { pricedCartId: await pricedCartId() } })
    },
    listOrderEvents: some('alice', { params: { orderId: order.id } }),
    listCustomers: some('rosa', { query: { search: 'BRIGHT' } }),
    checkPayment: some('alice', { params: { paymentId } }),
    ...salesOperations(box),
    listProducts: some('alice', { query: { q: 'paint', maintenance: 'maintained' } }),
    listOrdersElsewhere: some('alice'),
    listOrdersForYou: some('alice'),
    viewOrderForYou: some('alice', { params: { orderId: forAcme.id } }),
    chooseCoTerm: some('alice', { body: { through: null } }),
    listMediaOffers: some('reid'),
    switchMediaOffer: some('carla', { params: { partNumber: 'KIT-PARTNER-SHOWCASE' }, body: { offered: false } }),
    viewKitsAvoided: some('reid'),
    listRedirectRules: some('reid'),
    defineRedirectRule: { caller: 'oscar', status: 201, body: elsewhere('vendor') },
    removeRedirectRule: async () => {
      const rule = await ask(id, 'oscar', ['POST', '/api/admin/redirect-rules'], elsewhere('distributor'))
      return { caller: 'oscar', status: 204, params: { ruleId: rule.id } }
    },
    listDownloads: some('alice', { params: { activationId: 'ACT-ACME-PAINT' } }),
    downloadFile: async () => {
      const { packages } = await ask(
        z.object({
          packages: z.array(z.object({ packageId: z.string(), files: z.array(z.object({ fileId: z.string() })) })),
        }),
        'alice',
        ['GET', '/api/products/ACT-ACME-PAINT/downloads'],
      )
      const { packageId = '', files = [] } = packages[0] ?? {}
      const params = { activationId: 'ACT-ACME-PAINT', packageId, fileId: files[0]?.fileId ?? '' }
      return { caller: 'alice', status: 303, params }
    },

    receiveStripeEvent: some('nobody', { body: event, headers: { 'stripe-signature': stripeSignature(box, event) } }),

    listMembers: some('alice'),
    inviteMember: {
      caller: 'alice',
      status: 201,
      body: { email: 'carol@acme.example', firstName: 'Carol', lastName: 'Cole', role: 'buyer' },
    },
    listInvitations: some('alice'),
    withdrawInvitation: async () => {
      const { items } = await ask(z.object({ items: z.array(id) }), 'alice', ['GET', '/api/company/invitations'])
      return { caller: 'alice', status: 204, params: { invitationId: items[0]?.id ?? '' } }
    },
    changeMemberRole: {
      caller: 'alice',
      status: 204,
      params: { userName: 'vera@acme.example' },
      body: { role: 'viewer' },
    },
    listApprovalRules: some('vera'),
    listOwnLimits: some('vera'),
    addApprovalRule: { caller: 'alice', status: 201, body: { overMinor: 0 } },
    listApprovals: some('alice'),
    viewApproval: async () => some('bob', { params: { requestId: await asksFor('PO-WAITS-1') } }),
    rejectApproval: async () =>
      some('bob', { params: { requestId: await asksFor('PO-WAITS-2') }, body: { reason: 'too much' } }),
    withdrawApproval: async () => some('alice', { params: { requestId: await asksFor('PO-WAITS-3') } }),
    releaseApproval: async () => {
      const requestId = await asksFor('PO-WAITS-4')
      return some('bob', { params: { requestId }, body: { expectedTotalMinor: 1_000_000_000 } })
    },
    payApproval: async () => {
      const requestId = await asksFor(null)
      const body = { expectedTotalMinor: 1_000_000_000 }
      await ask(z.unknown(), 'bob', ['POST', `/api/approvals/${requestId}/release`], body)
      return { caller: 'alice', status: 201, params: { requestId } }
    },
    dropApprovalRule: async () => {
      const { items } = await ask(z.object({ items: z.array(id) }), 'alice', ['GET', '/api/company/approval-rules'])
      return { caller: 'alice', status: 204, params: { ruleId: items[0]?.id ?? '' } }
    },
    allowOwnApproval: { caller: 'alice', status: 204, body: { ownApprovalAllowed: true } },
    limitSpending: {
      caller: 'alice',
      status: 204,
      params: { userName: 'vera@acme.example' },
      body: { period: 'month', limitMinor: 0 },
    },
    listSpendingLimits: some('alice'),
    removeMember: { caller: 'alice', status: 204, params: { userName: 'vera@acme.example' } },
    nameAdministrator: some('oscar', { params: { accountId: 'BRIGHT', userName: 'beth@bright.example' } }),

    listCompanyPartners: some('alice'),
    grantPartner: { caller: 'alice', status: 204, params: { partnerAccountId: 'CANVAS' } },
    withdrawPartner: { caller: 'alice', status: 204, params: { partnerAccountId: 'CANVAS' } },
    askCustomer: { caller: 'rosa', status: 202, body: { customerAccountId: 'ACME' } },
    listCustomerInvitations: some('rosa'),
    declinePartner: { caller: 'alice', status: 204, params: { partnerAccountId: 'PIXEL' } },
    namePartner: { caller: 'carla', status: 204, params: { partnerAccountId: 'CANVAS', customerAccountId: 'NOVA' } },
    listPartnerConsents: some('reid'),
    endPartner: { caller: 'carla', status: 204, params: { partnerAccountId: 'CANVAS', customerAccountId: 'NOVA' } },

    listSiteJobs: some('site'),
    fetchSiteFile: async () => {
      const { jobs } = await ask(
        z.object({
          jobs: z.array(
            z.object({
              manifest: z.object({ discs: z.array(z.object({ files: z.array(z.object({ sha256: z.string() })) })) }),
            }),
          ),
        }),
        'site',
        ['GET', '/api/site/jobs'],
      )
      return some('site', { params: { sha256: jobs[0]?.manifest.discs[0]?.files[0]?.sha256 ?? '' } })
    },
    checkInSite: some('site', { body: checkIn }),
    reportStep: some('site', {
      params: { jobId: reported },
      body: {
        reportId: 'rep_operations',
        at: systemClock.now().toISOString(),
        step: 'staged',
        message: '',
        fetchedFiles: 0,
        fetchedBytes: 0,
      },
    }),
    replaceInventory: { caller: 'site', status: 204, body: { files: [{ sha256: 'a'.repeat(64), sizeBytes: 1 }] } },

    startSync: { caller: 'oscar', status: 202, body: { mode: 'incremental' } },
    listSyncRuns: some('reid'),
    viewSyncRun: async () => {
      const { items } = await ask(z.object({ items: z.array(id) }), 'oscar', ['GET', '/api/admin/sync-runs'])
      return some('reid', { params: { runId: items.at(-1)?.id ?? '' } })
    },
    listHeldRemovals: some('reid', { params: { runId: 'syn_held_1' } }),
    applyHeldRemovals: some('oscar', { params: { runId: 'syn_held_1' } }),
    rejectHeldRemovals: some('oscar', { params: { runId: 'syn_held_2' } }),
    publishDryRun: () => decidingDryRun('syn_dryrun_1'),
    discardDryRun: () => decidingDryRun('syn_dryrun_2'),
    viewPush: some('reid', { params: { orderId: order.id } }),
    retryPush: { caller: 'oscar', status: 202, params: { orderId: order.id } },
    listParentLinks: some('reid'),
    retryParentLink: some('oscar', { params: { activationId: linked } }),
    closeParentLink: some('oscar', { params: { activationId: linked } }),
    pingPlatform: some('reid'),
    listChains: some('reid'),
    saveChains: some('carla', {
      body: {
        chains: [
          {
            id: 'sketch-5-early',
            from: { name: 'Sketch', version: '4.0' },
            to: { name: 'Sketch', version: '5.0' },
            grants: 'update',
            validator: 'maintenance',
            cohort: ['ACME-DE'],
          },
        ],
      },
    }),
    openEarlyShip: some('carla', { params: { chainId: 'sketch-5-early' } }),
    takeBackEarlyShip: some('carla', { params: { chainId: 'sketch-5-early' } }),
    removeChain: some('carla', { params: { chainId: 'sketch-5-early' } }),
    listPriceLists: some('reid'),
    viewPriceList: some('reid', { params: { listId: 'list-eur' } }),
    listPriceListEntries: some('reid', { params: { listId: 'list-eur' } }),
    exportPriceLists: some('reid', { query: { list: 'gold-eur' } }),
    importPriceLists: some('carla', {
      headers: { 'content-type': 'text/csv' },
      query: { preview: 'true' },
      body: 'list,name,audience,currency,part_number,unit_price\nspring,Spring,everybody,EUR,TRAINING-DAY,900.00\n',
    }),
    listAccountGroups: some('reid'),
    replaceAccountGroup: some('carla', { params: { groupId: 'guild' }, body: { accountIds: ['ACME'] } }),
    acceptPrices: some('alice', { body: { prices: [{ lineId: 'cal_none', unitPriceMinor: 1 }] } }),
    listAllItems: some('carla', { query: { limit: '5' } }),
    listTitleMisses: some('reid'),
    explainForStaff: some('reid', { query: { accountId: 'BRIGHT', partNumber: 'KIT-SKETCH-5' } }),
    listAllOrders: some('reid', { query: { search: 'SO-' } }),
    viewAnyOrder: some('reid', { params: { orderId: order.id } }),
    downloadAnyReceipt: some('reid', { params: { orderId: order.id } }),
    recordShipment: {
      caller: 'oscar',
      status: 201,
      params: { orderId: order.id },
      body: { carrier: 'Post', trackingNumber: 'T-1', lineNumbers: [1] },
    },
    listMediaJobs: some('reid', { query: { limit: '2' } }),
    viewMediaJob: some('reid', { params: { jobId: madeJob } }),
    viewLabel: some('reid', { params: { jobId: madeJob } }),
    retryMediaJob: { caller: 'oscar', status: 201, params: { jobId: failed } },
    rerouteMediaJob: some('oscar', { params: { jobId: rerouted }, body: { siteId: 'cork', reason: 'nearer' } }),
    cancelMediaJob: some('oscar', { params: { jobId: cancelled } }),
    listSites: some('reid'),
    listKits: some('reid'),
    importPayouts: some('fiona'),
    listPayouts: some('reid'),
    viewPayout: some('reid', { params: { payoutId } }),
    runMatch: { caller: 'fiona', status: 201, body: { from: today, through: today } },
    viewLatestMatch: some('reid'),
    listMatchRows: async () => some('reid', { params: { runId: await matchId() }, query: { limit: '2' } }),
    listMatchFacts: async () => some('reid', { params: { runId: await matchId() } }),
    viewToday: some('reid'),
    viewDrift: some('reid'),
    listDriftFindings: some('reid', { query: { limit: '2' } }),
    listUndeliveredGrants: some('reid'),
    listUnsellable: some('reid', { query: { limit: '2' } }),
    listRightsWithoutOrder: some('reid', { query: { limit: '2' } }),
    markAsGrant: {
      caller: 'fiona',
      status: 204,
      params: { activationId: 'ACT-GIFT' },
      body: { reason: 'a gift of the sales department' },
    },
    takeBackGrant: { caller: 'fiona', status: 204, params: { activationId: 'ACT-GIFT' } },
    listPostings: some('reid', { query: { limit: '5' } }),
    listBalances: some('reid'),
    listMails: some('reid'),
    viewMail: async () => some('reid', { params: { mailId: await mailId() } }),
    resendMail: async () => ({ caller: 'oscar', status: 202, params: { mailId: await mailId() } }),
    viewHealth: some('reid'),
    viewQueue: some('reid'),
    listDeadLetters: some('reid'),
    replayDeadLetter: async () => {
      const { items } = await ask(z.object({ items: z.array(z.object({ jobId: z.string() })) }), 'reid', [
        'GET',
        '/api/admin/dead-letters',
      ])
      return { caller: 'oscar', status: 202, params: { jobId: items[0]?.jobId ?? '' } }
    },
    listAudit: some('reid'),
    listKeptMessages: some('reid'),
    listOrdersWithoutRate: some('reid'),
    downloadKeptMessage: async () => some('oscar', { params: { messageId: await keptMessageId() } }),
    setKeptMessageAside: async () => ({ caller: 'oscar', status: 204, params: { messageId: await keptMessageId() } }),
  }

  /** A webhook that was signed and is not understood. */
  async function keptMessageId(): Promise<string> {
    const headers = { 'stripe-signature': stripeSignature(box, 'not understood') }
    await callApi(box, { method: 'POST', path: '/webhooks/stripe', headers, body: 'not understood' })
    const list = z.object({ items: z.array(id) })
    return (await ask(list, 'reid', ['GET', '/api/admin/kept-messages'])).items[0]?.id ?? ''
  }

  /** An order of alice's that waits for an approver; by card when it has no number. */
  async function asksFor(purchaseOrderNumber: string | null): Promise<string> {
    await addToCart('TEXTURES-2-LIC')
    const payment = purchaseOrderNumber === null ? { method: 'card' } : { method: 'purchaseOrder', purchaseOrderNumber }
    const body = { pricedCartId: await pricedCartId(), ...payment }
    return (await ask(z.object({ approvalId: z.string() }), 'alice', ['POST', '/api/orders'], body)).approvalId
  }
  async function matchId(): Promise<string> {
    return (await ask(id, 'reid', ['GET', '/api/admin/finance/match-runs/latest'])).id
  }
  async function mailId(): Promise<string> {
    await box.drain()
    const { items } = await ask(z.object({ items: z.array(id.or(z.object({ mailId: z.string() }))) }), 'reid', [
      'GET',
      '/api/admin/mails',
    ])
    const [first] = items
    return first === undefined ? '' : 'mailId' in first ? first.mailId : first.id
  }
}

/** The document's box allows this origin. */
const elsewhere = (accountType: string) => ({ accountType, targetUrl: 'https://partners.example/sso/handoff' })

const checkIn = {
  agentVersion: '1',
  device: 'ptburn',
  buildsImages: true,
  freeBytes: null,
  deviceSeenAt: null,
  deviceMessage: '',
}
