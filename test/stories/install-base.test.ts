import { drizzle } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { handOver, signInAtPortal } from '../../src/cli/demo/portal-visit.ts'
import type { Visitor } from '../../src/cli/demo/visitor.ts'
import { viewInstallBase } from '../../src/domains/selling/products/view-install-base.ts'
import { type Box, startBox } from '../support/box.ts'
import { coTermCart, installBaseAnswer, plantLine, syncNow } from '../support/install-base.ts'
import { movableClock } from '../support/movable-clock.ts'
import { codeOf, dublin, shopping } from '../support/shopping.ts'

const clock = movableClock('2026-06-15T10:00:00Z')
let box: Box
let alice: Visitor
beforeAll(async () => {
  box = await startBox({ clock })
  alice = await box.member('alice@acme.example')
})
afterAll(() => box.close())

const products = (visitor: Visitor, query = '') =>
  visitor.ask(installBaseAnswer, 'GET', `${box.url}/api/products?${query}`)
const offerAnswer = z.object({
  left: z.number(),
  download: z.object({
    state: z.string(),
    packages: z.array(z.object({ packageId: z.string(), files: z.array(z.object({ href: z.string() })) })),
    before: z.object({ at: z.string(), by: z.string(), files: z.number() }).nullable(),
  }),
})
const avoidedAnswer = z.object({
  shown: z.number(),
  ordered: z.number(),
  avoided: z.number(),
  kits: z.array(z.object({ partNumber: z.string(), avoided: z.number() })),
})
const offer = (visitor: Visitor, title: string) =>
  visitor.ask(offerAnswer, 'GET', `${box.url}/api/titles/${title}/offer`)

it('the list has each base, then the updates that come with it, each with its category, and says from whom a right is inherited [S22]', async () => {
  const { lines } = await products(alice)
  expect(
    lines.map(({ activationId, productVersion, category, under }) => [activationId, productVersion, category, under]),
  ).toEqual([
    ['ACT-ACME-BRUSH', '1.4', 'addon', null],
    ['ACT-ACME-PAINT', '2.0', 'upgrade', null],
    ['ACT-ACME-PAINT', '2.1', 'update', 'ACT-ACME-PAINT'],
  ])
  expect(lines[2]?.grantedBy?.sentence).toContain('comes with Paint Pro 2.0')

  const greta = await box.member('greta@acme.example')
  const inherited = (await products(greta)).lines.find(({ activationId }) => activationId === 'ACT-ACME-PAINT')
  expect(inherited).toMatchObject({ inheritedFrom: 'ACME', inheritedFromName: 'Acme Corporation' })
  // What is another account's cannot be enlarged or renewed from here.
  expect([inherited?.can.seats, inherited?.can.renewals]).toEqual([[], []])
})

it('what can be done is what cart and order take: nothing is offered that is then refused', async () => {
  for (const name of [
    'alice@acme.example',
    'greta@acme.example',
    'sam@acme.example',
    'beth@bright.example',
    'rosa@pixel.example',
  ]) {
    const visitor = await box.member(name)
    for (const { activationId, can, under } of (await products(visitor)).lines) {
      if (under !== null)
        expect([can.seats, can.renewals, can.upgrades, can.components, can.media]).toEqual([[], [], [], [], []])
      const targeted = [...can.seats, ...can.renewals, ...can.components].map((choice) => ({
        ...choice,
        targetActivationId: activationId,
      }))
      for (const { partNumber, quantity, ...more } of [...targeted, ...can.upgrades, ...can.media]) {
        const target = 'targetActivationId' in more ? { targetActivationId: more.targetActivationId } : {}
        const body = { partNumber, quantity, downloadDeclined: true, ...target }
        const added = await visitor.tell('POST', `${box.url}/api/cart/lines`, body)
        expect([name, activationId, partNumber, added.status, codeOf(added)]).toEqual([
          name,
          activationId,
          partNumber,
          201,
          '',
        ])
      }
    }
  }
})

it('the download comes first: a kit is not put in the cart before the offer was shown, and the choice is recorded [S25]', async () => {
  const bob = await box.member('bob@acme.example')
  const put = (body: object) => bob.tell('POST', `${box.url}/api/cart/lines`, { partNumber: 'KIT-BRUSH-14', ...body })
  const unseen = await put({})
  expect([unseen.status, codeOf(unseen)]).toEqual([409, 'download-first'])
  const past = await bob.tell('POST', `${box.url}/api/kit-orders`, {
    partNumber: 'KIT-PAINT-PRO-2',
    shipTo: dublin,
    requestKey: 'past-the-offer',
  })
  expect([past.status, codeOf(past)]).toEqual([409, 'download-first'])

  const { download } = await offer(bob, 'BRUSH_LIBRARY_1_4')
  expect(download.state).toBe('ready')
  // Seen, and still it has to be declined.
  expect((await put({})).status).toBe(409)
  expect((await put({ downloadDeclined: true })).status).toBe(201)
  const recorded = await box.database.db.execute(
    `select state, choice from kit_offers where user_name = 'bob@acme.example' and part_number = 'KIT-BRUSH-14'`,
  )
  expect([...recorded]).toEqual([{ state: 'ready', choice: 'media' }])
})

