import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { platformDownloads } from '../../jobs/read-downloads.ts'
import type { Visitor } from '../../src/cli/demo/visitor.ts'
import { type Box, startBox } from '../support/box.ts'
import { coTermCart } from '../support/install-base.ts'
import { movableClock } from '../support/movable-clock.ts'
import { dublin } from '../support/shopping.ts'

const clock = movableClock('2026-06-15T10:00:00Z')
let box: Box
beforeAll(async () => {
  box = await startBox({ clock })
})
afterAll(() => box.close())

const offerAnswer = z.object({
  download: z.object({
    state: z.string(),
    before: z.object({ at: z.string(), by: z.string(), files: z.number() }).nullable(),
  }),
})
const avoidedAnswer = z.object({ kits: z.array(z.object({ partNumber: z.string(), avoided: z.number() })) })
const offer = (visitor: Visitor, title: string) =>
  visitor.ask(offerAnswer, 'GET', `${box.url}/api/titles/${title}/offer`)

/** Downloads the first file whose name begins so from the portal's own page; 0 where it has none. */
async function takeInPortal(visitor: Visitor, name: string): Promise<number> {
  const page = (await visitor.open(`${box.portal.url}/downloads`)).body.toString()
  const href = new RegExp(`href="(/files/\\d+/${name}[^"]*)"`).exec(page)?.[1]
  return href === undefined ? 0 : (await visitor.open(`${box.portal.url}${href}`)).status
}

it('a download on the portal’s own pages counts too: on the offer, in the cart and on the quote, and in the report [N2]', async () => {
  // Bruno was shown the kit, and took a file from the portal instead.
  const bruno = await box.member('bruno@acme.example')
  expect((await offer(bruno, 'PAINT_PRO_2_1')).download.before).toBeNull()
  clock.advance({ minutes: 1 })
  expect(await takeInPortal(bruno, 'paint-pro-2.1')).toBe(200)
  const taken = { by: 'Bruno Brandt', at: clock.now().toISOString() }

  // Nobody looks at the kit: the night asks, twice, and Bruno's offer is answered once.
  const reid = await box.staff('reid')
  const report = () => reid.ask(avoidedAnswer, 'GET', `${box.url}/api/admin/kits-avoided`)
  expect((await report()).kits).toContainEqual({ partNumber: 'KIT-PAINT-PRO-2', avoided: 0 })
  clock.advance({ minutes: 90 })
  for (let night = 0; night < 2; night += 1) await platformDownloads({ db: box.database.db, clock }).run()
  await box.drain()
  expect((await report()).kits).toContainEqual({ partNumber: 'KIT-PAINT-PRO-2', avoided: 1 })
  const rows = await box.database.db.execute(
    `select user_name from taken_downloads where platform_log_id is not null and package_id = 'PAINT_PRO_2_1'`,
  )
  expect([...rows]).toEqual([{ user_name: 'bruno@acme.example' }])

  // A colleague is told by the offer itself, of a download that no night has asked for.
  const alice = await box.member('alice@acme.example')
  expect((await offer(alice, 'PAINT_PRO_2_1')).download.before).toEqual({ ...taken, files: 1 })
  expect(await takeInPortal(bruno, 'brush')).toBe(200)
  const later = { by: 'Bruno Brandt', at: clock.now().toISOString() }
  // Who puts a kit in the cart without its page is told there, before freight is named.
  await alice.tell('POST', `${box.url}/api/cart/lines`, { partNumber: 'KIT-BRUSH-14', downloadDeclined: true })
  await box.drain()
  const cart = await alice.ask(coTermCart, 'GET', `${box.url}/api/cart`)
  expect(cart.lines.find(({ partNumber }) => partNumber === 'KIT-BRUSH-14')?.downloadedBefore).toMatchObject(later)
  const pricedCart = await alice.tell('POST', `${box.url}/api/priced-carts`, { shipTo: dublin })
  expect(JSON.parse(pricedCart.body.toString()).downloadedBefore).toContainEqual(
    expect.objectContaining({ partNumber: 'KIT-BRUSH-14', ...later }),
  )

  // A platform that does not answer takes nothing from the offer.
  box.portal.misbehave({ operation: 'getFileDownloads', fault: 'server-fault', times: 20 })
  expect((await offer(alice, 'PAINT_PRO_2_1')).download).toMatchObject({ state: 'ready', before: taken })
  expect(box.portal.state().misbehaviours).not.toEqual([])
})
