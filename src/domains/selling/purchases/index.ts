export { registerOrderedForYouApi } from './ordered-for-you-api.ts'
export { registerOrderedForYouPages } from './ordered-for-you-pages.ts'
export { registerReceiptPages } from './receipt-pages.ts'
export { registerStaffLookupPages } from './staff-lookup-pages.ts'
