import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { paymentAnswer, payoutSheetAnswer, payoutsAnswer, pricedCartAnswer } from '../../src/cli/demo/answers.ts'
import type { Visitor } from '../../src/cli/demo/visitor.ts'
import { systemClock } from '../../src/kernel/clock.ts'
import { dateOf } from '../../src/kernel/local-date.ts'
import { formatMoney, money } from '../../src/kernel/money.ts'
import { type Box, startBox } from '../support/box.ts'
import { pdfText } from '../support/pdf-text.ts'
import { codeOf, dublin, goodCard, shopping } from '../support/shopping.ts'

const currencies = ['EUR', 'USD'] as const
type Currency = (typeof currencies)[number]
const other = { EUR: 'USD', USD: 'EUR' } as const

let box: Box
let fiona: Visitor
let buyers: Readonly<Record<Currency, Visitor>>
beforeAll(async () => {
  box = await startBox()
  fiona = await box.staff('fiona')
  // The address of ACME-US is in the United States, so it buys in dollars.
  buyers = { EUR: await box.member('alice@acme.example'), USD: await box.member('sam@acme.example') }
})
afterAll(() => box.close())

const priced = z.object({ unitPrice: z.object({ minor: z.number(), currency: z.string() }) })

describe.each([
  ['USD', 'SKETCH-5-LIC', 14_900],
  ['EUR', 'TEXTURES-2-LIC', 7_500],
] as const)('an item without a price in %s', (currency, partNumber, foreignMinor) => {
  const tell = (method: 'GET' | 'POST', path: string, body?: object) =>
    buyers[currency].tell(method, `${box.url}${path}`, body)
  const item = `/api/items/${partNumber}`
  let title = ''

  beforeAll(async () => {
    const named = z.object({ title: z.string() })
    title = (await buyers[currency].ask(named, 'GET', `${box.url}${item}`)).title
    await shopping(box.url, buyers[currency]).put({ partNumber })
    await box.database.db.execute(
      `delete from price_list_entries e using price_lists l
        where l.id = e.price_list_id and l.currency = '${currency}' and e.part_number = '${partNumber}'`,
    )
  })

  it('is not for sale to the account: list, search, suggestion, group, page and direct link do not have it, and it cannot be put into the cart [P35]', async () => {
    const listed = ['/api/items?limit=100', '/api/items/groups?limit=100', '/catalog', '/catalog/products']
    const searched = [partNumber, encodeURIComponent(title)].flatMap((q) => [
      `/api/items?limit=100&q=${q}`,
      `/api/items/suggest?q=${q}`,
    ])
    for (const path of [...listed, ...searched]) {
      const answer = await tell('GET', path)
      expect([path, answer.status]).toEqual([path, 200])
      expect(answer.body.toString()).not.toContain(partNumber)
    }
    const refused = [
      await tell('GET', item),
      await tell('GET', `${item}?quantity=3`),
      await tell('GET', `${item}/explain`),
      await tell('POST', '/api/cart/lines', { partNumber, quantity: 1 }),
    ]
    for (const answer of refused) expect([answer.status, codeOf(answer)]).toEqual([404, 'item-not-available'])
    expect((await buyers[currency].open(`${box.url}/items/${partNumber}`)).status).toBe(404)
  })

  it('has no price in the cart in which it lay, and no quote can be had for it, in no currency', async () => {
    const line = z.object({
      id: z.string(),
      partNumber: z.string(),
      available: z.boolean(),
      unitPriceMinor: z.number().nullable(),
      netMinor: z.number().nullable(),
    })
    const { lines } = await buyers[currency].ask(z.object({ lines: z.array(line) }), 'GET', `${box.url}/api/cart`)
    expect(lines).toMatchObject([{ partNumber, available: false, unitPriceMinor: null, netMinor: null }])
    for (const body of [{ shipTo: dublin }, { shipTo: dublin, currency }]) {
      const answer = await tell('POST', '/api/priced-carts', body)
      expect([answer.status, codeOf(answer)]).toEqual([404, 'item-not-available'])
    }
    const answer = await tell('POST', '/api/priced-carts', { shipTo: dublin, currency: other[currency] })
    expect([answer.status, codeOf(answer)]).toEqual([409, 'wrong-currency'])
    await buyers[currency].ask(z.unknown(), 'DELETE', `${box.url}/api/cart/lines/${lines[0]?.id}`)
  })

  it('is for sale at its own price to the account of the other currency', async () => {
    const { unitPrice } = await buyers[other[currency]].ask(priced, 'GET', `${box.url}${item}`)
    expect(unitPrice).toEqual({ minor: foreignMinor, currency: other[currency] })
  })
})

