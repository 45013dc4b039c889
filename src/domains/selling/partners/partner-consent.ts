import { dateOf, writtenDate } from '../../../kernel/local-date.ts'
import type { Tx } from '../../../platform/db/db.ts'
import { NotFound } from '../../../platform/http/answer/problems.ts'
import { audit } from '../../../platform/http/operations/audit.ts'
import { NotAllowed } from '../../../platform/http/request/caller.ts'
import { isNamedOnLine } from '../../entitlements/rights/index.ts'
import type { Actor, ClosedOffers, OrderDeps } from '../../fulfilment/orders/index.ts'
import { findAccount, isPartner } from '../../people/accounts/index.ts'
import { hasDealInForce } from '../deals/index.ts'
import { type ConsentMove, isNewQuestion, nextConsentState } from './consent-state.ts'
import { groundOf } from './customers.ts'
import { mailAdministrators, mailPartner } from './partner-mails.ts'
import * as store from './partner-store.ts'
import { answerGuess } from './slow-answer.ts'

type ConsentDeps = Pick<OrderDeps, 'db' | 'clock' | 'publicUrl' | 'closeOffers'>

/**
 * A partner asks a company to let it order for it: its administrators get a mail. Every account ID gets one answer, after
 * the same time, so that nobody learns which accounts there are, which company has administrators, and what they said.
 * @throws {NotAllowed} for an account that is no partner
 * @throws {TooManyGuesses}
 */
export async function askCustomer(deps: ConsentDeps, actor: Actor, customerAccountId: string): Promise<void> {
  if (!(await isPartner(deps, actor.accountId))) throw new NotAllowed()
  const pair = { partnerAccountId: actor.accountId, customerAccountId }
  await answerGuess(deps, actor.accountId, async () => {
    if (customerAccountId !== actor.accountId) await deps.db.transaction((tx) => ask(tx, deps, actor, pair))
  })
}

async function ask(tx: Tx, deps: ConsentDeps, actor: Actor, pair: store.Pair): Promise<void> {
  const at = deps.clock.now()
  const known = await store.lockConsent(tx, pair)
  if (!isNewQuestion(known, at) || (await groundOf(tx, pair, dateOf(at))) !== null) return
  const state = nextConsentState(known?.state ?? 'none', 'ask')
  await store.saveConsent(tx, { ...pair, state, askedBy: actor.userName, askedAt: at })
  await mailAdministrators(tx, { pair, askedBy: actor.userName, publicUrl: deps.publicUrl(), at })
  await note(tx, { pair, actor: actor.userName, action: 'partner.customer-asked', at })
}

/**
 * An administrator says yes to a partner, whether or not it asked. Said twice, or by two administrators at once, it is said
 * once.
 * @throws {NotFound | TooManyGuesses} for an account that is no partner
 */
export async function grantPartner(deps: ConsentDeps, actor: Actor, partnerAccountId: string): Promise<void> {
  await refuseNoCustomer(deps, actor)
  const pair = { partnerAccountId, customerAccountId: actor.accountId }
  if (partnerAccountId === actor.accountId || !(await isPartner(deps, partnerAccountId))) {
    await answerGuess(deps, actor.accountId)
    throw new NotFound('partner')
  }
  await deps.db.transaction((tx) => decide(tx, deps, { pair, move: 'grant', by: actor.userName, as: 'customer' }))
}

/** An administrator says no to a partner that has asked. @throws {NotFound | ConsentStateConflict} */
export async function declinePartner(deps: ConsentDeps, actor: Actor, partnerAccountId: string): Promise<void> {
  await refuseNoCustomer(deps, actor)
  const pair = { partnerAccountId, customerAccountId: actor.accountId }
  await deps.db.transaction(async (tx) => {
    if (!(await store.findConsent(tx, pair))) throw new NotFound('partner of yours')
    await decide(tx, deps, { pair, move: 'decline', by: actor.userName, as: 'customer' })
  })
}

/**
 * An administrator takes a partner's right to order away, whoever gave it: also where the platform or a deal names the
 * partner. What the partner has open for the company is closed in the same transaction; what was ordered stays.
 * @throws {NotFound} for a partner that has no such right and has not asked
 */
