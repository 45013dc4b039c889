import type { Tx } from '../../../platform/db/db.ts'
import { type CompanyMember, companyMembersOf } from '../../people/accounts/index.ts'
import type { Order } from './store.ts'

export type CustomerContact = Pick<CompanyMember, 'userName' | 'email' | 'locale' | 'role'>

const ranks = ['admin', 'approver', 'buyer', 'viewer'] as const

/**
 * Who at a company is told of an order that a partner placed for it: each administrator, or one member where it has none.
 * The first gets the platform's welcome. Members without an address cannot be told.
 */
export function contactsAmong<Contact extends CustomerContact>(members: readonly Contact[]): Contact[] {
  const reachable = members.filter(({ email }) => email !== '')
  const administrators = reachable.filter(({ role }) => role === 'admin')
  if (administrators.length > 0) return administrators
  const [first] = ranks.flatMap((rank) => reachable.filter(({ role }) => role === rank))
  return first === undefined ? [] : [first]
}

/** Whether a partner ordered for another company. */
export function isForCustomer(order: Pick<Order, 'accountId' | 'endCustomerAccountId'>): boolean {
  return order.accountId !== order.endCustomerAccountId
}

/** The people at the customer of a partner's order, as the platform and the company have them now. */
export async function customerContactsOf(tx: Tx, order: Order): Promise<CompanyMember[]> {
  return contactsAmong(await companyMembersOf(tx, order.endCustomerAccountId))
}

/** To whom the platform's welcome goes: the person who ordered, or a contact of the customer; null where there is none. */
export async function welcomeReader(
  tx: Tx,
  order: Order,
): Promise<{ readonly shipToEmail: string | null; readonly locale: string }> {
  if (!isForCustomer(order)) return { shipToEmail: order.contactEmail, locale: order.locale }
  const [contact] = await customerContactsOf(tx, order)
  return { shipToEmail: contact?.email ?? null, locale: contact?.locale ?? order.locale }
}
