import { display } from './amounts.ts'
import { testCards } from './test-cards.ts'
import type { Checkout } from './world.ts'

export interface Page {
  readonly status: number
  readonly html: string
}

/** What a buyer sees under `/pay/:id`. A paid checkout has no page: the buyer is sent on. */
export function payPage(checkout: Checkout): Page {
  if (checkout.status === 'expired') return expiredPage(checkout)
  return checkout.intent?.status === 'requires_action' ? confirmPage(checkout) : cardsPage(checkout)
}

export function notFoundPage(): Page {
  return {
    status: 404,
    html: layout(
      'Payment page not found',
      '<h1>Payment page not found</h1><p>Go back to the shop and start again.</p>',
    ),
  }
}

/** The success address with the session's id where the merchant asked for it. */
export function successAddress(checkout: Checkout): string {
  return checkout.successUrl.replaceAll('{CHECKOUT_SESSION_ID}', checkout.id)
}

function cardsPage(checkout: Checkout): Page {
  const total = display(checkout.amount, checkout.currency)
  const failure = checkout.intent?.failures.at(-1)
  const notice = failure
    ? `<div class="notice" role="alert"><strong>Not paid.</strong> ${escapeHtml(failure.error.message)}
       Nothing was charged. Choose another card or try again.</div>`
    : ''
  const cards = testCards.map(
    (card, index) => `<li><form method="post" action="/pay/${escapeHtml(checkout.id)}">
      <button name="card" value="${card.number}" class="${index === 0 ? 'filled' : 'outlined'}"
        aria-describedby="says-${card.number}">Pay ${escapeHtml(total)} with ${grouped(card.number)}</button>
      <p class="hint" id="says-${card.number}">${escapeHtml(card.says)}</p></form></li>`,
  )
  return {
    status: 200,
    html: layout(
      `Pay ${total}`,
      `${notice}${summary(checkout)}
      <h2>Choose a test card</h2>
      <p>This is a test. No real card is asked for or charged.</p>
      <ul>${cards.join('')}</ul>${wayBack(checkout)}`,
    ),
  }
}

function confirmPage(checkout: Checkout): Page {
  const card = checkout.intent?.waitingCard ?? ''
  return {
    status: 200,
    html: layout(
      'Confirm your payment',
      `${summary(checkout)}
      <h2>Your bank asks: is it you?</h2>
      <p>The holder of the card ending in ${escapeHtml(card.slice(-4))} confirms this payment before it is made.</p>
      <form method="post" action="/pay/${escapeHtml(checkout.id)}/confirmation">
      <button name="outcome" value="confirm" class="filled">Yes, confirm the payment</button>
      <button name="outcome" value="refuse" class="outlined">No, refuse it</button></form>${wayBack(checkout)}`,
    ),
  }
}

function expiredPage(checkout: Checkout): Page {
  return {
    status: 410,
    html: layout(
      'This payment page has expired',
      `<h1>This payment page has expired</h1>
      <p>Nothing was charged. Go back to the shop to start a new payment.</p>${wayBack(checkout)}`,
    ),
  }
}

function summary(checkout: Checkout): string {
  const description =
    checkout.productDescription === null ? '' : `<p class="hint">${escapeHtml(checkout.productDescription)}</p>`
  const to = checkout.customerEmail === null ? '' : `<p class="hint">For ${escapeHtml(checkout.customerEmail)}</p>`
  return `<h1>${escapeHtml(display(checkout.amount, checkout.currency))}</h1>
    <p class="what">${escapeHtml(checkout.productName)}</p>${description}${to}`
}

function wayBack(checkout: Checkout): string {
  return checkout.cancelUrl === null
    ? ''
    : `<p><a href="${escapeHtml(checkout.cancelUrl)}">Back to the shop without paying</a></p>`
}

function grouped(number: string): string {
  return number.replaceAll(/(\d{4})(?=\d)/g, '$1 ')
}

export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

// Text and button colours keep at least 4.5 to 1 against what they stand on, in both schemes.
const style = `
:root { color-scheme: light dark; --page: #f5f6f8; --card: #fff; --text: #1c2330; --quiet: #4d5768; --line: #767f8e;
  --accent: #1f4fc4; --on-accent: #fff; --danger: #8f1d1d; --danger-page: #fdeeee; }
@media (prefers-color-scheme: dark) { :root { --page: #12151b; --card: #1b2029; --text: #e9edf4; --quiet: #b3bccb;
  --line: #7d8797; --accent: #9db8ff; --on-accent: #10182c; --danger: #ffb4b0; --danger-page: #3a1a1c; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 640px; margin: 0 auto; padding: 24px 16px 48px; }
section { background: var(--card); border-radius: 6px; padding: 24px; box-shadow: 0 1px 3px rgb(0 0 0 / 20%); }
.brand, .hint { color: var(--quiet); font-size: 14px; margin: 4px 0 16px; }
h1 { font-size: 28px; line-height: 1.2; margin: 0 0 4px; font-variant-numeric: tabular-nums; }
h2 { font-size: 20px; margin: 32px 0 4px; }
.what { margin: 0; overflow-wrap: anywhere; }
ul { list-style: none; margin: 16px 0; padding: 0; }
button { font: inherit; min-height: 44px; width: 100%; padding: 8px 16px; border-radius: 6px; cursor: pointer;
  margin-top: 8px; font-variant-numeric: tabular-nums; }
.filled { background: var(--accent); color: var(--on-accent); border: 1px solid var(--accent); }
.outlined { background: transparent; color: var(--text); border: 1px solid var(--line); }
a { color: var(--accent); display: inline-block; padding: 10px 0; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.notice { background: var(--danger-page); color: var(--danger); border: 1px solid; border-radius: 6px; padding: 12px 16px;
  margin-bottom: 24px; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: 8px 8px 8px 0; }
td { overflow-wrap: anywhere; } td.money, th.money { text-align: right; white-space: nowrap; padding-right: 0; font-variant-numeric: tabular-nums; }`

export function layout(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(title)} - card processor</title>
<style>${style}</style></head><body><main><p class="brand">Card processor, test mode</p><section>${body}</section></main>
</body></html>`
}
