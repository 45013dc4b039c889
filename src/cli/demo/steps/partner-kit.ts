import { cartAnswer, placementAnswer, pricedCartAnswer } from '../answers.ts'
import { check, person, type Step, shipTo } from '../stage.ts'
import { finished } from './media.ts'

export const partnerKit: Step = {
  title: 'Make the media kit that a partner orders for its customer',
  run: async (stage) => {
    const reseller = person(stage, 'reseller')
    const cart = `${stage.store}/api/cart`
    await reseller.ask(cartAnswer, 'PUT', `${cart}/end-customer`, { accountId: 'BRIGHT' })
    await reseller.ask(cartAnswer, 'POST', `${cart}/lines`, { partNumber: 'KIT-PAINT-PRO-2', downloadDeclined: true })
    const pricedCart = await reseller.ask(pricedCartAnswer, 'POST', `${stage.store}/api/priced-carts`, { shipTo })
    const { order } = await reseller.ask(placementAnswer, 'POST', `${stage.store}/api/orders`, {
      pricedCartId: pricedCart.id,
      method: 'free',
    })
    check(order !== null, 'the free kit for the customer placed no order')
    stage.orders.set('partnerKit', order)
    return `${order.number} of PIXEL for BRIGHT: ${await finished(stage, order.id)}`
  },
}
