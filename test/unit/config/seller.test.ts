import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Resvg } from '@resvg/resvg-js'
import { afterAll, describe, expect, it } from 'vitest'
import { InvalidConfiguration, outsideTheBox, readConfig } from '../../../src/config.ts'
import { brandOf } from '../../../src/config-seller.ts'
import { sellerSettings } from '../../support/seller.ts'

const folder = mkdtempSync(join(tmpdir(), 'seller-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const file = (name: string, content: string | Buffer) => {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}

const mistakesOf = (environment: Record<string, string>): readonly string[] => {
  try {
    readConfig(environment)
    return []
  } catch (error) {
    if (error instanceof InvalidConfiguration) return error.mistakes
    throw error
  }
}
const brandIn = (environment: Record<string, string>) => {
  const config = readConfig(environment)
  return brandOf(config, outsideTheBox(config))
}

const real = {
  FLEXNET_URL: 'https://platform.example',
  FLEXNET_TOKEN: 'token',
  HANDOFF_SECRET: 'a secret that the portal of this test shares',
  SESSION_SECRET: 'a secret for the sessions of this test alone',
}

describe('a store outside the box', () => {
  it.each([
    ['with its own platform', real],
    ['with its own card processor', { ...real, STRIPE_SECRET_KEY: 'sk', STRIPE_WEBHOOK_SECRET: 'whsec' }],
    ['with a folder of files', { ...real, FEED_DIR: 'feed', PORTAL_URL: 'https://p.example', FLEXNET_URL: '' }],
    ['that says that it is in production', { ...real, FLEXNET_URL: '', PRODUCTION: 'true' }],
  ])('%s says who sells, or does not start', (_words, environment) => {
    expect(mistakesOf(environment)).toEqual([
      'SELLER_NAME: missing; a store outside the box has to say who sells. Give the name of the store as buyers see it, such as Example Store',
      'SELLER_LEGAL: missing; a store outside the box has to say who sells. Give the company that sells, as its contracts name it, such as Example Software Ltd',
      'SELLER_HELP: missing; a store outside the box has to say who sells. Give the mail address where buyers get help, such as help@example.com',
    ])
    expect(mistakesOf({ ...environment, ...sellerSettings })).toEqual([])
    expect(mistakesOf({ ...environment, ...sellerSettings, SELLER_LEGAL: '' })).toEqual([
      expect.stringContaining('SELLER_LEGAL: missing'),
    ])
  })

  it('takes nothing of the example: no name, no address, no colour', () => {
    const brand = brandIn({ ...real, ...sellerSettings })
    expect(brand).toEqual({
      name: 'Harbour Shop',
      helpAddress: 'help@harbour.example',
      colour: '#3d4a5c',
      legalSeller: 'Sold by Harbour Software Ltd.',
      registration: null,
      bankAccount: null,
      footer: null,
      logo: null,
    })
  })
})

describe('a box', () => {
  it('needs nothing and shows the example', () => {
    expect(brandIn({})).toMatchObject({
      name: 'Paintworks Store',
      helpAddress: 'support@paintworks.example',
      colour: '#0b5c8a',
      legalSeller: 'Sold by Paintworks Software.',
    })
  })

  it('shows what is set, and the example where nothing is', () => {
    expect(brandIn({ SELLER_NAME: 'Harbour Shop', SELLER_COLOUR: '#A00' })).toMatchObject({
      name: 'Harbour Shop',
      colour: '#aa0000',
      helpAddress: 'support@paintworks.example',
    })
  })
})

it('what is given is shown in its usual form', () => {
  const brand = brandIn({
    ...sellerSettings,
    SELLER_LEGAL: ' Harbour Software Inc. ',
    SELLER_FOOTER: 'Managing director: Una Byrne',
    SELLER_VAT_ID: 'IE6388047V',
    SELLER_REGISTER: 'CRO Dublin 123456',
    SELLER_IBAN: 'de89 3704 0044 0532 0130 00',
    SELLER_BIC: 'cobadeff xxx',
  })
  expect(brand).toMatchObject({
    // One full stop, not two.
    legalSeller: 'Sold by Harbour Software Inc.',
    registration: 'VAT ID IE6388047V, CRO Dublin 123456',
    bankAccount: 'IBAN DE89 3704 0044 0532 0130 00, BIC COBADEFFXXX',
    footer: 'Managing director: Una Byrne',
  })
  expect(brandIn({ SELLER_REGISTER: 'CRO Dublin 123456' }).registration).toBe('CRO Dublin 123456')
  expect(brandIn({ SELLER_IBAN: 'GB29NWBK60161331926819' }).bankAccount).toBe('IBAN GB29 NWBK 6016 1331 9268 19')
})

describe('a value that is wrong is named with its cause', () => {
  it.each([
    ['SELLER_NAME', '   ', 'only spaces'],
    ['SELLER_NAME', 'x'.repeat(61), 'longer than 60 characters'],
    ['SELLER_NAME', 'Harbour\r\nBcc: all@example.com', 'one line'],
    ['SELLER_LEGAL', 'Harbour\u0000', 'one line'],
    ['SELLER_FOOTER', 'x'.repeat(301), 'longer than 300 characters'],
    ['SELLER_HELP', 'https://harbour.example/help', 'mail address'],
    ['SELLER_HELP', 'help at harbour', 'mail address'],
    ['SELLER_COLOUR', 'blue', 'a colour such as'],
    ['SELLER_COLOUR', '#12345', 'a colour such as'],
    ['SELLER_COLOUR', '#0b5c8a;}body{display:none', 'a colour such as'],
    ['SELLER_COLOUR', '#ffcc00', 'contrast with white is 1.51 to 1'],
    ['SELLER_COLOUR', '#FFF', 'contrast with white is 1.00 to 1'],
    // One step lighter than the lightest grey that is read: 4.48 to 1.
    ['SELLER_COLOUR', '#777777', 'contrast with white is 4.48 to 1'],
    ['SELLER_VAT_ID', 'none', 'value added tax'],
    // One digit differs from a right one, its country has other lengths, there is no such country.
    ['SELLER_IBAN', 'DE88370400440532013000', 'not an IBAN'],
    ['SELLER_IBAN', 'DE8937040044053201300', 'not an IBAN'],
    ['SELLER_IBAN', 'QQ89370400440532013000', 'not an IBAN'],
    ['SELLER_IBAN', '0532013000', 'not an IBAN'],
    ['SELLER_BIC', 'COBADEF', 'not a BIC'],
    ['SELLER_BIC', 'COBADEFFXX', 'not a BIC'],
    ['SELLER_BIC', 'C0BADEFF', 'not a BIC'],
    ['SELLER_BIC', 'COBAQQFF', 'not a BIC'],
  ])('%s=%j', (name, value, cause) => {
    const mistakes = mistakesOf({ SELLER_IBAN: 'DE89370400440532013000', [name]: value })
    expect(mistakes).toHaveLength(1)
    expect(mistakes[0]).toMatch(new RegExp(`^${name}: .*${cause}`))
    if (value.trim() !== '') expect(mistakes[0]).not.toContain(value)
  })

  it('a BIC alone names no account', () => {
    expect(mistakesOf({ SELLER_BIC: 'COBADEFFXXX' })).toEqual([
      'SELLER_IBAN: missing, because SELLER_BIC is set and names the bank alone',
    ])
  })
})

describe('a logo', () => {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20"><rect width="60" height="20" fill="#a00"/></svg>'
  const png = new Resvg(svg).render().asPng()
  // A frame of 48 by 16 after an application segment, as cameras and programs write it.
  const jpeg = Buffer.from('ffd8ffe000044a46ffc0000b080010003001011100ffda', 'hex')
  const logoIn = (SELLER_LOGO: string) => brandIn({ SELLER_LOGO }).logo

  it.each([
    ['a PNG file', () => file('a.png', png), { kind: 'picture', type: 'image/png', width: 60, height: 20 }],
    ['a file whose name says another kind', () => file('b.svg', png), { type: 'image/png' }],
    ['a JPEG file', () => file('c.jpg', jpeg), { type: 'image/jpeg', width: 48, height: 16 }],
    ['an SVG file with a prolog', () => file('d.svg', `<?xml version="1.0"?>\n<!-- ours -->\n${svg}`), { width: 60 }],
    ['a data address in base64', () => `data:image/png;base64,${png.toString('base64')}`, { type: 'image/png' }],
    ['a data address in percent signs', () => `data:image/svg+xml,${encodeURIComponent(svg)}`, { height: 20 }],
    [
      'an https address',
      () => 'https://cdn.harbour.example/logo.svg?v=2',
      { kind: 'address', address: 'https://cdn.harbour.example/logo.svg?v=2', origin: 'https://cdn.harbour.example' },
    ],
  ])('is %s', (_words, value, expected) => expect(logoIn(value())).toMatchObject(expected))

  it.each([
    ['a file that is not there', () => join(folder, 'none.png'), 'cannot be read'],
    ['a folder', () => folder, 'cannot be read'],
    ['a file of another kind', () => file('e.png', 'GIF89a'), 'no PNG, JPEG or SVG'],
    ['a page', () => file('f.svg', '<!doctype html><html></html>'), 'no PNG, JPEG or SVG'],
    ['a drawing that is cut off', () => file('g.svg', svg.slice(0, 80)), 'no PNG, JPEG or SVG'],
    ['a PNG that is cut off', () => file('h.png', png.subarray(0, 12)), 'no PNG, JPEG or SVG'],
    ['a JPEG that is cut off', () => file('i.jpg', jpeg.subarray(0, 10)), 'no PNG, JPEG or SVG'],
    ['a file that is too large', () => file('j.svg', svg.padEnd(600_000)), 'larger than 512 KiB'],
    ['an http address', () => 'http://cdn.harbour.example/logo.svg', 'begins with https: or data:'],
    ['an address with a password', () => 'https://me:secret@cdn.harbour.example/a.png', 'begins with https: or data:'],
    ['a script', () => 'javascript:alert(1)', 'begins with https: or data:'],
    ['an empty data address', () => 'data:image/png;base64,', 'no PNG, JPEG or SVG'],
    ['a data address that is no text', () => 'data:image/svg+xml,%E0%A4%A', 'no PNG, JPEG or SVG'],
  ])('is not %s', (_words, value, cause) => {
    const mistakes = mistakesOf({ SELLER_LOGO: value() })
    expect(mistakes).toHaveLength(1)
    expect(mistakes[0]).toMatch(new RegExp(`^SELLER_LOGO: .*${cause}`))
    expect(mistakes[0]).not.toContain(value())
  })
})