interface Placed {
  readonly id: string
  readonly number: string
  readonly totalMinor: number
}
type Sold = Readonly<Record<'purchaseOrder' | 'card', Placed>>

const wanted = [{ partNumber: 'BOOK-PAINT-LIGHT', quantity: 2 }, { partNumber: 'COLOUR-LAB-LIC' }]
const sold = new Map<Currency, Sold>()
const soldIn = (currency: Currency): Sold => {
  const found = sold.get(currency)
  if (!found) throw new Error(`nothing was sold in ${currency}`)
  return found
}

async function buy(currency: Currency): Promise<Sold> {
  const buyer = buyers[currency]
  const shop = shopping(box.url, buyer)
  const purchaseOrder = await shop.order(wanted, `PO-${currency}`)
  const card = await payByCard(currency)
  expect(card.totalMinor).toBe(purchaseOrder.totalMinor)
  return { purchaseOrder, card }
}

async function payByCard(currency: Currency): Promise<Placed> {
  const buyer = buyers[currency]
  const shop = shopping(box.url, buyer)
  const { paymentPage, paymentId, pricedCartId } = await shop.toThePaymentPage(...wanted)
  const pricedCart = await buyer.ask(pricedCartAnswer, 'GET', `${box.url}/api/priced-carts/${pricedCartId}`)
  expect(pricedCart.currency).toBe(currency)
  expect((await buyer.open(paymentPage)).body.toString()).toContain(currency)
  await buyer.send(paymentPage, { card: goodCard })
  const check = () => buyer.ask(paymentAnswer, 'POST', `${box.url}/api/payments/${paymentId}/check`)
  const orderId = await box.workUntil(async () => (await check()).orderId)
  return shop.see(orderId)
}

const journalAnswer = z.object({
  items: z.array(
    z.object({
      entryId: z.string(),
      account: z.string(),
      side: z.string(),
      minor: z.number(),
      currency: z.string(),
      reference: z.object({ id: z.string() }),
    }),
  ),
})
const balancesAnswer = z.object({
  items: z.array(z.object({ account: z.string(), currency: z.string(), balanceMinor: z.number() })),
})
const sheetAnswer = payoutSheetAnswer.extend({
  items: z.array(
    z.object({
      orderNumber: z.string().nullable(),
      amountMinor: z.number(),
      feeMinor: z.number(),
      charged: z.object({ minor: z.number(), currency: z.string() }).nullable(),
    }),
  ),
})

async function payoutSheets() {
  const finance = `${box.url}/api/admin/finance`
  await fiona.ask(z.unknown(), 'POST', `${finance}/payouts/import`)
  const { items } = await fiona.ask(payoutsAnswer, 'GET', `${finance}/payouts`)
  return Promise.all(items.map(({ payoutId }) => fiona.ask(sheetAnswer, 'GET', `${finance}/payouts/${payoutId}`)))
}

async function balances() {
  const { items } = await fiona.ask(balancesAnswer, 'GET', `${box.url}/api/admin/finance/balances`)
  return (account: string, currency: Currency) =>
    items.find((one) => one.account === account && one.currency === currency)?.balanceMinor
}

const journal = () => fiona.ask(journalAnswer, 'GET', `${box.url}/api/admin/finance/ledger?limit=100`)

