import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import type { Visitor } from '../../../src/cli/demo/visitor.ts'
import { allCountries } from '../../../src/kernel/countries.ts'
import { messagesIn } from '../../../src/platform/messages/messages.ts'
import { pseudoLanguage } from '../../../src/platform/messages/pseudo-language.ts'
import { type Box, startBox } from '../../support/box.ts'
import { htmlOf } from '../../support/html-forms.ts'
import { quoteAnswer } from '../../support/sales.ts'
import { dublin, shopping } from '../../support/shopping.ts'
import { wordsBeside } from '../../support/words-beside.ts'

let box: Box
let alice: Visitor
let bruno: Visitor
beforeAll(async () => {
  box = await startBox()
  Object.assign(box.store.app.views, { language: pseudoLanguage })
  alice = await box.member('alice@acme.example')
  bruno = await box.member('bruno@acme.example')
})
afterAll(() => box.close())

const pseudo = messagesIn(pseudoLanguage)
const at = (path: string) => `${box.url}${path}`

/** Values that pages print as they are: amounts, days, codes, people, addresses and names of the catalog. */
const data = [
  /^[\d,.]+ (EUR|USD)$/,
  /^\d+ \w{3} \d{4}(, \d\d:\d\d \w+)?$/,
  /^[\d.]+ (bytes|kB|MB|GB)$/,
  /^[A-Z\d]+([-_][A-Z\d]+)*$/,
  /^(Alice Arden|Bruno Brandt|Bob Byrne|Acme Corporation|Pixel \w+|Bright Signs Ltd)$/,
  ...['1 Canal Walk', 'Dublin D', 'Dublin', 'D02 X285', 'Ireland'],
  // Read from a page, where `&amp;` is a space.
  ...allCountries.map(({ name }) => name.replace('&', ' ')),
  /, (licence|yearly subscription|media kit)( -)?$/,
  // The frame says so in the window title of a refused form.
  'Error:',
  // What a kit's catalog entry, files, label and picture say.
  /^(The newest Paint Pro 2|Six hundred brushes) .*\.$/,
  /^[a-z-]+[\d.]+(-[a-z]+)?\.(exe|dmg|pdf|txt|zip)$/,
  /^(Paintworks Software|Paint Pro( 2)?|Brush( Library)?|Library 1\.4)$/,
  // Price lists say why a price is what it is, and orders keep it: those sentences are still made in English.
  /(^|: )[\d,.]+ EUR( instead of [\d,.]+ EUR)? each\.$/,
]

/** What pages say beside messages and data, by page. */
async function beside(visitor: Visitor, ...paths: readonly string[]): Promise<Record<string, string[]>> {
  const said: Record<string, string[]> = {}
  for (const path of paths) {
    const page = await visitor.open(at(path))
    expect([path, page.status]).toEqual([path, 200])
    const words = wordsBeside(page, data)
    if (words.length > 0) said[path] = words
  }
  return said
}

it('a buyer reads messages of the catalog only in the cart, at checkout and on a quote', async () => {
  expect(await beside(alice, '/cart', '/quotes')).toEqual({})
  await shopping(box.url, alice).put(
    { partNumber: 'TEXTURES-2-LIC', quantity: 2 },
    { partNumber: 'PAINT-PRO-2-SUB' },
    { partNumber: 'KIT-BRUSH-14' },
  )
  await alice.send(at('/checkout/address'), dublin)
  const asked = { shipTo: dublin, requestKey: 'pseudo-quote' }
  const { id } = await alice.ask(quoteAnswer, 'POST', at('/api/quotes'), asked)
  const paths = ['/cart', '/checkout/address', '/checkout/review', '/quotes', `/quotes/${id}`]
  expect(await beside(alice, ...paths)).toEqual({})
})

it('so does a buyer whose cart has changed, and whose purchase order number is used', async () => {
  const bob = await box.member('bob@acme.example')
  const { order, price, put } = shopping(box.url, bob)
  await order([{ partNumber: 'TEXTURES-2-LIC' }], 'PO-PSEUDO-USED')
  await put({ partNumber: 'TEXTURES-2-LIC' }, { partNumber: 'BRUSH-LIB-LIC' })
  await bob.send(at('/checkout/address'), dublin)
  await put({ partNumber: 'TEXTURES-2-LIC' }, { partNumber: 'SKETCH-5-LIC' })
  const changed = await bob.open(at('/checkout/review'))
  expect(htmlOf(changed)).toContain(pseudo.t('checkout.changed.added', { title: 'Sketch 5, licence' }))
  expect(wordsBeside(changed, data)).toEqual([])
  const { id, totalMinor } = await price()
  const fields = { pricedCartId: id, expectedTotalMinor: String(totalMinor), method: 'purchaseOrder' }
  const refused = await bob.send(at('/checkout/review'), { ...fields, purchaseOrderNumber: 'PO-PSEUDO-USED' })
  expect(refused.status).toBe(409)
  expect(wordsBeside(refused, data)).toEqual([])
})

it('so does a partner who orders for a customer', async () => {
  const rosa = await box.member('rosa@pixel.example')
  await rosa.tell('PUT', at('/api/cart/end-customer'), { accountId: 'BRIGHT' })
  await shopping(box.url, rosa).put({ partNumber: 'SKETCH-5-LIC' })
  expect(await beside(rosa, '/cart', '/cart?q=BRIGHT', '/cart?q=NOTHERE', '/checkout/address')).toEqual({})
})

it('so do a member whose order waits for approval, and its approver', async () => {
  expect(await beside(bruno, '/approvals')).toEqual({})
  await alice.tell('POST', at('/api/company/approval-rules'), { overMinor: 0 })
  const { put, price } = shopping(box.url, bruno)
  await put({ partNumber: 'TEXTURES-2-LIC' })
  await bruno.send(at('/checkout/address'), dublin)
  expect(await beside(bruno, '/cart', '/checkout/review')).toEqual({})
  const { id } = await price()
  const { approvalId } = await bruno.ask(z.object({ approvalId: z.string() }), 'POST', at('/api/orders'), {
    pricedCartId: id,
    method: 'purchaseOrder',
    purchaseOrderNumber: 'PO-PSEUDO',
  })
  const paths = ['/approvals', `/approvals/${approvalId}`]
  expect(await beside(bruno, ...paths)).toEqual({})
  expect(await beside(alice, ...paths)).toEqual({})
  await alice.tell('POST', at(`/api/approvals/${approvalId}/reject`), { reason: 'Too dear' })
  expect(await beside(bruno, ...paths)).toEqual({})
})

it('so does a member on the page of a kit', async () => {
  expect(await beside(alice, '/kits/PAINT_PRO_2_1', '/kits/BRUSH_LIBRARY_1_4')).toEqual({})
})
