import type { Tx } from '../../../platform/db/db.ts'
import { companyMembersOf, findAccount, findMember } from '../../people/accounts/index.ts'
import { requestMail } from '../../people/notifications/index.ts'
import type { Pair } from './partner-store.ts'

interface About {
  readonly pair: Pair
  readonly publicUrl: string
  readonly at: Date
}

/**
 * One mail to each administrator of the account, as the platform and the company have them. None where the account is no
 * customer or does not exist: then nobody is asked, and whoever asked cannot tell.
 */
export async function mailAdministrators(tx: Tx, asked: About & { readonly askedBy: string }): Promise<void> {
  const { pair, publicUrl, at } = asked
  const company = await findAccount(tx, pair.customerAccountId)
  const partner = await findAccount(tx, pair.partnerAccountId)
  if (company?.accountType !== 'customer' || !partner) return
  const person = await findMember(tx, asked.askedBy)
  for (const member of await companyMembersOf(tx, company.accountId))
    if (member.role === 'admin')
      await requestMail(tx, {
        kind: 'partner-asks',
        dedupeKey: `partner-asks:${JSON.stringify(pair)}:${at.toISOString()}:${member.userName}`,
        reference: partner.accountId,
        recipient: member.email,
        locale: member.locale,
        at,
        data: {
          partnerName: partner.name,
          askedBy: person ? `${person.firstName} ${person.lastName}`.trim() : partner.name,
          companyName: company.name,
          partnersUrl: `${publicUrl}/company/partners`,
        },
      })
}

/** Tells who asked, else the partner's administrators and buyers, that a customer said yes, or took it back. */
export async function mailPartner(
  tx: Tx,
  told: About & {
    readonly outcome: 'granted' | 'withdrawn'
    readonly askedBy: string | null
    readonly closed: number
  },
): Promise<void> {
  const { pair, outcome, closed, publicUrl, at } = told
  const company = await findAccount(tx, pair.customerAccountId)
  const members = (await companyMembersOf(tx, pair.partnerAccountId)).filter(({ role }) => role !== 'viewer')
  const asker = members.filter(({ userName }) => userName === told.askedBy)
  for (const member of asker.length > 0 ? asker : members)
    await requestMail(tx, {
      kind: 'partner-answered',
      dedupeKey: `partner-answered:${JSON.stringify(pair)}:${outcome}:${at.toISOString()}:${member.userName}`,
      reference: pair.customerAccountId,
      recipient: member.email,
      locale: member.locale,
      at,
      data: {
        companyName: company?.name ?? pair.customerAccountId,
        accountId: pair.customerAccountId,
        outcome,
        closed,
        customersUrl: `${publicUrl}/customers`,
      },
    })
}
