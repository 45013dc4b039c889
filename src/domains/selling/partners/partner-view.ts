import { dateOf } from '../../../kernel/local-date.ts'
import { channelPartnersOf } from '../../entitlements/rights/index.ts'
import type { OrderDeps } from '../../fulfilment/orders/index.ts'
import { accountNames, companyMemberOf } from '../../people/accounts/index.ts'
import { dealsInForce } from '../deals/index.ts'
import { findCustomers, servedBy } from './customers.ts'
import { mayServe } from './may-serve.ts'
import type { AskedCustomer, PartnerOfCompany } from './partner-schemas.ts'
import { askedBy, consentsOfCustomer } from './partner-store.ts'

type ViewDeps = Pick<OrderDeps, 'db' | 'clock'>

const asksShown = 100

/** Every partner that may order for a company, has asked to, or may not any more; by name. */
export async function partnersOfCompany(deps: ViewDeps, customerAccountId: string): Promise<PartnerOfCompany[]> {
  const { db, clock } = deps
  const consents = new Map((await consentsOfCustomer(db, customerAccountId)).map((row) => [row.partnerAccountId, row]))
  const named = new Set(await channelPartnersOf(db, customerAccountId))
  const dealt = new Set(
    (await dealsInForce(db, { customerAccountId }, dateOf(clock.now()))).map((pair) => pair.partnerAccountId),
  )
  const ids = [...new Set([...consents.keys(), ...named, ...dealt])]
  const names = await accountNames(db, ids)
  const found: PartnerOfCompany[] = []
  for (const partnerAccountId of ids) {
    const name = names.get(partnerAccountId)
    const said = consents.get(partnerAccountId)
    const facts = { namedOnLine: named.has(partnerAccountId), dealInForce: dealt.has(partnerAccountId) }
    const because = mayServe({ ...facts, consent: said?.state ?? null })
    // One that the platform has taken away can order nothing; nobody is asked about it.
    if (name === undefined) continue
    const asks = said?.state === 'invited' || said?.state === 'reinvited'
    const asker = asks && said.askedBy ? await companyMemberOf(db, partnerAccountId, said.askedBy) : null
    found.push({
      partnerAccountId,
      name,
      because,
      asks,
      askedBy: asker?.name ?? null,
      askedAt: said?.askedAt?.toISOString() ?? null,
      decidedBy: said?.decidedFor === 'customer' ? said.decidedBy : null,
      decidedFor: said?.decidedFor ?? null,
      decidedAt: said?.decidedAt?.toISOString() ?? null,
    })
  }
  return found.sort((one, other) => one.name.localeCompare(other.name, 'en'))
}

/** The customers of a partner, each with the reason, for its page. @throws {NotAllowed} for an account that is no partner */
export async function customersOfPartner(deps: ViewDeps, partnerAccountId: string) {
  const customers = await findCustomers(deps, partnerAccountId, '')
  const because = await servedBy(deps.db, partnerAccountId, dateOf(deps.clock.now()))
  return customers.map((customer) => ({ ...customer, because: because.get(customer.accountId) ?? null }))
}

/**
 * Whom a partner has asked and who has not said yes, newest first. A no, and no answer, look alike, and so does an account
 * that does not exist.
 */
export async function asksOfPartner(deps: ViewDeps, partnerAccountId: string): Promise<AskedCustomer[]> {
  const served = await servedBy(deps.db, partnerAccountId, dateOf(deps.clock.now()))
  return (await askedBy(deps.db, partnerAccountId, asksShown)).flatMap(({ customerAccountId, askedAt, state }) =>
    askedAt === null || state === 'granted' || served.has(customerAccountId)
      ? []
      : [{ customerAccountId, askedAt: askedAt.toISOString() }],
  )
}
