import { cartAnswer, placementAnswer, pricedCartAnswer } from '../../../src/cli/demo/answers.ts'
import { handOver, signInAtPortal } from '../../../src/cli/demo/portal-visit.ts'
import type { Visitor } from '../../../src/cli/demo/visitor.ts'
import { derivedId } from '../../../src/kernel/ids.ts'
import type { Portal } from '../../../src/sandbox/portal/index.ts'
import type { KillRig } from './rig.ts'

const goodCard = '4242424242424242'
const lines = [
  { partNumber: 'SKETCH-5-LIC', quantity: 2 },
  { partNumber: 'COLOUR-LAB-LIC', quantity: 1 },
  { partNumber: 'KIT-BRUSH-14', quantity: 2, downloadDeclined: true },
  { partNumber: 'BOOK-PAINT-LIGHT', quantity: 1 },
]
const address = { line1: '1 Canal Walk', line2: '', city: 'Dublin', region: 'D', postalCode: 'D02 X285', country: 'IE' }

/** A company of its own for each run, with one buyer: what belongs to the run can be told apart everywhere. */
export interface Company {
  readonly accountId: string
  readonly userName: string
}

export function company(number: number): Company {
  const name = `kill-${String(number).padStart(3, '0')}`
  return { accountId: name.toUpperCase(), userName: `buyer@${name}.example` }
}

export function settle(portal: Portal, { accountId, userName }: Company): void {
  const entitlementId = `ENT-${accountId}`
  const plant = (kind: Parameters<Portal['plant']>[0]['kind'], row: Record<string, unknown>) =>
    portal.plant({ kind, action: 'upsert', row })
  plant('account', { id: accountId, name: accountId, attributes: { storeAccountType: 'customer' }, address })
  plant('member', {
    userName,
    firstName: 'Kim',
    lastName: accountId,
    locale: 'en_IE',
    accounts: [{ accountId, roles: ['Buyer'] }],
  })
  plant('entitlement', { id: entitlementId, soldTo: accountId, description: 'Owned before' })
  for (const [activationId, partNumber] of [
    [`ACT-${accountId}-PAINT`, 'PAINT-PRO-20-LIC'],
    [`ACT-${accountId}-BRUSH`, 'BRUSH-LIB-LIC'],
  ])
    plant('entitlementLine', { activationId, entitlementId, partNumber, quantity: 5 })
}

/**
 * `cardThenPurchaseOrder`: the card page is opened and left, and the same is ordered on a purchase order. `twice`: and
 * then paid by card all the same, on a page that the store never heard of.
 */
export type Payment = 'card' | 'purchaseOrder' | 'cardThenPurchaseOrder' | 'twice'

/** One run's order from the buyer's side, whose steps may be cut off anywhere and tried again. */
export interface Purchase {
  readonly company: Company
  readonly pricedCartId: string
  readonly orderId: string
  readonly paymentId: string
  readonly payment: Payment
  /** Ids under which this order goes, whoever speaks of it; more of them once the order has a number. */
  words(): Promise<string[]>
  /** Accepts the quote, and by card pays on the processor's page; harmless when that is done. */
  accept(): Promise<void>
  /** Comes back to the store from the processor's page, as a browser does; a buyer who closes the tab never does. */
  comeBack(): Promise<void>
}

/** Signs on, fills a cart with licences, media and a book, and gets a quote for it. */
export async function shop(
  rig: KillRig,
  company: Company,
  options: { readonly payment: Payment; readonly country: string },
): Promise<Purchase> {
  const visitor = await signInAtPortal(rig.portal.url, company.userName)
  await handOver(visitor, rig.portal.url, { entry: 'catalog' })
  for (const line of lines) await visitor.ask(cartAnswer, 'POST', `${rig.url}/api/cart/lines`, line)
  const shipTo = {
    recipient: 'Goods in',
    organisation: company.accountId,
    phone: '',
    ...address,
    country: options.country,
  }
  const pricedCart = await visitor.ask(pricedCartAnswer, 'POST', `${rig.url}/api/priced-carts`, { shipTo })
  const orderId = derivedId('ord', pricedCart.id)
  const paymentId = derivedId('pay', pricedCart.id)
  const ids = [
    company.accountId,
    company.userName,
    pricedCart.id,
    orderId,
    paymentId,
    derivedId('mail', `order-receipt:${orderId}`),
    ...lines.map((_, index) => derivedId('job', derivedId('orl', orderId, String(index + 1)), '1')),
  ]
  return {
    company,
    pricedCartId: pricedCart.id,
    orderId,
    paymentId,
    payment: options.payment,
    words: async () => {
      const rows = await rig.sql<{ word: string | null }[]>`
        select number as word from orders where id = ${orderId}
        union all select stripe_session_id from payments where id = ${paymentId}
        union all select stripe_payment_intent_id from card_returns where payment_id = ${paymentId}`
      return [...ids, ...rows.flatMap(({ word }) => (word === null ? [] : [word]))]
    },
    accept: async () => {
      await accept(rig, visitor, pricedCart.id, options.payment)
      if (options.payment === 'twice') await payOn(await strayPage(rig, { paymentId, ...pricedCart }))
    },
    comeBack: async () => {
      await visitor.open(`${rig.url}/checkout/return?payment=${paymentId}`)
    },
  }
}

async function accept(rig: KillRig, visitor: Visitor, pricedCartId: string, payment: Payment): Promise<void> {
  const place = (method: 'card' | 'purchaseOrder') =>
    visitor.ask(placementAnswer, 'POST', `${rig.url}/api/orders`, {
      pricedCartId,
      method,
      ...(method === 'card' ? {} : { purchaseOrderNumber: `PO-${pricedCartId.slice(-8)}` }),
    })
  if (payment === 'cardThenPurchaseOrder' || payment === 'twice') await place('card')
  const { redirectUrl } = await place(payment === 'card' ? 'card' : 'purchaseOrder')
  // A session that is paid leads back to the store instead of to the page of the processor.
  if (redirectUrl === null || redirectUrl.startsWith(rig.url)) return
  await payOn(redirectUrl)
}

/** A page for the payment that the processor makes late, as when the call for it was on its way for long. */
async function strayPage(
  rig: KillRig,
  of: { readonly paymentId: string; readonly totalMinor: number; readonly currency: string },
): Promise<string> {
  const back = `${rig.url}/checkout/return?payment=${of.paymentId}`
  const answer = await fetch(`${rig.sandbox.cards?.url}/v1/checkout/sessions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${rig.cardKey}`, 'idempotency-key': `${of.paymentId}:late` },
    body: new URLSearchParams({
      mode: 'payment',
      client_reference_id: of.paymentId,
      success_url: back,
      cancel_url: back,
      'metadata[paymentId]': of.paymentId,
      'line_items[0][quantity]': '1',
      'line_items[0][price_data][currency]': of.currency.toLowerCase(),
      'line_items[0][price_data][unit_amount]': String(of.totalMinor),
      'line_items[0][price_data][product_data][name]': 'Late',
    }),
  })
  if (!answer.ok) throw new Error(`the processor answered the late page with ${answer.status}: ${await answer.text()}`)
  return ((await answer.json()) as { readonly url: string }).url
}

async function payOn(page: string): Promise<void> {
  const paid = await fetch(page, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ card: goodCard }),
  })
  if (paid.status !== 303) throw new Error(`the processor answered the card with ${paid.status}`)
}
