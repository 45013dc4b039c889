import { MessageError } from '../../../platform/messages/message-error.ts'
import { type Message, message } from '../../../platform/messages/messages.ts'

export type ApprovalState = 'waiting' | 'released' | 'rejected' | 'withdrawn' | 'expired'
export type ApprovalMove = 'release' | 'reject' | 'withdraw' | 'expire'

/** How a request for approval moves; each ends once. */
export const approvalTransitions: Readonly<
  Record<ApprovalState, Readonly<Partial<Record<ApprovalMove, ApprovalState>>>>
> = {
  waiting: { release: 'released', reject: 'rejected', withdraw: 'withdrawn', expire: 'expired' },
  released: {},
  rejected: {},
  withdrawn: {},
  expired: {},
}

/** @throws {ApprovalClosed} when the table does not have the move */
export function nextApprovalState(from: ApprovalState, move: ApprovalMove): ApprovalState {
  const next = approvalTransitions[from][move]
  if (next === undefined) throw new ApprovalClosed(from)
  return next
}

/** Where a request stands at an instant: one that nobody decided in time has expired, whether or not it was noted. */
export function approvalStateAt(
  request: { readonly state: ApprovalState; readonly expiresAt: Date },
  at: Date,
): ApprovalState {
  return request.state === 'waiting' && request.expiresAt <= at ? 'expired' : request.state
}

export class ApprovalClosed extends MessageError {
  constructor(state: ApprovalState) {
    super('state-conflict', closedMessages[state], { state })
  }
}

const closedMessages: Readonly<Record<ApprovalState, Message>> = {
  waiting: message('approvals.error.waiting'),
  released: message('approvals.error.released'),
  rejected: message('approvals.error.rejected'),
  withdrawn: message('approvals.error.withdrawn'),
  expired: message('approvals.error.expired'),
}
