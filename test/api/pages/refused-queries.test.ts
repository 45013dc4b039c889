import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Visitor } from '../../../src/cli/demo/visitor.ts'
import { type Box, startBox } from '../../support/box.ts'

// A page that left out what it cannot read would show figures of something else than was asked, as if they were the answer.
let box: Box
let fiona: Visitor
beforeAll(async () => {
  box = await startBox()
  fiona = await box.staff('fiona')
}, 180_000)
afterAll(() => box.close())

async function ask(path: string): Promise<{ status: number; html: string }> {
  const { status, body } = await fiona.open(`${box.url}${path}`)
  return { status, html: body.toString('utf8') }
}

it.each([
  ['account=petty-cash', 'account', 'Choose an account of the list'],
  ['account=rows', 'account', 'Choose an account of the list'],
  ['account=toString', 'account', 'Choose an account of the list'],
  ['from=2026-02-30', 'from', 'Give the first day as a date of the calendar'],
  ['through=yesterday', 'through', 'Give the last day as a date of the calendar'],
])('the ledger refuses %s at its field and shows no figures', async (query, field, sentence) => {
  const { status, html } = await ask(`/admin/finance/ledger?${query}`)
  expect(status).toBe(400)
  expect(html).toContain(`<a href="#${field}">${sentence}</a>`)
  expect(html).not.toContain('opening, activity, closing')
  expect(html).not.toContain('No postings')
})

it('the ledger keeps what was right beside what was wrong, and empty fields ask for everything', async () => {
  const refused = await ask('/admin/finance/ledger?account=bank&from=2026-05-01&through=2026-13-01')
  expect(refused.html).toContain('<option value="bank" selected>')
  expect(refused.html).toContain('value="2026-05-01"')
  const all = await ask('/admin/finance/ledger?account=&from=&through=')
  expect(all.status).toBe(200)
  expect(all.html).toContain('No postings')
})

it.each([
  ['on=2026-02-30', 'on', 'Give the day as a date of the calendar'],
  ['quantity=0', 'quantity', 'Give a quantity of at least 1'],
  ['quantity=two', 'quantity', 'Give the quantity as a whole number'],
])('a price is not explained for another day or quantity than was asked: %s', async (query, field, sentence) => {
  const { status, html } = await ask(`/admin/explain?accountId=ACME&partNumber=BRUSH-LIB-LIC&${query}`)
  expect(status).toBe(400)
  expect(html).toContain(`<a href="#${field}">${sentence}</a>`)
  expect(html).not.toContain('each')
})