describe('orders of accounts that buy in different currencies', () => {
  beforeAll(async () => {
    for (const currency of currencies) sold.set(currency, await buy(currency))
    await box.drain()
  })

  it.each(currencies)('quote, order and receipt speak %s and name no other currency [P35]', async (currency) => {
    for (const { id, number } of Object.values(soldIn(currency))) {
      const url = `${box.url}/api/orders/${id}`
      const order = await buyers[currency].ask(
        z.object({ currency: z.string(), totalMinor: z.number(), lines: z.array(z.object({ netMinor: z.number() })) }),
        'GET',
        url,
      )
      expect(order.currency).toBe(currency)
      const receipt = pdfText((await buyers[currency].tell('GET', `${url}/receipt.pdf`)).body)
      const mail = box.mailbox.mails().find(({ subject }) => subject === `Receipt for order ${number}`)
      for (const text of [receipt, mail?.text ?? '']) {
        for (const minor of [order.totalMinor, ...order.lines.map(({ netMinor }) => netMinor)])
          expect(text).toContain(formatMoney(money(minor, currency)))
        expect(text).not.toContain(other[currency])
      }
    }
  })

  it('a payout is in the currency of the charges that it brings and closes in it, and each ledger entry stays in the currency of its order [P35]', async () => {
    expect(box.cards.payOut()).toHaveLength(2)
    const sheets = await payoutSheets()
    expect(sheets.map(({ currency }) => currency).sort()).toEqual([...currencies])
    for (const { currency, posted, items, sums } of sheets) {
      const { card } = soldIn(currency === 'USD' ? 'USD' : 'EUR')
      expect(posted).toBe(true)
      expect(items).toMatchObject([{ orderNumber: card.number, charged: null }])
      expect(sums).toMatchObject({ orderLinesMinor: card.totalMinor, leftoversMinor: 0, restMinor: 0 })
    }
    const { items } = await journal()
    const currencyOf = new Map([
      ...currencies.flatMap((currency) => Object.values(soldIn(currency)).map(({ id }) => [id, currency] as const)),
      ...sheets.map(({ payoutId, currency }) => [payoutId, currency] as const),
    ])
    expect(new Set(items.map(({ entryId }) => entryId)).size).toBe(6)
    for (const { reference, currency } of items) expect(currency).toBe(currencyOf.get(reference.id))
  })

  it('what is owed, in transit and matched is added up by currency and never across', async () => {
    const today = dateOf(systemClock.now())
    const total = z.object({ currency: z.string(), orderedMinor: z.number(), ledgerMinor: z.number() })
    const { totals } = await fiona.ask(
      z.object({ totals: z.array(total) }),
      'POST',
      `${box.url}/api/admin/finance/match-runs`,
      { from: today, through: today },
    )
    expect(totals.map(({ currency }) => currency)).toEqual([...currencies])
    for (const { orderedMinor, ledgerMinor } of totals) expect(orderedMinor).toBe(ledgerMinor)
    const balanceOf = await balances()
    for (const currency of currencies) {
      const { purchaseOrder, card } = soldIn(currency)
      expect(balanceOf('accounts-receivable', currency)).toBe(purchaseOrder.totalMinor)
      expect(balanceOf('card-clearing', currency)).toBe(0)
      expect(balanceOf('bank', currency)).toBe(card.totalMinor - (balanceOf('processor-fees', currency) ?? 0))
    }
    expect(soldIn('USD').card.totalMinor).not.toBe(soldIn('EUR').card.totalMinor)
  })

  it('dollars that the processor pays out as euros stay dollars on order and receipt, and payout and ledger have both amounts [P35]', async () => {
    box.cards.settleIn({ currency: 'eur', rates: { usd: 0.92 } })
    const before = { sheets: await payoutSheets(), euros: (await balances())('bank', 'EUR') ?? 0 }
    const { number, totalMinor } = await payByCard('USD')
    box.cards.payOut()
    const [sheet, ...others] = (await payoutSheets()).filter(
      ({ payoutId }) => !before.sheets.some((known) => known.payoutId === payoutId),
    )
    expect(others).toEqual([])
    const euros = Math.round(totalMinor * 0.92)
    const [item] = sheet?.items ?? []
    expect({ currency: sheet?.currency, item }).toMatchObject({
      currency: 'EUR',
      item: { orderNumber: number, amountMinor: euros, charged: { minor: totalMinor, currency: 'USD' } },
    })
    const fee = item?.feeMinor ?? 0
    expect(sheet?.sums).toMatchObject({ orderLinesMinor: euros, feesMinor: -fee, leftoversMinor: 0, restMinor: 0 })

    // Imported once more, it posts nothing more.
    await payoutSheets()
    const lines = (await journal()).items.filter(({ reference }) => reference.id === sheet?.payoutId)
    expect(lines.map(({ account, side, minor, currency }) => [account, side, minor, currency])).toEqual([
      ['bank', 'debit', euros - fee, 'EUR'],
      ['processor-fees', 'debit', fee, 'EUR'],
      ['card-clearing', 'credit', totalMinor, 'USD'],
      ['currency-exchange', 'debit', totalMinor, 'USD'],
      ['currency-exchange', 'credit', euros, 'EUR'],
    ])
    const balanceOf = await balances()
    expect([balanceOf('card-clearing', 'USD'), balanceOf('card-clearing', 'EUR')]).toEqual([0, 0])
    expect(balanceOf('bank', 'EUR')).toBe(before.euros + euros - fee)
    const page = (await fiona.open(`${box.url}/admin/finance/payouts/${sheet?.payoutId}`)).body.toString()
    for (const amount of [money(euros, 'EUR'), money(totalMinor, 'USD')]) expect(page).toContain(formatMoney(amount))
  })
})
