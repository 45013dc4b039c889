import { z } from 'zod'
import { payoutSheetAnswer, payoutsAnswer } from '../answers.ts'
import { amount, check, orderOf, person, type Step } from '../stage.ts'
import { until } from '../until.ts'

const paidOutAnswer = z.object({ payouts: z.array(z.object({ id: z.string() }).loose()) })

export const payout: Step = {
  title: 'Take in the payout of the card processor',
  run: async (stage) => {
    const finance = person(stage, 'finance')
    const { payouts } = await finance.ask(paidOutAnswer, 'POST', `${stage.cards}/sandbox/payouts`)
    const [paid] = payouts
    check(paid !== undefined, 'the processor paid nothing out')
    const list = `${stage.store}/api/admin/finance/payouts`
    const sheet = await until(stage.clock, 'the payout is booked', async () => {
      const { items } = await finance.ask(payoutsAnswer, 'GET', list)
      if (!items.some(({ payoutId }) => payoutId === paid.id)) return null
      return finance.ask(payoutSheetAnswer, 'GET', `${list}/${paid.id}`)
    })
    check(sheet.posted, 'the payout is not in the ledger')
    const { orderLinesMinor, feesMinor, leftoversMinor, payoutMinor, restMinor } = sheet.sums
    check(restMinor === 0 && leftoversMinor === 0, `the payout leaves ${restMinor} and ${leftoversMinor} unexplained`)
    const { number } = orderOf(stage, 'card')
    check(
      sheet.items.some(({ orderNumber }) => orderNumber === number),
      `${number} is not among its items`,
    )
    const say = (minor: number) => amount(Math.abs(minor), sheet.currency)
    return `${say(payoutMinor)} is ${say(orderLinesMinor)} of ${number} less ${say(feesMinor)} of fees; nothing is left over`
  },
}
