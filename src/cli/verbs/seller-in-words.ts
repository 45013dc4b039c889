import { type Config, outsideTheBox } from '../../config.ts'
import { brandOf } from '../../config-seller.ts'

/** Who sells, as pages, mails and papers show it. */
export function sellerInWords(config: Config): string {
  const brand = brandOf(config, outsideTheBox(config))
  const { name, legalSeller, helpAddress, colour, logo, registration, bankAccount } = brand
  const drawn = logo === null ? 'no logo' : logo.kind === 'address' ? `logo at ${logo.origin}, not on papers` : 'a logo'
  return `${name}. ${legalSeller} Help: ${helpAddress}; ${colour}, ${drawn}; ${registration ?? 'no registration'}; ${bankAccount ?? 'no bank account'}`
}
