import { derivedId } from '../../../kernel/ids.ts'
import { addDays, dateOf, localDate } from '../../../kernel/local-date.ts'
import type { Tx } from '../../../platform/db/db.ts'
import { InvalidInput, NotFound } from '../../../platform/http/answer/problems.ts'
import { audit } from '../../../platform/http/operations/audit.ts'
import { NotAllowed } from '../../../platform/http/request/caller.ts'
import { decodeCursor, encodeCursor, isCursorInstant } from '../../../platform/http/request/paging.ts'
import type { Actor, OrderDeps } from '../../fulfilment/orders/index.ts'
import { findAccount, isPartner } from '../../people/accounts/index.ts'
import { ItemNotAvailable, loadViewer, type Viewer, visibleItemsOf } from '../../shop/catalog/index.ts'
import { browseItems } from '../../shop/storefront/index.ts'
import { requestDealMail } from './deal-mails.ts'
import { customerKeys, DealHeld, type DealMove, dealStandingOf, nextDealState } from './deal-rules.ts'
import type { ApproveDeal, DealView, RegisterDeal } from './deal-schemas.ts'
import * as store from './deal-store.ts'

export type DealDeps = Pick<OrderDeps, 'db' | 'clock' | 'publicUrl'> & {
  /** Lets through a partner that names one of its customers; handed in, because deals are one reason why it may. */
  readonly nameCustomer: (
    deps: Pick<OrderDeps, 'db' | 'clock'>,
    pair: { readonly partnerAccountId: string; readonly customerAccountId: string },
  ) => Promise<void>
}

/** How long a partner is protected when staff say nothing else. */
const usualProtectionDays = 90

/**
 * Registers a deal of a partner. From now on nobody else can register these part numbers for the customer, until staff
 * reject it or its protection ends. The same request key gives the same registration.
 * @throws {NotAllowed} for an account that is no partner
 * @throws {DealHeld | ItemNotAvailable}
 * @throws {NoCustomerOfYours | TooManyGuesses} alike for an account that is no customer of the partner and for none
 */
export async function registerDeal(deps: DealDeps, actor: Actor, request: RegisterDeal): Promise<DealView> {
  if (!(await isPartner(deps, actor.accountId))) throw new NotAllowed()
  const id = derivedId('dea', actor.accountId, actor.userName, request.requestKey)
  if (request.endCustomerAccountId !== '')
    await deps.nameCustomer(deps, {
      partnerAccountId: actor.accountId,
      customerAccountId: request.endCustomerAccountId,
    })
  await deps.db.transaction(async (tx) => {
    if (await store.findDeal(tx, id)) return
    const at = deps.clock.now()
    const customer = await customerOf(tx, request)
    const from = dateOf(at)
    const viewer = await loadViewer(tx, actor.accountId, from, customer.accountId ?? actor.accountId)
    const partNumbers = await partNumbersOf(tx, viewer, request)
    const isNew = await store.insertDeal(tx, {
      id,
      number: await store.nextDealNumber(tx, at.getUTCFullYear()),
      partnerAccountId: actor.accountId,
      registeredBy: actor.userName,
      endCustomerAccountId: customer.accountId,
      prospectName: request.prospectName,
      state: 'submitted',
      partNumbers,
      estimatedQuantity: request.estimatedQuantity,
      note: request.note,
      createdAt: at,
    })
    if (isNew) await hold(tx, { dealId: id, customers: customerKeys(customer), partNumbers, from, through: null })
  })
  return dealOf(deps, actor.accountId, id)
}

/** The partner gives it up. @throws {NotFound | DealStateConflict} */
export async function withdrawDeal(deps: DealDeps, actor: Actor, dealId: string): Promise<DealView> {
  await deps.db.transaction(async (tx) => {
    const deal = await store.lockDeal(tx, dealId)
    if (deal?.partnerAccountId !== actor.accountId) throw new NotFound('deal registration')
    await store.changeDeal(tx, dealId, { state: nextDealState(deal.state, 'withdraw') })
    await store.letGo(tx, dealId)
  })
  return dealOf(deps, actor.accountId, dealId)
}

/**
 * Grants discount and protection. A company that was registered by name needs its account before a price can follow.
 * @throws {NotFound | DealStateConflict | DealHeld | InvalidInput}
 */
export async function approveDeal(
  deps: DealDeps,
  staff: { readonly userName: string },
  dealId: string,
  terms: ApproveDeal,
): Promise<DealView> {
  await decide(deps, staff, { dealId, move: 'approve' }, async (tx, deal, at) => {
    const today = dateOf(at)
    const validThrough =
      terms.validThrough === undefined ? addDays(today, usualProtectionDays) : localDate(terms.validThrough)
    if (validThrough < today)
      throw new InvalidInput([{ pointer: '#/validThrough', detail: 'Give today or a later day' }])
    const endCustomerAccountId = terms.endCustomerAccountId ?? deal.endCustomerAccountId
    const customer = await customerOf(tx, { ...deal, endCustomerAccountId: endCustomerAccountId ?? '' })
    // A prospect keeps the name that it was registered under, beside the account that it has by now.
    const named = { accountId: null, name: deal.prospectName }
    const customers = [
      ...new Set([...customerKeys(customer), ...(deal.prospectName === '' ? [] : customerKeys(named))]),
    ]
    const { partNumbers } = deal
    await hold(tx, { dealId, customers, partNumbers, from: today, through: validThrough })
    const { discountBasisPoints } = terms
    return { endCustomerAccountId, discountBasisPoints, validFrom: today, validThrough }
  })
  return anyDeal(deps, dealId)
}