export async function withdrawPartner(deps: ConsentDeps, actor: Actor, partnerAccountId: string): Promise<void> {
  await refuseNoCustomer(deps, actor)
  const pair = { partnerAccountId, customerAccountId: actor.accountId }
  await deps.db.transaction(async (tx) => {
    const on = dateOf(deps.clock.now())
    const isKnown =
      (await store.findConsent(tx, pair)) !== null ||
      (await isNamedOnLine(tx, partnerAccountId, actor.accountId)) ||
      (await hasDealInForce(tx, pair, on))
    if (!isKnown) throw new NotFound('partner of yours')
    await decide(tx, deps, { pair, move: 'withdraw', by: actor.userName, as: 'customer' })
  })
}

/**
 * Staff name a partner for a customer, or end what they had said. A customer that has taken its consent back is asked
 * by its partner; staff cannot speak for it.
 * @throws {NotFound | ConsentStateConflict}
 */
export async function namePartner(
  deps: ConsentDeps,
  staff: { readonly userName: string },
  pair: store.Pair,
  move: 'name' | 'end',
): Promise<void> {
  await deps.db.transaction(async (tx) => {
    if (!(await isPartner({ db: tx }, pair.partnerAccountId))) throw new NotFound('partner')
    if ((await findAccount(tx, pair.customerAccountId))?.accountType !== 'customer') throw new NotFound('customer')
    await decide(tx, deps, { pair, move, by: staff.userName, as: 'staff' })
  })
}

interface Decision {
  readonly pair: store.Pair
  readonly move: Exclude<ConsentMove, 'ask'>
  readonly by: string
  readonly as: 'customer' | 'staff'
}

async function decide(tx: Tx, deps: ConsentDeps, { pair, move, by, as }: Decision): Promise<void> {
  const at = deps.clock.now()
  const known = await store.lockConsent(tx, pair)
  const from = known?.state ?? 'none'
  const state = nextConsentState(from, move)
  if (state === from) return
  await store.saveConsent(tx, { ...pair, state, decidedBy: by, decidedFor: as, decidedAt: at })
  const mail = { pair, askedBy: known?.askedBy ?? null, publicUrl: deps.publicUrl(), at }
  let closed: ClosedOffers | null = null
  if (state === 'granted') await mailPartner(tx, { ...mail, outcome: 'granted', closed: 0 })
  else if ((state === 'withdrawn' || state === 'ended') && (await groundOf(tx, pair, dateOf(at))) === null) {
    closed = await deps.closeOffers(tx, pair, { reason: await reasonOf(tx, pair, state, at), at })
    if (from !== 'invited' && from !== 'declined' && from !== 'reinvited')
      await mailPartner(tx, { ...mail, outcome: 'withdrawn', closed: closed.carts + closed.quotes + closed.requests })
  }
  await note(tx, { pair, actor: by, action: actions[state] ?? 'partner.decided', at, detail: { for: as, closed } })
}

const actions: Readonly<Record<string, string>> = {
  granted: 'partner.granted',
  declined: 'partner.declined',
  withdrawn: 'partner.withdrawn',
  ended: 'partner.ended',
}

async function reasonOf(tx: Tx, pair: store.Pair, state: 'withdrawn' | 'ended', at: Date): Promise<string> {
  const name = (await findAccount(tx, pair.customerAccountId))?.name ?? pair.customerAccountId
  const day = writtenDate(dateOf(at))
  return state === 'withdrawn'
    ? `${name} took its consent back on ${day}: your company may not order for it any more.`
    : `Since ${day} your company may not order for ${name} any more.`
}

async function note(
  tx: Tx,
  entry: {
    readonly pair: store.Pair
    readonly actor: string
    readonly action: string
    readonly at: Date
    readonly detail?: Record<string, unknown>
  },
): Promise<void> {
  const { pair, actor, action, at, detail } = entry
  await audit(tx, { at, actor, action, subject: pair.customerAccountId, detail: { ...pair, ...detail } })
}

// Partners, vendors and the seller itself are nobody's customers here.
async function refuseNoCustomer(deps: ConsentDeps, actor: Actor): Promise<void> {
  if ((await findAccount(deps.db, actor.accountId))?.accountType !== 'customer') throw new NotAllowed()
}
