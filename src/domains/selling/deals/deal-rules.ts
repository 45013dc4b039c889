import { DomainError } from '../../../kernel/domain-error.ts'
import type { LocalDate } from '../../../kernel/local-date.ts'
import type { DealState } from './deal-tables.ts'

export type DealMove = 'approve' | 'reject' | 'withdraw'

/** What may become of a registration. An approved one ends by its date; a partner may give it up before. */
const dealTransitions: Readonly<Record<DealState, Readonly<Partial<Record<DealMove, DealState>>>>> = {
  submitted: { approve: 'approved', reject: 'rejected', withdraw: 'withdrawn' },
  approved: { withdraw: 'withdrawn' },
  rejected: {},
  withdrawn: {},
}

/** @throws {DealStateConflict} for a move that the table lacks */
export function nextDealState(from: DealState, move: DealMove): DealState {
  const to = dealTransitions[from][move]
  if (to === undefined) throw new DealStateConflict(from)
  return to
}

/** The state as it is on a day: an approved registration is expired after its last day. */
export function dealStandingOf(
  deal: { readonly state: DealState; readonly validThrough: LocalDate | null },
  today: LocalDate,
): DealState | 'expired' {
  return deal.state === 'approved' && deal.validThrough !== null && deal.validThrough < today ? 'expired' : deal.state
}

const shortForms: Readonly<Record<string, string>> = {
  co: 'company',
  corp: 'corporation',
  inc: 'incorporated',
  ltd: 'limited',
}

/**
 * A company's name so that `ACME Corp.` and `Acme Corporation` are the same: letters and digits without accents, legal
 * forms in full. `Acme GmbH` stays another company.
 */
export function plainName(name: string): string {
  const words = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
  return words.map((word) => shortForms[word] ?? word).join(' ')
}

/** Under what a customer is held: the account, and its name, because another partner may know only that. */
export function customerKeys(customer: { readonly accountId: string | null; readonly name: string }): string[] {
  const keys = customer.accountId === null ? [] : [`account:${customer.accountId}`]
  return [...keys, `company:${plainName(customer.name)}`]
}

export class DealStateConflict extends DomainError {
  constructor(state: DealState) {
    super('state-conflict', `This registration is ${state}.`, { state })
  }
}

export class DealHeld extends DomainError {
  constructor(partNumbers: readonly string[]) {
    super(
      'deal-held',
      `For this customer somebody has registered ${partNumbers.join(', ')} already. Register the others, or ask again later.`,
      { partNumbers },
    )
  }
}
