import type { Db, Tx } from '../../../platform/db/db.ts'
import { InvalidInput } from '../../../platform/http/answer/problems.ts'
import { type PostalAddress, parentsOf } from '../../people/accounts/index.ts'

/** Who receives an order and who is invoiced, beside the account that buys and the customer that gets the rights. */
export interface Parties {
  /** Null: the buying account. */
  readonly shipToAccountId: string | null
  /** Null: the buying account. */
  readonly billToAccountId: string | null
  /** Null: the invoice goes where the order goes. */
  readonly billTo: PostalAddress | null
}

/** Everything is the buying account's. */
export const ownParties: Parties = { shipToAccountId: null, billToAccountId: null, billTo: null }

export interface PartiesAsked {
  readonly shipToAccountId?: string | null | undefined
  readonly billToAccountId?: string | null | undefined
  readonly billTo?: PostalAddress | null | undefined
}

/**
 * The parties as they were asked for. It may go to the end customer; the invoice may go to an account above the buying
 * one, so that nobody orders at a stranger's expense.
 * @throws {InvalidInput}
 */
export async function partiesOf(
  tx: Db | Tx,
  buyer: { readonly accountId: string; readonly endCustomerAccountId: string | null },
  asked: PartiesAsked,
): Promise<Parties> {
  const shipToAccountId = otherThan(buyer.accountId, asked.shipToAccountId)
  const billToAccountId = otherThan(buyer.accountId, asked.billToAccountId)
  if (shipToAccountId !== null && shipToAccountId !== buyer.endCustomerAccountId)
    throw new InvalidInput([
      { pointer: '#/shipToAccountId', detail: 'Send it to your own account or to the customer that you order for' },
    ])
  if (billToAccountId !== null && !(await parentsOf(tx, buyer.accountId)).includes(billToAccountId))
    throw new InvalidInput([
      { pointer: '#/billToAccountId', detail: 'Invoice your own account or one that your account belongs to' },
    ])
  return { shipToAccountId, billToAccountId, billTo: asked.billTo ?? null }
}

function otherThan(own: string, asked: string | null | undefined): string | null {
  return asked === undefined || asked === '' || asked === own ? null : asked
}
