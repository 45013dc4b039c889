import { formatMoney, money } from '../../../kernel/money.ts'
import type { ApprovalReason } from './approval-rules.ts'
import type { SpendingPeriod } from './spending.ts'

/** Why an order waits, as a sentence for people. */
export function reasonSentence(reason: ApprovalReason): string {
  const amount = (minor: number) => formatMoney(money(minor, reason.currency))
  switch (reason.kind) {
    case 'rule': {
      const whose = reason.ofMember ? 'this member’s orders' : 'the company’s orders'
      return reason.overMinor === 0
        ? `All of ${whose} that cost something need an approver.`
        : `Of ${whose}, those over ${amount(reason.overMinor)} need an approver.`
    }
    case 'limit':
      return reason.limitMinor === 0
        ? `This member may spend nothing ${periodWords[reason.period]} without an approver.`
        : `The order goes over the limit of ${amount(reason.limitMinor)} ${periodWords[reason.period]}, of which ${amount(Math.max(0, reason.limitMinor - reason.spentMinor))} is left.`
  }
}

export const periodWords: Readonly<Record<SpendingPeriod, string>> = {
  day: 'a day',
  week: 'a week',
  month: 'a month',
  quarter: 'a quarter',
  year: 'a year',
}
