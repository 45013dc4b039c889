import { describe, expect, it } from 'vitest'
import { postalAddressSchema } from '../../../../src/domains/people/accounts/address.ts'
import { addressHint, type FoundAddress } from '../../../../src/domains/people/accounts/address-hint.ts'

const leeds: FoundAddress = {
  recipient: 'Joe Example',
  organisation: 'Example Ltd',
  line1: '1 High St',
  line2: '',
  city: 'Leeds',
  region: '',
  postalCode: 'LS1 1AA',
  country: 'GB',
}

describe('what an address form is filled in with', () => {
  it('is the address as it was found where the form would take it', () => {
    expect(addressHint({ ...leeds, country: ' gb ' })).toEqual({ address: { ...leeds, phone: '' }, leftOut: [] })
  })

  it.each(['Germany', 'Deutschland', 'DEU', 'XX', 'D', '276', 'GERMANY (WEST)', '🇩🇪', 'E'.repeat(300)])(
    'leaves the country open for %s, and nothing else [C41]',
    (country) => {
      const { address, leftOut } = addressHint({ ...leeds, country })
      expect([address, leftOut]).toEqual([{ ...leeds, country: '', phone: '' }, ['address.country']])
    },
  )

  it('cuts long lines, never within a character, and leaves a long postal code out [C41]', () => {
    const long = 'Gesellschaft für '.repeat(20)
    const found = {
      ...leeds,
      recipient: `${'x'.repeat(79)}😀`,
      organisation: long,
      city: long,
      postalCode: '1'.repeat(17),
    }
    const { address, leftOut } = addressHint(found)
    expect(address).toMatchObject({ recipient: 'x'.repeat(79), organisation: long.slice(0, 80).trim(), postalCode: '' })
    expect(address.city).toBe(long.slice(0, 60).trim())
    expect(leftOut).toEqual(['recipient', 'organisation', 'city', 'postalCode'].map((part) => `address.${part}`))
    expect(postalAddressSchema.safeParse(address).success).toBe(true)
  })

  it('has no control characters and no halves of characters', () => {
    const { address } = addressHint({ ...leeds, line1: '1\u0000High\u001bSt\ud83d', line2: '\u0007' })
    expect([address.line1, address.line2]).toEqual(['1 High St', ''])
  })
})
