import { afterAll, beforeAll, expect, it } from 'vitest'
import { exponentOf, money } from '../../../src/kernel/money.ts'
import { newCardPayment } from './contract.ts'
import { type StripeWorld, stripeWorld } from './stripe-world.ts'

let world: StripeWorld
beforeAll(async () => {
  world = await stripeWorld()
})
afterAll(() => world.close())

/** The first and the last amount that can be charged, in our minor units, and the steps in between. */
const borders = [
  ['EUR', 50, 99_999_999, 1],
  ['USD', 50, 99_999_999, 1],
  ['GBP', 30, 99_999_999, 1],
  ['CZK', 1500, 99_999_999, 1],
  ['HUF', 17_500, 99_999_999, 1],
  ['JPY', 50, 99_999_999, 1],
  ['KRW', 1, 99_999_999, 1],
  // Stripe writes two decimals where there are none.
  ['ISK', 1, 999_999, 1],
  ['KWD', 10, 99_999_990, 10],
  ['IDR', 1, 999_999_999_999, 1],
] as const

it.each(borders)(
  '%s can be paid by card from its least to its most, as the processor takes it [C44]',
  async (currency, least, most, step) => {
    const { processor } = world
    for (const [minor, isTaken] of [
      [least, true],
      [most, true],
      [least - step, false],
      [most + step, false],
      ...(step > 1 ? [[least + 1, false] as const] : []),
    ] as const) {
      const amount = money(minor, currency)
      expect([minor, processor.refusalOf(amount) === null]).toEqual([minor, isTaken])
      const asked = processor.createSession(newCardPayment({ amount }))
      if (isTaken) expect((await asked).state).toBe('open')
      else await expect(asked).rejects.toMatchObject({ judgement: 'final', code: 'card-amount-not-possible' })
    }
  },
)

it('says what is the most, in the words of the currency, and what to do instead [C44]', () => {
  expect(world.processor.refusalOf(money(106_755_138, 'EUR'))).toBe(
    'By card at most 999,999.99 EUR can be paid at a time, and this comes to 1,067,551.38 EUR. Order on a purchase order, or in several orders.',
  )
  expect(exponentOf('ISK')).toBe(0)
  expect(world.processor.refusalOf(money(1_000_000, 'ISK'))).toContain('at most 999,999 ISK can be paid')
})
