import { DomainError } from '../../../kernel/domain-error.ts'
import type { OrderLineState } from './tables.ts'

export type LineMove =
  | 'push'
  | 'confirm'
  | 'lose'
  | 'refuse'
  | 'produce'
  | 'finishProduction'
  | 'failProduction'
  | 'awaitShipment'
  | 'ship'

/** How an order line moves; licences are pushed, media made and shipped, goods shipped. */
export const lineTransitions: Readonly<Record<OrderLineState, Readonly<Partial<Record<LineMove, OrderLineState>>>>> = {
  placed: { push: 'pushing', produce: 'inProduction', awaitShipment: 'awaitingShipment' },
  pushing: { confirm: 'live', lose: 'unclear', refuse: 'failed' },
  unclear: { confirm: 'live', lose: 'unclear', refuse: 'failed', push: 'pushing' },
  failed: { push: 'pushing', confirm: 'live', lose: 'unclear', produce: 'inProduction', finishProduction: 'made' },
  live: {},
  inProduction: { finishProduction: 'made', failProduction: 'failed' },
  made: { ship: 'shipped' },
  awaitingShipment: { ship: 'shipped' },
  shipped: {},
}

/** @throws {LineMoveRefused} when the table does not have the move */
export function nextLineState(from: OrderLineState, move: LineMove): OrderLineState {
  const next = lineTransitions[from][move]
  if (next === undefined) throw new LineMoveRefused(from, move)
  return next
}

/** Order status is what its lines say, never set by hand. The first that applies wins. */
export function orderStatusOf(states: readonly OrderLineState[]): OrderStatus {
  if (states.some((state) => state === 'failed')) return 'needsAttention'
  if (states.every((state) => finished.has(state))) return 'complete'
  if (states.some((state) => finished.has(state))) return 'partlyComplete'
  return 'inProgress'
}

export const orderStatuses = ['inProgress', 'partlyComplete', 'complete', 'needsAttention'] as const

export type OrderStatus = (typeof orderStatuses)[number]

const finished: ReadonlySet<OrderLineState> = new Set(['live', 'shipped'])

export class LineMoveRefused extends DomainError {
  constructor(from: OrderLineState, move: LineMove) {
    super('state-conflict', `An order line that is ${from} cannot ${move}`, { from, move })
  }
}

/** Rights go to the platform; what only the store knows never does (S38), and things are sent, not pushed. */
export function isPushed(line: { readonly origin: string; readonly obligation: string }): boolean {
  return line.origin === 'platform' && (line.obligation === 'licence' || line.obligation === 'maintenance')
}
