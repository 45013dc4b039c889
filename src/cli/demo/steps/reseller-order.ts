import { cartAnswer, placementAnswer, pricedCartAnswer } from '../answers.ts'
import { handOver, signInAtPortal } from '../portal-visit.ts'
import { amount, check, person, type Step, shipTo } from '../stage.ts'

export const resellerOrder: Step = {
  title: 'Order licence and seats as a reseller for a customer, on a purchase order',
  run: async (stage) => {
    const reseller = await signInAtPortal(stage.portal, 'rosa@pixel.example')
    await handOver(reseller, stage.portal, { entry: 'catalog' })
    stage.people.set('reseller', reseller)
    const cart = `${stage.store}/api/cart`
    await reseller.ask(cartAnswer, 'PUT', `${cart}/end-customer`, { accountId: 'ACME-US' })
    await reseller.ask(cartAnswer, 'POST', `${cart}/lines`, { partNumber: 'SKETCH-5-LIC', quantity: 2 })
    await reseller.ask(cartAnswer, 'POST', `${cart}/lines`, {
      partNumber: 'PAINT-PRO-2-SEAT',
      quantity: 10,
      targetActivationId: 'ACT-ACMEUS-SUB',
    })
    const destination = { ...shipTo, organisation: 'Pixel Partners BV', city: 'Amsterdam', country: 'NL' }
    const pricedCart = await reseller.ask(pricedCartAnswer, 'POST', `${stage.store}/api/priced-carts`, {
      shipTo: destination,
    })
    const seats = pricedCart.lines.find(({ partNumber }) => partNumber === 'PAINT-PRO-2-SEAT')
    check(seats !== undefined && seats.unitPriceMinor < seats.listPriceMinor, 'the partner pays the list price')
    check(seats.priceRule.includes('Reseller discount'), 'the line does not name the rule')
    const { order } = await reseller.ask(placementAnswer, 'POST', `${stage.store}/api/orders`, {
      pricedCartId: pricedCart.id,
      method: 'purchaseOrder',
      purchaseOrderNumber: 'PO-2026-77',
    })
    check(order !== null, 'the purchase order placed no order')
    stage.orders.set('reseller', order)
    const theirs = await person(stage, 'buyer').tell('GET', `${stage.store}/api/orders/${order.id}`)
    check(theirs.status === 404, 'another account sees the order')
    return `${order.number}, ten seats at ${amount(seats.unitPriceMinor, pricedCart.currency)} instead of ${amount(seats.listPriceMinor, pricedCart.currency)}, no code typed`
  },
}
