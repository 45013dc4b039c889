import { expect, it } from 'vitest'
import { viewHelpers } from '../../../src/platform/http/pages/view-helpers.ts'

it.each([
  ['12.50 EUR each', ''],
  ['12.50 EUR each.', ''],
  // As orders of before keep it.
  ['List price EUR: 12.50 EUR each', 'List price EUR.'],
  ['Gold partner 20 %: 12.50 EUR instead of 15.00 EUR each', 'Gold partner 20 %, instead of 15.00 EUR each.'],
  [
    'Contract at 13.00 EUR, Gold partner 3.8 %: 12.50 EUR instead of 15.00 EUR each',
    'Contract at 13.00 EUR, Gold partner 3.8 %, instead of 15.00 EUR each.',
  ],
  // Worked out otherwise, such as with a discount by hand: nothing is taken away.
  ['14.00 EUR each; for this quote 10 % less: 12.50 EUR each', '14.00 EUR each; for this quote 10 % less.'],
  ['Renewal by the day', 'Renewal by the day.'],
])('beside 12.50 EUR, "%s" says "%s"', (sentence, expected) => {
  expect(viewHelpers.whyPrice(sentence, 1250, 'EUR')).toBe(expected)
})
