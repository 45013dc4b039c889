import { formatMoney, money } from '../../../kernel/money.ts'
import type { Tx } from '../../../platform/db/db.ts'
import { type CompanyMember, findMember } from '../../people/accounts/index.ts'
import { requestMail } from '../../people/notifications/index.ts'
import type { PricedCart } from '../carts/index.ts'
import { reasonSentence } from './approval-sentences.ts'
import type { ApprovalRequest } from './approval-store.ts'

/** One mail to each approver, with the link to the request. */
export async function mailApprovers(
  tx: Tx,
  asked: {
    readonly request: ApprovalRequest
    readonly pricedCart: PricedCart
    readonly approvers: readonly CompanyMember[]
    readonly publicUrl: string
    readonly at: Date
  },
): Promise<void> {
  const { request, pricedCart, approvers, publicUrl, at } = asked
  const requester = await findMember(tx, request.userName)
  for (const approver of approvers)
    await requestMail(tx, {
      kind: 'approval-asked',
      dedupeKey: `approval-asked:${request.id}:${approver.userName}`,
      reference: request.id,
      recipient: approver.email,
      locale: approver.locale,
      at,
      data: {
        requester: requester ? `${requester.firstName} ${requester.lastName}`.trim() : request.userName,
        total: formatMoney(money(pricedCart.totalMinor, pricedCart.currency)),
        lines: pricedCart.lines.map(({ title, partNumber, quantity }) => ({ title, partNumber, quantity })),
        reasons: request.reasons.map(reasonSentence),
        requestUrl: requestUrlOf(publicUrl, request),
        expiresOn: request.expiresAt.toISOString().slice(0, 10),
      },
    })
}

/** Tells the member who asked what was decided, and what can be done now. */
export async function mailRequester(
  tx: Tx,
  decided: {
    readonly request: ApprovalRequest
    readonly outcome: 'ordered' | 'toPay' | 'rejected'
    readonly decidedBy: string
    readonly reason: string | null
    readonly orderNumber: string | null
    readonly publicUrl: string
    readonly at: Date
  },
): Promise<void> {
  const { request, publicUrl, at, outcome, reason, orderNumber } = decided
  const requester = await findMember(tx, request.userName)
  if (!requester) return
  const approver = await findMember(tx, decided.decidedBy)
  await requestMail(tx, {
    kind: 'approval-decided',
    dedupeKey: `approval-decided:${request.id}`,
    reference: orderNumber ?? request.id,
    recipient: requester.email,
    locale: requester.locale,
    at,
    data: {
      outcome,
      reason,
      orderNumber,
      approver: approver ? `${approver.firstName} ${approver.lastName}`.trim() : decided.decidedBy,
      requestUrl: requestUrlOf(publicUrl, request),
    },
  })
}

function requestUrlOf(publicUrl: string, request: ApprovalRequest): string {
  return `${publicUrl}/approvals/${request.id}`
}