/** Turns a registration down and lets others register. @throws {NotFound | DealStateConflict} */
export async function rejectDeal(
  deps: DealDeps,
  staff: { readonly userName: string },
  dealId: string,
  reason: string,
): Promise<DealView> {
  await decide(deps, staff, { dealId, move: 'reject' }, async (tx) => {
    await store.letGo(tx, dealId)
    return { reason }
  })
  return anyDeal(deps, dealId)
}

/** @throws {NotFound} alike for another partner's and for none */
export async function dealOf(
  deps: Pick<OrderDeps, 'db' | 'clock'>,
  accountId: string,
  dealId: string,
): Promise<DealView> {
  const deal = await store.findDeal(deps.db, dealId)
  if (deal?.partnerAccountId !== accountId) throw new NotFound('deal registration')
  return viewOf(deps, deal)
}

/** For staff. @throws {NotFound} */
export async function anyDeal(deps: Pick<OrderDeps, 'db' | 'clock'>, dealId: string): Promise<DealView> {
  const deal = await store.findDeal(deps.db, dealId)
  if (!deal) throw new NotFound('deal registration')
  return viewOf(deps, deal)
}

/** Registrations of a partner, or of all, newest first. */
export async function deals(
  deps: Pick<OrderDeps, 'db' | 'clock'>,
  page: {
    readonly partnerAccountId?: string
    readonly state?: store.Deal['state'] | undefined
    readonly cursor?: string | undefined
    readonly limit: number
  },
): Promise<{ items: DealView[]; nextCursor: string | null }> {
  const { cursor, limit, ...filter } = page
  const [createdAt, id] = decodeCursor(cursor) ?? []
  const before = isCursorInstant(createdAt) && id !== undefined ? ([createdAt, id] as const) : null
  const rows = await store.listDeals(deps.db, { ...filter, before, limit: limit + 1 })
  const shown = rows.slice(0, limit)
  const last = rows.length > limit ? shown.at(-1) : undefined
  return {
    items: shown.map((deal) => viewOf(deps, deal)),
    nextCursor: last ? encodeCursor([last.createdAt.toISOString(), last.id]) : null,
  }
}

async function decide(
  deps: DealDeps,
  staff: { readonly userName: string },
  { dealId, move }: { readonly dealId: string; readonly move: DealMove },
  termsOf: (tx: Tx, deal: store.Deal, at: Date) => Promise<Parameters<typeof store.changeDeal>[2]>,
): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const at = deps.clock.now()
    const deal = await store.lockDeal(tx, dealId)
    if (!deal) throw new NotFound('deal registration')
    const state = nextDealState(deal.state, move)
    const terms = await termsOf(tx, deal, at)
    await store.changeDeal(tx, dealId, { state, decidedBy: staff.userName, decidedAt: at, ...terms })
    const decided = await store.findDeal(tx, dealId)
    if (decided) await requestDealMail(tx, decided, { publicUrl: deps.publicUrl(), at })
    const { partnerAccountId: accountId } = deal
    await audit(tx, { at, actor: staff.userName, action: `deal.${state}`, subject: dealId, detail: { accountId } })
  })
}

async function hold(tx: Tx, asked: Parameters<typeof store.holdFor>[1]): Promise<void> {
  await store.queueBehindCustomer(tx, asked.customers)
  const held = await store.heldByOthers(tx, asked)
  if (held.length > 0) throw new DealHeld(held)
  await store.holdFor(tx, asked)
}

async function customerOf(
  tx: Tx,
  asked: { readonly endCustomerAccountId: string; readonly prospectName: string },
): Promise<{ accountId: string | null; name: string }> {
  if (asked.endCustomerAccountId === '') return { accountId: null, name: asked.prospectName }
  const account = await findAccount(tx, asked.endCustomerAccountId)
  if (account?.accountType !== 'customer') throw new NotFound('customer account')
  return { accountId: account.accountId, name: account.name }
}

/** Only what the partner could order for that customer, so that nobody learns of other part numbers by registering. */
async function partNumbersOf(tx: Tx, viewer: Viewer, request: RegisterDeal): Promise<string[]> {
  const named = [...new Set(request.partNumbers)]
  const visible = await visibleItemsOf(tx, viewer, named)
  for (const partNumber of named) if (!visible.has(partNumber)) throw new ItemNotAvailable(partNumber)
  const found = new Set(named)
  for (const category of request.categories)
    for (const { item } of (await browseItems(tx, viewer, { category, limit: 100 })).items) found.add(item.partNumber)
  if (found.size === 0)
    throw new InvalidInput([
      { pointer: '#/categories', detail: 'There is nothing of these categories for the customer' },
    ])
  return [...found].sort()
}

function viewOf({ clock }: Pick<OrderDeps, 'clock'>, deal: store.Deal): DealView {
  const { id, number, partnerAccountId, registeredBy, endCustomerAccountId, prospectName } = deal
  const { partNumbers, estimatedQuantity, note, discountBasisPoints, validFrom, validThrough, reason } = deal
  return {
    id,
    number,
    partnerAccountId,
    registeredBy,
    endCustomerAccountId,
    prospectName,
    partNumbers,
    estimatedQuantity,
    note,
    discountBasisPoints,
    validFrom,
    validThrough,
    reason,
    state: dealStandingOf(deal, dateOf(clock.now())),
    createdAt: deal.createdAt.toISOString(),
  }
}
