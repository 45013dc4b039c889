export { countAskingPartners } from './asking-partners.ts'
export {
  findCustomers,
  groundOf,
  isCustomerLost,
  nameCustomer,
  refuseLostCustomer,
  servesCustomer,
} from './customers.ts'
export { CustomerLost } from './errors.ts'
export type { Pair } from './partner-store.ts'
