import { formatMoney, money } from '../../../kernel/money.ts'
import { type Message, message, messagesIn } from '../../../platform/messages/messages.ts'
import type { ApprovalReason } from './approval-rules.ts'

/** Why an order waits, to be said in the language of the reader. */
export function reasonMessage(reason: ApprovalReason): Message {
  const amount = (minor: number) => formatMoney(money(minor, reason.currency))
  switch (reason.kind) {
    case 'rule':
      return reason.overMinor === 0
        ? message(reason.ofMember ? 'approvals.reason.allOfMember' : 'approvals.reason.all')
        : message(reason.ofMember ? 'approvals.reason.overOfMember' : 'approvals.reason.over', {
            amount: amount(reason.overMinor),
          })
    case 'limit':
      return reason.limitMinor === 0
        ? message('approvals.reason.noSpending', { period: reason.period })
        : message('approvals.reason.limit', {
            limit: amount(reason.limitMinor),
            period: reason.period,
            left: amount(Math.max(0, reason.limitMinor - reason.spentMinor)),
          })
  }
}

/** Why an order waits, in English, for the API. */
export const reasonSentence = (reason: ApprovalReason): string => messagesIn('en').of(reasonMessage(reason))
