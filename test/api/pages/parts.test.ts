import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Box, startBox } from '../../support/box.ts'
import { shopping } from '../../support/shopping.ts'

let box: Box
beforeAll(async () => {
  box = await startBox()
})
afterAll(() => box.close())

it('the fields of the match are fields, with a run that found rows', async () => {
  const alice = await box.member('alice@acme.example')
  await shopping(box.url, alice).order([{ partNumber: 'BRUSH-LIB-LIC' }], 'PO-PARTS-1')
  await box.drain()
  const fiona = await box.staff('fiona')
  await fiona.send(`${box.url}/admin/finance/match`, { from: '2026-01-01', through: '2026-12-31' })
  await box.drain()
  const page = (await fiona.open(`${box.url}/admin/finance/match`)).body.toString('utf8')
  expect(page).toContain('data-label="Cause"')
  expect(page).toMatch(/<input id="from"[^>]* type="date"/)
  expect(page).not.toContain('<textarea')
})

it('the fields of a new quote are fields', async () => {
  const carla = await box.staff('carla')
  const page = (await carla.open(`${box.url}/admin/quotes/new?account=ACME`)).body.toString('utf8')
  expect(page.match(/<input /g)?.length).toBeGreaterThan(25)
  expect(page).not.toContain('<textarea')
})
