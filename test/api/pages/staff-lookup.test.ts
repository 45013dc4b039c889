import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Box, startBox } from '../../support/box.ts'
import { shopping } from '../../support/shopping.ts'

let box: Box
beforeAll(async () => {
  box = await startBox()
})
afterAll(() => box.close())

it('the page of an account lists its own orders, though another account uses its id as a purchase order number', async () => {
  const alice = await box.member('alice@acme.example')
  const own = await shopping(box.url, alice).order([{ partNumber: 'BRUSH-LIB-LIC' }], 'PO-OWN-1')
  const nina = await box.member('nina@nova.example')
  const strange = await shopping(box.url, nina).order([{ partNumber: 'PAINT-PRO-2-LIC' }], 'ACME')
  const oscar = await box.staff('oscar')
  const page = (await oscar.open(`${box.url}/admin/accounts/ACME`)).body.toString()
  expect(page).toContain(own.number)
  expect(page).not.toContain(strange.number)
})
