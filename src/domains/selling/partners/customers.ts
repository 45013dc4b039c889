import type { Clock } from '../../../kernel/clock.ts'
import { dateOf, type LocalDate } from '../../../kernel/local-date.ts'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { NotAllowed } from '../../../platform/http/request/caller.ts'
import { customersOfChannelPartner, isNamedOnLine } from '../../entitlements/rights/index.ts'
import { customersAmong, findAccount, isPartner } from '../../people/accounts/index.ts'
import { dealsInForce, hasDealInForce } from '../deals/index.ts'
import { CustomerLost, NoCustomerOfYours } from './errors.ts'
import { mayServe, type ServingGround } from './may-serve.ts'
import { consentsOfPartner, findConsent, type Pair } from './partner-store.ts'
import { answerGuess } from './slow-answer.ts'

const customersShown = 20
const customersListed = 1_000

export interface Customer {
  readonly accountId: string
  readonly name: string
}

/**
 * The customers that a partner may order for, by name: those whose name or account ID holds the search, at most twenty,
 * or all of them. An account that is none of them is not found, whether or not it exists.
 * @throws {NotAllowed} for an account that is no partner
 */
export async function findCustomers(
  deps: { readonly db: Db; readonly clock: Clock },
  accountId: string,
  search: string,
): Promise<Customer[]> {
  if (!(await isPartner(deps, accountId))) throw new NotAllowed()
  const served = await servedBy(deps.db, accountId, dateOf(deps.clock.now()))
  return customersAmong(deps.db, [...served.keys()], search, search === '' ? customersListed : customersShown)
}

/** Every customer that a partner may order for, and why. */
export async function servedBy(
  tx: Db | Tx,
  partnerAccountId: string,
  on: LocalDate,
): Promise<Map<string, ServingGround>> {
  const said = new Map(
    (await consentsOfPartner(tx, partnerAccountId)).map(({ customerAccountId, state }) => [customerAccountId, state]),
  )
  const named = new Set(await customersOfChannelPartner(tx, partnerAccountId))
  const dealt = new Set((await dealsInForce(tx, { partnerAccountId }, on)).map((pair) => pair.customerAccountId))
  const served = new Map<string, ServingGround>()
  for (const customer of new Set([...said.keys(), ...named, ...dealt])) {
    const facts = { namedOnLine: named.has(customer), dealInForce: dealt.has(customer) }
    const ground = mayServe({ ...facts, consent: said.get(customer) ?? null })
    if (ground && customer !== partnerAccountId) served.set(customer, ground)
  }
  return served
}

/** Why a partner may order for an account now; null when it may not, or the account is none that buys for itself. */
export async function groundOf(tx: Db | Tx, pair: Pair, on: LocalDate): Promise<ServingGround | null> {
  if (pair.partnerAccountId === pair.customerAccountId) return null
  if (!(await isPartner({ db: tx }, pair.partnerAccountId))) return null
  if ((await findAccount(tx, pair.customerAccountId))?.accountType !== 'customer') return null
  return mayServe({
    consent: (await findConsent(tx, pair))?.state ?? null,
    namedOnLine: await isNamedOnLine(tx, pair.partnerAccountId, pair.customerAccountId),
    dealInForce: await hasDealInForce(tx, pair, on),
  })
}

/** Whether a partner may order for an account now. */
export async function servesCustomer(tx: Db | Tx, pair: Pair, on: LocalDate): Promise<boolean> {
  return (await groundOf(tx, pair, on)) !== null
}

/**
 * Lets through a partner that names one of its customers. Every other account gets one answer, after the same time, whether
 * it exists or not. Stands outside any transaction, because it waits.
 * @throws {NoCustomerOfYours | TooManyGuesses}
 */
export async function nameCustomer(deps: { readonly db: Db; readonly clock: Clock }, pair: Pair): Promise<void> {
  if ((await groundOf(deps.db, pair, dateOf(deps.clock.now()))) !== null) return
  await answerGuess(deps, pair.partnerAccountId)
  throw new NoCustomerOfYours()
}

/** Whether a partner may not order any more for the customer that something was begun for. */
export async function isCustomerLost(
  tx: Db | Tx,
  order: { readonly accountId: string; readonly endCustomerAccountId: string | null },
  on: LocalDate,
): Promise<boolean> {
  const { accountId, endCustomerAccountId } = order
  if (endCustomerAccountId === null || endCustomerAccountId === accountId) return false
  const pair = { partnerAccountId: accountId, customerAccountId: endCustomerAccountId }
  return (await groundOf(tx, pair, on)) === null
}

/**
 * What was begun for a customer goes on only while the partner may order for it. Nothing to ask where an account orders
 * for itself.
 * @throws {CustomerLost}
 */
export async function refuseLostCustomer(
  tx: Db | Tx,
  order: Parameters<typeof isCustomerLost>[1],
  on: LocalDate,
): Promise<void> {
  if (await isCustomerLost(tx, order, on)) throw new CustomerLost()
}