it('media after a recorded download says when the same files were downloaded and by whom, before freight is paid; the report counts the kits avoided [N2]', async () => {
  const { download } = await offer(alice, 'BRUSH_LIBRARY_1_4')
  expect(download.before).toBeNull()
  const own = download.packages.find(({ packageId }) => packageId === 'BRUSH_LIBRARY_1_4')
  const file = await alice.tell('GET', `${box.url}${own?.files[0]?.href}`)
  expect([file.status, new URL(file.url).origin]).toEqual([200, new URL(box.portal.url).origin])

  // A colleague sees it on the offer, in the cart and on the quote that names the freight.
  const bob = await box.member('bob@acme.example')
  const seen = { by: 'Alice Arden', at: clock.now().toISOString(), files: 1 }
  expect((await offer(bob, 'BRUSH_LIBRARY_1_4')).download.before).toEqual(seen)
  const cart = await bob.ask(coTermCart, 'GET', `${box.url}/api/cart`)
  const kit = cart.lines.find(({ partNumber }) => partNumber === 'KIT-BRUSH-14')
  expect(kit?.downloadedBefore).toEqual(seen)
  const pricedCart = await bob.tell('POST', `${box.url}/api/priced-carts`, { shipTo: dublin })
  expect(JSON.parse(pricedCart.body.toString())).toMatchObject({
    freightMinor: 590,
    downloadedBefore: [{ partNumber: 'KIT-BRUSH-14', ...seen }],
  })
  const page = (await bob.send(`${box.url}/checkout/quote`, { ...dublin })).body.toString()
  expect(page).toContain('Alice Arden already downloaded these files on 15 Jun 2026')

  // Alice took the download; Bob takes the disc out of his cart again. Acme is one company with one kit avoided.
  const reid = await box.staff('reid')
  const report = () => reid.ask(avoidedAnswer, 'GET', `${box.url}/api/admin/kits-avoided`)
  await bob.tell('DELETE', `${box.url}/api/cart/lines/${kit?.id}`)
  expect((await report()).kits).toContainEqual({ partNumber: 'KIT-BRUSH-14', avoided: 1 })
  const figures = (await reid.tell('GET', `${box.url}/admin/kits-avoided`)).body.toString()
  expect(figures).toContain('1 kit')

  // Who orders the disc after all has avoided nothing.
  clock.advance({ minutes: 1 })
  await shopping(box.url, bob).order([{ partNumber: 'KIT-BRUSH-14' }], 'PO-AFTER-ALL')
  expect((await report()).kits).toContainEqual({ partNumber: 'KIT-BRUSH-14', avoided: 0 })
})

it('a product whose switch is off has its media nowhere, and the API refuses it in cart, offer and order; on, it is back [S23]', async () => {
  const carla = await box.staff('carla')
  const flip = (offered: boolean, visitor = carla) =>
    visitor.tell('PUT', `${box.url}/api/admin/media-offers/KIT-PAINT-PRO-2`, { offered })
  expect((await flip(false, await box.staff('oscar'))).status).toBe(403)
  const media = async () =>
    (await products(alice)).lines.flatMap(({ can }) => can.media.map(({ partNumber }) => partNumber))
  expect(await media()).toContain('KIT-PAINT-PRO-2')
  const { id: pricedCartId } = await shopping(box.url, alice).price()

  expect((await flip(false)).status).toBe(200)
  expect(await media()).toEqual(['KIT-BRUSH-14', 'KIT-PAINT-PRO-20'])
  expect((await alice.tell('GET', `${box.url}/products`)).body.toString()).not.toContain('/kits/PAINT_PRO_2_1')
  const free = { partNumber: 'KIT-PAINT-PRO-2', shipTo: dublin, downloadDeclined: true, requestKey: 'switched-off' }
  for (const [method, path, body] of [
    ['GET', '/api/items/KIT-PAINT-PRO-2', undefined],
    ['GET', '/api/titles/PAINT_PRO_2_1', undefined],
    ['GET', '/api/titles/PAINT_PRO_2_1/offer', undefined],
    ['POST', '/api/cart/lines', { partNumber: 'KIT-PAINT-PRO-2', downloadDeclined: true }],
    ['POST', '/api/kit-orders', free],
    ['POST', '/api/orders', { pricedCartId, method: 'purchaseOrder', purchaseOrderNumber: 'PO-OFF' }],
  ] as const) {
    const refused = await alice.tell(method, `${box.url}${path}`, body)
    expect([path, refused.status]).toEqual([path, 404])
  }
  expect((await alice.tell('GET', `${box.url}/api/items?q=paint+pro+2+media`)).body.toString()).not.toContain(
    '"KIT-PAINT-PRO-2"',
  )

  expect((await flip(true)).status).toBe(200)
  expect(await media()).toContain('KIT-PAINT-PRO-2')
  expect((await alice.tell('POST', `${box.url}/api/kit-orders`, free)).status).toBe(201)
})

