import type { StaffCaller } from '../../../platform/http/request/caller.ts'

/** A member of staff who sells, and how far the price may be bent by hand. */
export interface Staff {
  readonly userName: string
  readonly discountLimitBasisPoints: number
}

export interface SalesDeps {
  readonly config: { readonly HAND_DISCOUNT_LIMIT_BASIS_POINTS: number }
}

export function sellerOf({ config }: SalesDeps, { userName }: StaffCaller): Staff {
  return { userName, discountLimitBasisPoints: config.HAND_DISCOUNT_LIMIT_BASIS_POINTS }
}
