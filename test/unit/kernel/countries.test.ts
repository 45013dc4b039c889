import { expect, it } from 'vitest'
import { allCountries, countryName, isCountryCode } from '../../../src/kernel/countries.ts'

it('the list offers each country that an address takes once, by its English name, in the order of the names', () => {
  const codes = allCountries.map(({ code }) => code)
  expect(codes).toHaveLength(250)
  expect(new Set(codes).size).toBe(250)
  for (const { code, name } of allCountries) {
    expect(code).toMatch(/^[A-Z]{2}$/)
    expect(isCountryCode(code)).toBe(true)
    expect(name).not.toBe(code)
  }
  expect(allCountries[0]).toEqual({ code: 'AF', name: 'Afghanistan' })
  expect(codes.at(-1)).toBe('ZW')
  expect(allCountries).toContainEqual({ code: 'GB', name: 'United Kingdom' })
})

it.each(['UK', 'EU', 'ZZ', 'gb', 'GBR', '826', '', 'GB ', 'constructor'])('%j is no country', (code) => {
  expect(isCountryCode(code)).toBe(false)
})

it('a code without a name stands for itself', () => {
  expect(countryName('QQ')).toBe('QQ')
})
