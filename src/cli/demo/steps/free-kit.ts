import { orderAnswer } from '../answers.ts'
import { check, person, type Step, shipTo } from '../stage.ts'

export const freeKit: Step = {
  title: 'Order a free media kit with one confirm',
  run: async (stage) => {
    const body = {
      partNumber: 'KIT-PAINT-PRO-2',
      quantity: 1,
      shipTo,
      downloadDeclined: true,
      requestKey: 'demo-free-kit',
    }
    const place = () => person(stage, 'buyer').ask(orderAnswer, 'POST', `${stage.store}/api/kit-orders`, body)
    const order = await place()
    const again = await place()
    check(order.totalMinor === 0, 'the free kit costs something')
    check(again.id === order.id, 'a second click made a second order')
    stage.orders.set('freeKit', order)
    return `${order.number}, nothing to pay; a second click is the same order`
  },
}
