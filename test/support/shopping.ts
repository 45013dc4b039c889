import {
  cartAnswer,
  type OrderAnswer,
  orderAnswer,
  placementAnswer,
  pricedCartAnswer,
} from '../../src/cli/demo/answers.ts'
import type { Page, Visitor } from '../../src/cli/demo/visitor.ts'

export const dublin = {
  recipient: 'Alice Arden',
  organisation: 'Acme Corporation',
  line1: '1 Canal Walk',
  line2: '',
  city: 'Dublin',
  region: 'D',
  postalCode: 'D02 X285',
  country: 'IE',
  phone: '',
}

export interface Wanted {
  readonly partNumber: string
  readonly quantity?: number
  readonly targetActivationId?: string
}

export const goodCard = '4242424242424242'

/** What a member does in the store over its API, in the order in which pages lead through it. */
export function shopping(storeUrl: string, visitor: Visitor) {
  const url = (path: string) => `${storeUrl}${path}`
  const self = {
    put: async (...wanted: readonly Wanted[]) => {
      for (const want of wanted)
        await visitor.ask(cartAnswer, 'POST', url('/api/cart/lines'), { downloadDeclined: true, ...want })
    },
    price: () => visitor.ask(pricedCartAnswer, 'POST', url('/api/priced-carts'), { shipTo: dublin }),
    order: async (wanted: readonly Wanted[], purchaseOrderNumber: string): Promise<OrderAnswer> => {
      await self.put(...wanted)
      const { id } = await self.price()
      const placed = await visitor.ask(placementAnswer, 'POST', url('/api/orders'), {
        pricedCartId: id,
        method: 'purchaseOrder',
        purchaseOrderNumber,
      })
      if (!placed.order) throw new Error('a purchase order placed no order')
      return placed.order
    },
    /** Up to the card processor's page, where nothing is paid yet. */
    toThePaymentPage: async (...wanted: readonly Wanted[]) => {
      await self.put(...wanted)
      const { id } = await self.price()
      const placed = await visitor.ask(placementAnswer, 'POST', url('/api/orders'), {
        pricedCartId: id,
        method: 'card',
      })
      if (placed.redirectUrl === null || placed.paymentId === null) throw new Error('the card leads nowhere')
      return { pricedCartId: id, paymentPage: placed.redirectUrl, paymentId: placed.paymentId }
    },
    freeKit: (partNumber: string, requestKey: string) =>
      visitor.ask(orderAnswer, 'POST', url('/api/kit-orders'), {
        partNumber,
        quantity: 1,
        shipTo: dublin,
        downloadDeclined: true,
        requestKey,
      }),
    see: (orderId: string) => visitor.ask(orderAnswer, 'GET', url(`/api/orders/${orderId}`)),
  }
  return self
}

/** The stable code of a refusal. */
export function codeOf(page: Page): string {
  const { code }: { code?: string } = JSON.parse(page.body.toString('utf8'))
  return code ?? ''
}
