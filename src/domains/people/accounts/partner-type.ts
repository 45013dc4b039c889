/** Whether accounts of this type order for others. */
export function isPartnerType(accountType: string | undefined): boolean {
  return accountType === 'reseller' || accountType === 'distributor'
}
