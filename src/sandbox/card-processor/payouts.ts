import { newId } from '../../kernel/ids.ts'
import { type Accounts, availableBalances, settlePayout, unpaidMoves } from './settle.ts'
import { type BalanceMove, type Payout, savePayout } from './world.ts'

/** Pays out all that is available, one payout a currency; a currency without a positive balance waits. */
export function payOut(accounts: Accounts, kind?: Payout['kind']): Payout[] {
  const waiting = unpaidMoves(accounts.world)
  return availableBalances(accounts.world)
    .filter(({ amount }) => amount > 0)
    .map(({ currency, amount }) => {
      const payout: Payout = {
        id: newId('po'),
        created: accounts.world.now(),
        amount,
        currency,
        traceId: `SBX${newId('trace').slice('trace_'.length).toUpperCase().slice(0, 12)}`,
        balanceTransactionId: newId('txn'),
        ...(kind === undefined ? {} : { kind }),
        items: waiting.filter((move) => move.currency === currency).map((move) => move.id),
      }
      savePayout(accounts.world, payout)
      settlePayout(accounts, payout)
      return payout
    })
}

/** All that is still worked out is known from now on. */
export function reconcilePayouts({ world }: Accounts): void {
  for (const { kind, ...payout } of world.payouts.values()) if (kind === 'reconciling') savePayout(world, payout)
}

/** A fee that belongs to no payment, such as a monthly one; it lessens the next payout. */
export function chargeFee(
  accounts: Accounts,
  fee: { amount: number; currency: string; description: string },
): BalanceMove {
  const move: BalanceMove = {
    id: newId('txn'),
    created: accounts.world.now(),
    amount: -fee.amount,
    fee: 0,
    currency: fee.currency,
    type: 'stripe_fee',
    reportingCategory: 'fee',
    sourceId: null,
    description: fee.description,
  }
  accounts.world.moves.set(move.id, move)
  return move
}
