import { readdirSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { mediaJobAnswer, mediaJobsAnswer, type orderAnswer } from '../../src/cli/demo/answers.ts'
import { handOver, signInAtPortal } from '../../src/cli/demo/portal-visit.ts'
import { createVisitor, type Visitor } from '../../src/cli/demo/visitor.ts'
import { type Box, startBox } from '../support/box.ts'
import { codeOf, shopping } from '../support/shopping.ts'

let box: Box
let alice: Visitor
beforeAll(async () => {
  box = await startBox()
  alice = await signInAtPortal(box.portal.url, 'alice@acme.example')
})
afterAll(() => box.close())

it('the button in the portal opens the store on that very kit, signed on, with the address filled in [S27] [S30] [S31]', async () => {
  const downloads = await alice.open(`${box.portal.url}/downloads`)
  expect(downloads.body.toString()).toContain('/go?entry=kit&amp;package=PAINT_PRO_2_1')
  const page = await handOver(alice, box.portal.url, { entry: 'kit', package: 'PAINT_PRO_2_1' })
  expect(page.status).toBe(200)
  expect(new URL(page.url).pathname).toBe('/kits/PAINT_PRO_2_1')
  const text = page.body.toString()
  for (const shown of ['Paint Pro 2, media kit', '1 Canal Walk', 'D02 X285', 'Alice Arden'])
    expect(text).toContain(shown)
  const title = await alice.ask(z.object({ partNumber: z.string() }), 'GET', `${box.url}/api/titles/PAINT_PRO_2_1`)
  expect(title.partNumber).toBe('KIT-PAINT-PRO-2')
  const session = await alice.ask(
    z.object({ accountId: z.string(), email: z.string() }),
    'GET',
    `${box.url}/api/session`,
  )
  expect(session).toEqual({ accountId: 'ACME', email: 'alice@acme.example' })
})

it('what the browser claims about itself counts for nothing [S30]', async () => {
  const query = 'accountId=BRIGHT&email=beth@bright.example&partnerProductId=PAINT_PRO_2_0'
  const stranger = await createVisitor().tell('GET', `${box.url}/api/session?${query}`)
  expect(stranger.status).toBe(401)
  const page = await alice.ask(z.object({ accountId: z.string() }), 'GET', `${box.url}/api/session?${query}`)
  expect(page.accountId).toBe('ACME')
})

it('a free kit goes from one confirm to a disc that was made, by itself, with one command file [S34] [S48] [S58] [S59] [S60]', async () => {
  const order = await shopping(box.url, alice).freeKit('KIT-PAINT-PRO-2', 'story-free-kit')
  expect(order).toMatchObject({ totalMinor: 0, lines: [{ obligation: 'media', partNumber: 'KIT-PAINT-PRO-2' }] })
  expect(box.cards.state().sessions).toEqual({ open: 0, complete: 0, expired: 0 })

  const oscar = await box.staff('oscar')
  const jobs = `${box.url}/api/admin/media-jobs`
  const job = await box.workUntil(async () => {
    const { items } = await oscar.ask(mediaJobsAnswer, 'GET', jobs)
    const listed = items.find(({ orderId }) => orderId === order.id)
    const found = listed && (await oscar.ask(mediaJobAnswer.loose(), 'GET', `${jobs}/${listed.jobId}`))
    return found?.state === 'made' && found
  })
  expect(job.siteId).toBe('dublin')
  expect(job.discs).toEqual([expect.objectContaining({ discNumber: 1, copy: 1, outcome: 'made' })])
  expect(job.manifest?.discs[0]?.files.map(({ path }) => path).sort()).toEqual([
    'paint-pro-2.1-manual.pdf',
    'paint-pro-2.1-setup.exe',
    'paint-pro-2.1.dmg',
    'release-notes-2.1.txt',
  ])
  expect(z.array(z.object({ name: z.string() })).parse(job['commandFiles'])).toHaveLength(1)
  // The robot says what it burned: one disc, however often the site looked.
  expect(box.sandbox.robot?.state().discs).toHaveLength(1)
  expect(readdirSync(box.sandbox.discFolder)).toHaveLength(1)

  await box.drain()
  const seen = await shopping(box.url, alice).see(order.id)
  expect(seen.lines[0]).toMatchObject({ state: 'made', production: { state: 'made', discsMade: 1, discsFailed: 0 } })
})

it('a free kit still counts against its limit, over all orders of the account [S34]', async () => {
  const order = (quantity: number, requestKey: string) =>
    alice.tell('POST', `${box.url}/api/kit-orders`, {
      partNumber: 'KIT-PAINT-PRO-2',
      quantity,
      requestKey,
      downloadDeclined: true,
      shipTo: { recipient: 'Alice', line1: '1 Canal Walk', city: 'Dublin', postalCode: 'D02', country: 'IE' },
    })
  const tooMany = await order(5, 'story-limit-5')
  expect([tooMany.status, codeOf(tooMany)]).toEqual([409, 'quantity-not-allowed'])
  expect((await order(4, 'story-limit-4')).status).toBe(201)
  expect((await order(1, 'story-limit-1')).status).toBe(409)
})

it('a mixed order splits: licences to the platform, media to production, goods to the parcel [S49]', async () => {
  const placed = await shopping(box.url, alice).order(
    [{ partNumber: 'TEXTURES-2-LIC' }, { partNumber: 'KIT-BRUSH-14' }, { partNumber: 'BOOK-PAINT-LIGHT', quantity: 2 }],
    'PO-STORY-49',
  )
  const lineOf = (order: z.infer<typeof orderAnswer>, obligation: string) =>
    order.lines.find((line) => line.obligation === obligation)
  const order = await box.workUntil(async () => {
    const seen = await shopping(box.url, alice).see(placed.id)
    return lineOf(seen, 'licence')?.right?.live === true && lineOf(seen, 'media')?.state === 'made' && seen
  })
  expect(lineOf(order, 'goods')).toMatchObject({ state: 'awaitingShipment', right: null, production: null })
  expect(lineOf(order, 'licence')).toMatchObject({ production: null })
  expect(lineOf(order, 'media')).toMatchObject({ right: null })
  const jobs = await (await box.staff('reid')).ask(mediaJobsAnswer, 'GET', `${box.url}/api/admin/media-jobs`)
  expect(jobs.items.filter(({ orderId }) => orderId === placed.id)).toHaveLength(1)
})
