import type { Clock } from '../../kernel/clock.ts'
import { formatMoney, money } from '../../kernel/money.ts'
import type { OrderAnswer } from './answers.ts'
import type { Sample } from './sample.ts'
import type { Visitor } from './visitor.ts'

/** What the steps know of the world: addresses, as a stranger would, and what earlier steps left for later ones. */
export interface Stage {
  readonly clock: Clock
  readonly store: string
  readonly portal: string
  readonly cards: string
  readonly sample: Sample
  readonly people: Map<Role, Visitor>
  readonly orders: Map<OrderName, OrderAnswer>
}
export type Role = 'buyer' | 'reseller' | 'operations' | 'finance'
export type OrderName = 'freeKit' | 'card' | 'reseller' | 'lostAnswer' | 'partnerKit'

/** One step of the demo: does its part of the job, checks it, and answers one fact. @throws when the check fails */
export interface Step {
  readonly title: string
  readonly run: (stage: Stage) => Promise<string>
}

export const shipTo = {
  recipient: 'Goods in',
  organisation: 'Acme Corporation',
  line1: '1 Canal Walk',
  line2: '',
  city: 'Dublin',
  region: 'D',
  postalCode: 'D02 X285',
  country: 'IE',
  phone: '',
}

export function person(stage: Stage, role: Role): Visitor {
  const found = stage.people.get(role)
  if (!found) throw new Error(`nobody signed on as ${role}`)
  return found
}

export function orderOf(stage: Stage, name: OrderName): OrderAnswer {
  const found = stage.orders.get(name)
  if (!found) throw new Error(`the order ${name} was not placed`)
  return found
}

/** @throws with the sentence when it is not so */
export function check(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Error(otherwise)
}

export function amount(minor: number, currency: string): string {
  return formatMoney(money(minor, currency))
}
