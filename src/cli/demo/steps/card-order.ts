import type { z } from 'zod'
import { cartAnswer, orderAnswer, paymentAnswer, placementAnswer, pricedCartAnswer } from '../answers.ts'
import { amount, check, person, type Stage, type Step, shipTo } from '../stage.ts'
import { until } from '../until.ts'

const goodCard = '4242424242424242'

export const cardOrder: Step = {
  title: 'Buy a kit and a book by card',
  run: async (stage) => {
    const buyer = person(stage, 'buyer')
    for (const partNumber of ['KIT-BRUSH-14', 'BOOK-PAINT-LIGHT'])
      await buyer.ask(cartAnswer, 'POST', `${stage.store}/api/cart/lines`, { partNumber, downloadDeclined: true })
    const pricedCart = await buyer.ask(pricedCartAnswer, 'POST', `${stage.store}/api/priced-carts`, { shipTo })
    const asked = await buyer.ask(placementAnswer, 'POST', `${stage.store}/api/orders`, {
      pricedCartId: pricedCart.id,
      method: 'card',
      expectedTotalMinor: pricedCart.totalMinor,
    })
    const { redirectUrl, paymentId } = asked
    check(redirectUrl !== null && paymentId !== null, 'the store does not say where to pay')
    check(new URL(redirectUrl).origin === stage.cards, 'the payment page is not the card processor’s')
    await buyer.send(redirectUrl, { card: goodCard })
    const order = await paidOrder(stage, paymentId)
    check(order.totalMinor === pricedCart.totalMinor, 'the order has another total than the quote')
    stage.orders.set('card', order)
    return `${order.number}, ${amount(order.totalMinor, order.currency)} with tax and freight, paid on the processor's page`
  },
}

async function paidOrder(stage: Stage, paymentId: string): Promise<z.infer<typeof orderAnswer>> {
  const buyer = person(stage, 'buyer')
  const orderId = await until(stage.clock, 'the payment is settled', async () => {
    const payment = await buyer.ask(paymentAnswer, 'POST', `${stage.store}/api/payments/${paymentId}/check`)
    return payment.orderId
  })
  return buyer.ask(orderAnswer, 'GET', `${stage.store}/api/orders/${orderId}`)
}
