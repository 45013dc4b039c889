import { basisPointsOf, type Money, money } from '../../../kernel/money.ts'

/** What a destination adds for an obligation; the obligation `*` stands for all that have no rate of their own. */
export interface TaxRate {
  readonly obligation: string
  readonly name: string
  readonly basisPoints: number
}

export interface Tax {
  readonly taxMinor: number
  /** Null when the destination has no rate: that is not a rate of zero, and who sells all the same has to say so. */
  readonly basisPoints: number | null
  /** The rate's name, such as `VAT`; null when the destination has no rate. */
  readonly name: string | null
}

/** The tax on one net amount, rounded half up to a whole minor unit. Of a credit it is as negative as its charge was. */
export function taxOf(net: Money, obligation: string, rates: readonly TaxRate[]): Tax {
  const rate =
    rates.find((candidate) => candidate.obligation === obligation) ??
    rates.find((candidate) => candidate.obligation === '*')
  if (!rate) return { taxMinor: 0, basisPoints: null, name: null }
  const size = basisPointsOf(money(Math.abs(net.minor), net.currency), rate.basisPoints).minor
  return { taxMinor: net.minor < 0 && size !== 0 ? -size : size, basisPoints: rate.basisPoints, name: rate.name }
}
