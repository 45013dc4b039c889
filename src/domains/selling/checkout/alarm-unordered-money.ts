import { formatMoney, money } from '../../../kernel/money.ts'
import type { OrderDeps } from '../../fulfilment/orders/index.ts'
import { settledUnordered } from '../../money/payments/index.ts'
import { type AlarmDeps, raiseAlarm } from '../../people/notifications/index.ts'

/** Settling and placing are one transaction, so money that has waited this long waits for a person. */
const afterMs = 15 * 60_000

/** Raises the alarm for each card payment whose money is there and whose order is not (C3). May run any number of times. */
export async function alarmUnorderedMoney(deps: Pick<OrderDeps, 'db' | 'clock'> & AlarmDeps): Promise<void> {
  const at = deps.clock.now()
  for (const payment of await settledUnordered(deps.db, new Date(at.getTime() - afterMs))) {
    const amount = formatMoney(money(payment.amountMinor, payment.currency))
    await deps.db.transaction((tx) =>
      raiseAlarm(tx, deps, {
        alarm: 'money-without-order',
        about: payment.id,
        detail: `${amount} were paid by card on account ${payment.accountId} and have no order. Place what was paid for, or give the money back.`,
        adminPath: '/admin/finance',
        dedupeKey: `money-without-order:${payment.id}`,
        at,
      }),
    )
  }
}
