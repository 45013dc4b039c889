import { afterAll, beforeAll, expect, it } from 'vitest'
import { itemsAnswer } from '../../src/cli/demo/answers.ts'
import type { Visitor } from '../../src/cli/demo/visitor.ts'
import { type Box, startBox } from '../support/box.ts'
import { codeOf, dublin } from '../support/shopping.ts'

let box: Box
beforeAll(async () => {
  box = await startBox()
})
afterAll(() => box.close())

const hidden = [
  { who: 'nina@nova.example', partNumber: 'BOOK-PAINT-LIGHT', search: 'Painting Light', because: 'owns no Paint Pro' },
  { who: 'alice@acme.example', partNumber: 'KIT-PARTNER-SHOWCASE', search: 'showcase', because: 'is no partner' },
  { who: 'alice@acme.example', partNumber: 'PAINT-PRO-3-LIC', search: 'Paint Pro 3', because: 'no chain leads there' },
  { who: 'alice@acme.example', partNumber: 'PAINT-PRO-4-LIC', search: 'Paint Pro 4', because: 'it is a draft' },
]

it.each(hidden)(
  'for $who, $partNumber is absent alike from list, search, direct link, explanation, cart and kit order, because $because [S42]',
  async ({ who, partNumber, search }) => {
    const visitor = await box.member(who)
    expect(await listed(visitor, '')).not.toContain(partNumber)
    expect(await listed(visitor, `&q=${encodeURIComponent(search)}`)).not.toContain(partNumber)
    const refusals = [
      await visitor.tell('GET', `${box.url}/api/items/${partNumber}`),
      await visitor.tell('GET', `${box.url}/api/items/${partNumber}/explain`),
      await visitor.tell('POST', `${box.url}/api/cart/lines`, { partNumber, quantity: 1 }),
      await visitor.tell('POST', `${box.url}/api/kit-orders`, {
        partNumber,
        quantity: 1,
        shipTo: dublin,
        downloadDeclined: true,
        requestKey: `story-${partNumber}`,
      }),
    ]
    const unknown = await visitor.tell('GET', `${box.url}/api/items/NO-SUCH-PART`)
    for (const refusal of refusals) expect([refusal.status, codeOf(refusal)]).toEqual([unknown.status, codeOf(unknown)])
    const cart = await visitor.tell('GET', `${box.url}/api/cart`)
    expect(JSON.parse(cart.body.toString())).toMatchObject({ lines: [] })
  },
)

it('for whom the rule says yes, the same item is there in each of these places [S42]', async () => {
  const rosa = await box.member('rosa@pixel.example')
  expect(await listed(rosa, '')).toContain('KIT-PARTNER-SHOWCASE')
  expect(await listed(rosa, '&q=showcase')).toEqual(['KIT-PARTNER-SHOWCASE'])
  expect((await rosa.tell('GET', `${box.url}/api/items/KIT-PARTNER-SHOWCASE`)).status).toBe(200)
  const added = await rosa.tell('POST', `${box.url}/api/cart/lines`, {
    partNumber: 'KIT-PARTNER-SHOWCASE',
    downloadDeclined: true,
  })
  expect(added.status).toBe(201)
})

async function listed(visitor: Visitor, query: string): Promise<string[]> {
  const { items, nextCursor } = await visitor.ask(itemsAnswer, 'GET', `${box.url}/api/items?limit=100${query}`)
  expect(nextCursor).toBeNull()
  return items.map(({ partNumber }) => partNumber)
}
