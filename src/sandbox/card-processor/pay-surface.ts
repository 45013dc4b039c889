import { act, type CheckoutAction } from './checkout.ts'
import { parseForm } from './form.ts'
import { type Answer, html, seeOther } from './http.ts'
import { notFoundPage, payPage, successAddress } from './pay-page.ts'
import type { Accounts } from './settle.ts'
import { testCard } from './test-cards.ts'

const address = /^\/pay\/([A-Za-z0-9_]+)(\/confirmation)?$/

/**
 * The hosted payment page. A form that is posted twice, or after the payment is made, leads on to the shop and charges
 * nothing again.
 */
export function answerPay(
  accounts: Accounts,
  request: { readonly method: string; readonly path: string; readonly body: string },
): Answer {
  const [, id = '', confirmation] = address.exec(request.path) ?? []
  const checkout = accounts.world.checkouts.get(id)
  const missing = notFoundPage()
  if (!checkout) return html(missing.status, missing.html)
  if (request.method !== 'POST') {
    if (checkout.status === 'complete') return seeOther(successAddress(checkout))
    const page = payPage(checkout)
    return html(page.status, page.html)
  }
  const action = actionOf(parseForm(request.body), confirmation !== undefined)
  const next = action ? (act(accounts, id, action) ?? checkout) : checkout
  // After a decline the page is fetched afresh, so that reloading it does not pay again.
  return seeOther(next.status === 'complete' ? successAddress(next) : `/pay/${id}`)
}

function actionOf(form: ReturnType<typeof parseForm>, isConfirmation: boolean): CheckoutAction | null {
  if (isConfirmation) {
    const outcome = form['outcome']
    return outcome === 'confirm' || outcome === 'refuse' ? { kind: outcome } : null
  }
  const number = form['card']
  const card = typeof number === 'string' ? testCard(number) : undefined
  return card ? { kind: 'pay', card } : null
}
