import { cartAnswer, placementAnswer, portalStateAnswer, pricedCartAnswer, pushAnswer } from '../answers.ts'
import { check, person, type Stage, type Step, shipTo } from '../stage.ts'
import { live } from './push.ts'

export const lostAnswer: Step = {
  title: 'Push once more while the platform loses its answer',
  run: async (stage) => {
    const buyer = person(stage, 'buyer')
    const before = await entitlements(stage)
    await buyer.tell('POST', `${stage.portal}/sandbox/misbehave`, {
      operation: 'createSimpleEntitlement',
      fault: 'lose-answer',
      times: 1,
    })
    await buyer.ask(cartAnswer, 'POST', `${stage.store}/api/cart/lines`, { partNumber: stage.sample.partNumber })
    const pricedCart = await buyer.ask(pricedCartAnswer, 'POST', `${stage.store}/api/priced-carts`, { shipTo })
    const { order } = await buyer.ask(placementAnswer, 'POST', `${stage.store}/api/orders`, {
      pricedCartId: pricedCart.id,
      method: 'purchaseOrder',
      purchaseOrderNumber: 'PO-ACME-4711',
    })
    check(order !== null, 'the purchase order placed no order')
    stage.orders.set('lostAnswer', await live(stage, 'buyer', order))
    check((await entitlements(stage)) === before + 1, 'the platform has not exactly one entitlement more')
    const tried = await person(stage, 'operations').ask(
      pushAnswer,
      'GET',
      `${stage.store}/api/admin/pushes/${order.id}`,
    )
    const acts = tried.tries.map(({ action, outcome }) => `${action} ${outcome}`)
    return `${order.number} is live with one entitlement, not two (${acts.join(', ')})`
  },
}

async function entitlements(stage: Stage): Promise<number> {
  const state = await person(stage, 'buyer').ask(portalStateAnswer, 'GET', `${stage.portal}/sandbox/state`)
  return state.entitlements
}
