import { derivedId } from '../../../kernel/ids.ts'
import { formatMoney, money } from '../../../kernel/money.ts'
import type { OrderDeps } from '../../fulfilment/orders/index.ts'
import * as orders from '../../fulfilment/orders/index.ts'
import { findReturn } from '../../money/payments/index.ts'
import { mailMoneyBack } from './money-back-mail.ts'

/** The order that was paid twice tells that the money went back, or could not, and a mail the latter; may run any number of times. */
export async function recordMoneyReturned(
  deps: Pick<OrderDeps, 'db' | 'clock' | 'publicUrl'>,
  returnId: string,
): Promise<void> {
  const found = await findReturn(deps.db, returnId)
  if (found === null || found.state === 'due') return
  const { orderId, state } = found
  const amount = formatMoney(money(found.amountMinor, found.currency))
  await deps.db.transaction(async (tx) => {
    const at = deps.clock.now()
    if (state === 'failed') await mailMoneyBack(tx, found, { outcome: 'notTaken', publicUrl: deps.publicUrl(), at })
    if (orderId === null) return
    await orders.addEvent(tx, {
      id: derivedId('evt', returnId, state),
      orderId,
      at: found.returnedAt ?? at,
      actor: 'store',
      kind: state === 'returned' ? 'given-back' : 'not-given-back',
      sentence:
        state === 'returned'
          ? `Paid twice, given back: ${amount} went back to the card. The bank shows it within some days.`
          : `Paid twice: the bank did not take ${amount} back to the card. Finance gives it back in another way.`,
    })
  })
}
