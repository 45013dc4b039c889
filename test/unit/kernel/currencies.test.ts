import { expect, it } from 'vitest'
import { exponentOf, isCurrency, UnknownCurrency } from '../../../src/kernel/money.ts'

it.each([
  ['EUR', 2],
  ['JPY', 0],
  ['KWD', 3],
  ['CLF', 4],
  // Of these, the language data of the machine says how people write them, which is without decimals.
  ['HUF', 2],
  ['IDR', 2],
  ['IQD', 3],
  // Five of the smaller unit make one of the larger; ISO 4217 counts them in hundredths all the same.
  ['MGA', 2],
  ['MRU', 2],
])('%s has %i decimals', (code, digits) => {
  expect(exponentOf(code)).toBe(digits)
})

it('a code that is no currency is refused, also one of a metal, of a test, of the past, or in small letters', () => {
  for (const code of ['XAU', 'XTS', 'XXX', 'DEM', 'HRK', 'eur', 'EURO', '', ' ', 'constructor', '0']) {
    expect([code, isCurrency(code)]).toEqual([code, false])
    expect(() => exponentOf(code)).toThrow(UnknownCurrency)
  }
})

it('every currency that the machine knows is one of ours, but for those that are gone or pay for nothing', () => {
  const gone = new Set(['ANG', 'CUC', 'HRK', 'SLL', 'ZWL', 'BGN'])
  const ofBanks = new Set(['XDR', 'XSU'])
  const missing = Intl.supportedValuesOf('currency').filter(
    (code) => !isCurrency(code) && !gone.has(code) && !ofBanks.has(code),
  )
  expect(missing.filter((code) => !/^X(A[GU]|P[DT]|TS|XX|B[A-D])$/.test(code))).toEqual([])
})
