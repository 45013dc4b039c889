import type { FastifyReply } from 'fastify'
import { seeOtherWith } from '../../../platform/http/pages/flash.ts'
import { seeOther } from '../../../platform/http/request/forms.ts'

/** Where a person who ordered goes next: the order, the request that waits, or the card processor's page. Null when there is none. */
export function seePlacement(
  reply: FastifyReply,
  placed: {
    readonly order: { readonly id: string } | null
    readonly approvalId: string | null
    readonly redirectUrl: string | null
  },
): FastifyReply | null {
  if (placed.approvalId !== null)
    return seeOtherWith(reply, `/approvals/${placed.approvalId}`, { kind: 'asked', about: '' })
  if (placed.order) return seeOrder(reply, placed.order.id)
  return placed.redirectUrl === null ? null : seeOther(reply, placed.redirectUrl)
}

/** The order, which thanks the person who placed it just now. */
export function seeOrder(reply: FastifyReply, orderId: string): FastifyReply {
  return seeOtherWith(reply, `/orders/${orderId}`, { kind: 'placed', about: '' })
}
