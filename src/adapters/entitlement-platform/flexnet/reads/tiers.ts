// Always the constants, never the labels that a tenant shows for them.
export const endCustomerTier = 'bo.constants.partnertiernames.endcustomer'
export const partnerTier = 'bo.constants.partnertiernames.tier1'
