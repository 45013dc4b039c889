import type { Tx } from '../../../platform/db/db.ts'
import { accountNames, findMember } from '../../people/accounts/index.ts'
import { requestMail } from '../../people/notifications/index.ts'
import type { Deal } from './deal-store.ts'

/** Tells the member who registered a deal what became of it, once; nobody when the member is gone. */
export async function requestDealMail(
  tx: Tx,
  deal: Deal,
  { publicUrl, at }: { readonly publicUrl: string; readonly at: Date },
): Promise<void> {
  const member = await findMember(tx, deal.registeredBy)
  if (!member) return
  const customerId = deal.endCustomerAccountId ?? ''
  const names = await accountNames(tx, [customerId])
  await requestMail(tx, {
    kind: 'deal-decided',
    dedupeKey: `deal-decided:${deal.id}`,
    reference: deal.number,
    recipient: member.email,
    locale: member.locale,
    at,
    data: {
      dealNumber: deal.number,
      dealUrl: `${publicUrl}/deals`,
      customer: deal.prospectName === '' ? (names.get(customerId) ?? customerId) : deal.prospectName,
      partNumbers: deal.partNumbers,
      approved: deal.state === 'approved',
      discount: `${(deal.discountBasisPoints ?? 0) / 100} %`,
      validThrough: deal.validThrough ?? '',
      reason: deal.reason ?? '',
    },
  })
}