it('orders that the portal knows and this store did not take are listed apart, by number, with the lines of the account alone [S24]', async () => {
  const elsewhereAnswer = z.object({
    items: z.array(z.object({ orderNumber: z.string(), lines: z.array(z.object({ activationId: z.string() })) })),
  })
  const { number } = await shopping(box.url, alice).order([{ partNumber: 'TEXTURES-2-LIC' }], 'PO-HERE')
  await box.drain()
  const elsewhere = await alice.ask(elsewhereAnswer, 'GET', `${box.url}/api/orders-elsewhere`)
  expect(elsewhere.items).toEqual([
    {
      orderNumber: 'SO-10001',
      lines: ['ACT-ACME-BRUSH', 'ACT-ACME-PAINT', 'MNT-ACME-PAINT'].map((activationId) => ({ activationId })),
    },
  ])
  const page = (await alice.tell('GET', `${box.url}/orders`)).body.toString()
  const [here = '', there = ''] = page.split('Ordered elsewhere')
  expect([here.includes(number), there.includes(number)]).toEqual([true, false])
  expect([there.includes('SO-10001'), there.includes('SO-10004')]).toEqual([true, false])

  // Below Acme, Greta inherits its rights and none of its orders.
  const greta = await box.member('greta@acme.example')
  const below = await greta.ask(elsewhereAnswer, 'GET', `${box.url}/api/orders-elsewhere`)
  expect(below.items.map(({ orderNumber }) => orderNumber)).toEqual(['SO-10002'])
})

