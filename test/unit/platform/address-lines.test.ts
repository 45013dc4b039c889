import fc from 'fast-check'
import { expect, it } from 'vitest'
import { addressLinesOf } from '../../../src/platform/http/pages/address-lines.ts'
import { viewHelpers } from '../../../src/platform/http/pages/view-helpers.ts'

const address = {
  recipient: 'Ann Lee',
  organisation: '',
  line1: '1 High Street',
  line2: '',
  city: 'Town',
  region: '',
  postalCode: '12345',
  country: 'US',
}

it.each<[string, Partial<typeof address>, string[]]>([
  [
    'New York',
    { line1: '350 Fifth Avenue', city: 'New York', region: 'NY', postalCode: '10118' },
    ['Ann Lee', '350 Fifth Avenue', 'New York, NY 10118'],
  ],
  [
    'Germany',
    { line1: 'Chausseestr. 1', city: 'Berlin', postalCode: '10115', country: 'DE' },
    ['Ann Lee', 'Chausseestr. 1', '10115 Berlin'],
  ],
  [
    'the United Kingdom',
    { city: 'Leeds', postalCode: 'LS1 1AA', country: 'GB' },
    ['Ann Lee', '1 High Street', 'Leeds', 'LS1 1AA'],
  ],
  [
    'Ireland',
    { city: 'Dublin', region: 'Co. Dublin', postalCode: 'D02 X285', country: 'IE' },
    ['Ann Lee', '1 High Street', 'Dublin', 'Co. Dublin', 'D02 X285'],
  ],
  [
    'Hungary, where the street stands after the town',
    { line1: 'Fő utca 1', city: 'Budapest', postalCode: '1011', country: 'HU' },
    ['Ann Lee', 'Budapest', 'Fő utca 1', '1011'],
  ],
  [
    'Brazil',
    { line1: 'Av. Paulista 1', city: 'São Paulo', region: 'SP', postalCode: '01310-100', country: 'BR' },
    ['Ann Lee', 'Av. Paulista 1', 'São Paulo-SP', '01310-100'],
  ],
  [
    'Canada',
    { city: 'Ottawa', region: 'ON', postalCode: 'K1A 0B1', country: 'CA' },
    ['Ann Lee', '1 High Street', 'Ottawa ON K1A 0B1'],
  ],
  [
    'Japan in its own letters, from the widest part to the person',
    {
      recipient: '山田太郎',
      line1: '丸の内1-1',
      city: '千代田区',
      region: '東京都',
      postalCode: '100-0001',
      country: 'JP',
    },
    ['〒100-0001', '東京都', '千代田区', '丸の内1-1', '山田太郎'],
  ],
  [
    'Japan in Latin letters',
    { line1: '1-1 Marunouchi', city: 'Chiyoda-ku', region: 'Tokyo', postalCode: '100-0001', country: 'JP' },
    ['Ann Lee', '1-1 Marunouchi', 'Chiyoda-ku, Tokyo', '100-0001'],
  ],
  [
    'a postal code that has its prefix already',
    { city: 'Helsinki', postalCode: 'FI-00100', country: 'FI' },
    ['Ann Lee', '1 High Street', 'FI-00100 Helsinki'],
  ],
  [
    'a postal code with the letters of the country, without a hyphen',
    { city: 'Bakı', postalCode: 'az1000', country: 'AZ' },
    ['Ann Lee', '1 High Street', 'az1000 Bakı'],
  ],
  [
    'a postal code with the older letters of the country',
    { city: 'Stockholm', postalCode: 'S-111 22', country: 'SE' },
    ['Ann Lee', '1 High Street', 'S-111 22 Stockholm'],
  ],
  [
    'a Japanese postal code with its sign',
    {
      recipient: 'Ann Lee',
      line1: '丸の内1-1',
      city: '千代田区',
      region: '東京都',
      postalCode: '〒100-0001',
      country: 'JP',
    },
    ['〒100-0001', '東京都', '千代田区', '丸の内1-1', 'Ann Lee'],
  ],
  [
    'Latin letters, for a person with a name in others',
    {
      recipient: '山田太郎',
      line1: '1-1 Marunouchi',
      city: 'Chiyoda-ku',
      region: 'Tokyo',
      postalCode: '100-0001',
      country: 'JP',
    },
    ['山田太郎', '1-1 Marunouchi', 'Chiyoda-ku, Tokyo', '100-0001'],
  ],
  [
    'a region that the form writes itself',
    { city: 'San Juan', region: 'PR', postalCode: '00901', country: 'PR' },
    ['Ann Lee', '1 High Street', 'San Juan PR 00901'],
  ],
  [
    'an island that the form writes itself',
    { city: 'Mariehamn', region: 'Åland', postalCode: '22100', country: 'AX' },
    ['Ann Lee', '1 High Street', 'AX-22100 Mariehamn', 'Åland'],
  ],
  [
    'a town that the form writes itself',
    { city: 'Singapore', postalCode: '018956', country: 'SG' },
    ['Ann Lee', '1 High Street', 'Singapore 018956'],
  ],
  [
    'a region that the form of the country does not have',
    { city: 'München', region: 'Bayern', postalCode: '80331', country: 'DE' },
    ['Ann Lee', '1 High Street', '80331 München', 'Bayern'],
  ],
  [
    'a country of which nothing is known',
    { city: 'Pristina', region: 'District', postalCode: '10000', country: 'XK' },
    ['Ann Lee', '1 High Street', '10000 Pristina', 'District'],
  ],
])('an address in %s is written as there', (_where, parts, lines) => {
  expect(addressLinesOf({ ...address, ...parts })).toEqual(lines)
})

it('whatever was typed, in whichever country, stands on the paper once, and nothing else of letters', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'Z', '1', ' ', '-', ',', '東', 'я', 'é', '\ue001', '$', '&') })
  const typed = text.map((some) => some.trim())
  const codes = viewHelpers.countries().map(({ code }) => code)
  fc.assert(
    fc.property(
      fc.record({
        recipient: typed,
        organisation: typed,
        line1: typed,
        line2: typed,
        city: typed,
        region: typed,
        postalCode: typed,
        country: fc.constantFrom(...codes, 'XK', 'ZZ'),
      }),
      (parts) => {
        const { country: _, ...written } = parts
        const lines = addressLinesOf(parts).join('\n')
        for (const part of Object.values(written)) expect(lines).toContain(part)
        expect(lines).not.toMatch(/^\s*$\n|\n\s*\n/)
      },
    ),
    { numRuns: 2000 },
  )
})

it('the country stands last, in words', () => {
  expect(viewHelpers.addressLines({ ...address, region: 'NY' })).toEqual([
    'Ann Lee',
    '1 High Street',
    'Town, NY 12345',
    'United States',
  ])
})
