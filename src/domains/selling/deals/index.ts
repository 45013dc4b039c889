export { dealsInForce, hasDealInForce } from './deal-store.ts'
export type { DealDeps } from './deals.ts'
export { registeredDiscounts } from './registered-discounts.ts'