it('a member who signs in a year after purchase sees every right the account holds, and acts on each one without staff [S1]', async () => {
  const nina = await box.member('nina@nova.example')
  expect((await products(nina)).lines).toEqual([])
  const bought = await shopping(box.url, nina).order(
    [
      { partNumber: 'PAINT-PRO-2-LIC', quantity: 2 },
      { partNumber: 'PAINT-PRO-2-SUB', quantity: 3 },
      { partNumber: 'TEXTURES-2-LIC' },
    ],
    'PO-FIRST-DAY',
  )
  await box.workUntil(async () => (await products(nina)).total === 3)
  plantLine(box, {
    activationId: 'NOVA-OLD',
    accountId: 'NOVA',
    partNumber: 'PAINT-PRO-20-LIC',
    quantity: 4,
    startDate: '2026-06-15',
    maintenanceThrough: '2027-05-31',
  })
  clock.advance({ days: 360 })
  await syncNow(box)

  // A new visit: portal, button, store. Nobody of the vendor does anything from here on.
  const back = await signInAtPortal(box.portal.url, 'nina@nova.example')
  await handOver(back, box.portal.url, { entry: 'products' })
  const { lines } = await products(back)
  const own = lines.filter(({ under }) => under === null)
  expect(own.map(({ orderId, activationId }) => orderId ?? activationId).sort()).toEqual(
    [bought.number, bought.number, bought.number, 'NOVA-OLD'].sort(),
  )
  const find = (part: string) =>
    own.find(({ productName, productVersion }) => `${productName} ${productVersion}` === part)
  const page = (await back.tell('GET', `${box.url}/products`)).body.toString()
  for (const { activationId } of own) expect(page).toContain(`id="line-${activationId}"`)

  // Each can be downloaded, and each can be renewed, enlarged, upgraded or had on disc, whatever it is.
  for (const { activationId, can } of own) {
    expect([activationId, can.download.state]).toEqual([activationId, 'ready'])
    expect((await back.tell('GET', `${box.url}/api/products/${activationId}/downloads`)).status).toBe(200)
  }
  const old = find('Paint Pro 2.0')
  expect(old).toMatchObject({ maintenance: 'lapsed' })
  const lapsed = old?.can.renewals[0]
  expect(lapsed).toMatchObject({ partNumber: 'PAINT-MNT-1Y', startDate: '2027-06-10', quantity: 4 })
  // 2.1 came out while it was maintained, so it is there, and nobody is asked to pay for it.
  expect(lines.some(({ under, productVersion }) => under === 'NOVA-OLD' && productVersion === '2.1')).toBe(true)
  expect(old?.can.upgrades).toEqual([])
  expect(old?.can.components.map(({ partNumber }) => partNumber)).toContain('COLOUR-LAB-LIC')
  expect(old?.can.media.length).toBeGreaterThan(0)
  const sub = own.find(({ expirationDate }) => expirationDate !== null)
  expect(sub?.can.renewals.map(({ partNumber, startDate }) => [partNumber, startDate])).toContainEqual([
    'PAINT-PRO-2-SUB',
    '2027-06-15',
  ])
  expect(find('Texture Collection 2.0')?.can.media.map(({ partNumber }) => partNumber)).toEqual(['KIT-TEXTURES-2'])

  const seats = own.find(({ can, expirationDate }) => can.seats.length > 0 && expirationDate === null)
  const renewed = await shopping(box.url, back).order(
    [
      { partNumber: 'PAINT-PRO-2-SEAT', quantity: 5, targetActivationId: seats?.activationId ?? '' },
      { partNumber: 'PAINT-MNT-1Y', quantity: 4, targetActivationId: 'NOVA-OLD' },
      { partNumber: 'PAINT-PRO-2-SUB', quantity: 3, targetActivationId: sub?.activationId ?? '' },
      { partNumber: 'KIT-TEXTURES-2' },
    ],
    'PO-A-YEAR-LATER',
  )
  const states = await box.workUntil(async () => {
    // The floor needs a clock that goes on.
    clock.advance({ seconds: 1 })
    const { lines: now } = await shopping(box.url, back).see(renewed.id)
    return now.every(({ state }) => state === 'live' || state === 'made') && now.map(({ state }) => state)
  })
  expect(states).toEqual(['live', 'live', 'live', 'made'])
  const after = await products(back)
  expect(after.lines.find(({ activationId, under }) => activationId === 'NOVA-OLD' && under === null)).toMatchObject({
    maintenanceThrough: '2028-06-09',
    maintenance: 'maintained',
  })
})

it('hundreds of lines come in pages that leave none out and show none twice, and can be searched and filtered', async () => {
  for (let n = 0; n < 120; n += 1)
    plantLine(box, {
      activationId: `MANY-${String(n).padStart(3, '0')}`,
      accountId: 'BRIGHT',
      partNumber: 'BRUSH-LIB-LIC',
      quantity: 1,
      startDate: '2026-01-01',
    })
  await syncNow(box)
  const beth = await box.member('beth@bright.example')
  const all: string[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const page: z.infer<typeof installBaseAnswer> = await products(beth, `limit=50${cursor && `&cursor=${cursor}`}`)
    all.push(...page.lines.filter(({ under }) => under === null).map(({ activationId }) => activationId))
    cursor = page.nextCursor
  }
  expect([all.length, new Set(all).size]).toEqual([122, 122])
  expect((await products(beth, 'q=many-07')).lines.map(({ activationId }) => activationId)).toEqual(
    Array.from({ length: 10 }, (_, n) => `MANY-07${n}`),
  )
  expect((await products(beth, 'q=many-07')).total).toBe(122)
  expect((await products(beth, 'maintenance=lapsed')).lines.map(({ activationId }) => activationId)).toEqual([
    'ACT-BRIGHT-COLOUR',
    'ACT-BRIGHT-PAINT',
  ])
})

it('a page takes the same few statements for three lines and for a hundred and twenty', async () => {
  const client = postgres(box.database.url, { max: 2, onnotice: () => {} })
  const statements: string[] = []
  const db = drizzle(client, { logger: { logQuery: (query) => void statements.push(query) } })
  const deps = { db, clock, platform: { downloadPackages: async () => [] } }
  try {
    const took: number[] = []
    for (const [userName, accountId, limit] of [
      ['alice@acme.example', 'ACME', 1],
      ['alice@acme.example', 'ACME', 100],
      ['beth@bright.example', 'BRIGHT', 10],
      ['beth@bright.example', 'BRIGHT', 100],
    ] as const) {
      statements.length = 0
      await viewInstallBase(deps, { userName, accountId }, { limit })
      took.push(statements.length)
    }
    expect(took).toEqual([took[0], took[0], took[0], took[0]])
    expect(took[0]).toBeLessThanOrEqual(9)
  } finally {
    await client.end()
  }
})
