import { display } from './amounts.ts'
import { escapeHtml, layout } from './pay-page.ts'
import { availableBalances } from './settle.ts'
import type { World } from './world.ts'

const shown = 20

/** The merchant's view for people who try the box: what is available, what was paid, and a button to pay it out. */
export function homePage(world: World): string {
  const balances = availableBalances(world).map(
    ({ amount, currency }) => `<li>${escapeHtml(display(amount, currency))}</li>`,
  )
  const checkouts = world.checkouts
    .values()
    .slice(-shown)
    .reverse()
    .map((one) => [one.productName, one.status, display(one.amount, one.currency)])
  const payouts = world.payouts
    .values()
    .slice(-shown)
    .reverse()
    .map((one) => [
      one.traceId,
      one.items.length === 1 ? '1 item' : `${one.items.length} items`,
      display(one.amount, one.currency),
    ])
  return layout(
    'Payments and payouts',
    `<h1>Card processor</h1>
    <p>A stand-in for the real one. It charges nobody and pays out nothing.</p>
    <h2>Available</h2>${balances.length === 0 ? '<p>Nothing. The next payment appears here.</p>' : `<ul>${balances.join('')}</ul>`}
    <form method="post" action="/sandbox/payouts"><button class="filled">Pay out all that is available</button></form>
    <h2>Payments</h2>${table(['For', 'State', 'Amount'], checkouts, 'Nobody has come to pay yet.')}
    <h2>Payouts</h2>${table(['Bank trace', 'Content', 'Amount'], payouts, 'Nothing has been paid out yet.')}`,
  )
}

function table(heads: readonly string[], rows: readonly (readonly string[])[], empty: string): string {
  if (rows.length === 0) return `<p>${empty}</p>`
  const last = heads.length - 1
  const head = heads.map((text, index) => `<th scope="col"${index === last ? ' class="money"' : ''}>${text}</th>`)
  const body = rows.map(
    (row) =>
      `<tr>${row.map((text, index) => `<td${index === last ? ' class="money"' : ''}>${escapeHtml(text)}</td>`).join('')}</tr>`,
  )
  return `<table><thead><tr>${head.join('')}</tr></thead><tbody>${body.join('')}</tbody></table>`
}
