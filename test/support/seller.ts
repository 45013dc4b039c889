import { brandOf } from '../../src/config-seller.ts'
import type { Brand } from '../../src/platform/http/pages/brand.ts'

/** What a store outside the box has to say of who sells. */
export const sellerSettings = {
  SELLER_NAME: 'Harbour Shop',
  SELLER_LEGAL: 'Harbour Software Ltd',
  SELLER_HELP: 'help@harbour.example',
} as const

/** The seller of a box that was told nothing. */
export const brandOfBox: Brand = brandOf({}, false)
