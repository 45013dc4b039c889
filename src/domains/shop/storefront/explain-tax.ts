import { money, times } from '../../../kernel/money.ts'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { findAccount } from '../../people/accounts/index.ts'
import type { Priced } from '../pricing/index.ts'
import { taxOf, taxRatesFor } from '../pricing/index.ts'

/** What would be added to a price at the account's own address. A parcel that goes elsewhere is taxed there. */
export interface TaxReason {
  readonly country: string
  readonly obligation: string
  /** Null when the country has no rate. */
  readonly name: string | null
  /** Null when the country has no rate. */
  readonly basisPoints: number | null
  readonly netMinor: number
  readonly taxMinor: number
  readonly sentence: string
}

/** Null when the account has no address. @throws {AmountTooLarge} */
export async function explainTax(
  tx: Db | Tx,
  accountId: string,
  obligation: string,
  price: Priced,
): Promise<TaxReason | null> {
  const country = (await findAccount(tx, accountId))?.address?.country
  if (!country) return null
  const net = times(money(price.unitPriceMinor, price.currency), price.trace.quantity)
  const { name, basisPoints, taxMinor } = taxOf(net, obligation, await taxRatesFor(tx, country))
  const sentence =
    name === null || basisPoints === null
      ? `There is no tax rate for ${obligation} in ${country}.`
      : `${name} of ${basisPoints / 100} % in ${country} on ${obligation}, rounded half up.`
  return { country, obligation, name, basisPoints, netMinor: net.minor, taxMinor, sentence }
}
