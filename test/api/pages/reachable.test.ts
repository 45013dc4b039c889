import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Visitor } from '../../../src/cli/demo/visitor.ts'
import { type Box, startBox } from '../../support/box.ts'
import { readDocument, registeredRoutes } from '../../support/document.ts'
import { namePartner } from '../../support/sales.ts'
import { dublin, shopping } from '../../support/shopping.ts'

let box: Box
let routes: string[]
beforeAll(async () => {
  box = await startBox()
  const documented = new Set((await readDocument(box)).operations.map(({ method, path }) => `${method} ${path}`))
  routes = registeredRoutes(box).flatMap((route) => {
    const [method = '', path = ''] = route.split(' ')
    return method === 'GET' && !documented.has(route) && !notPages.some((one) => one.test(path)) ? [path] : []
  })
  await fill()
}, 180_000)
afterAll(() => box.close())

/** What people do not open by a link of another page, and why. */
const notPages: readonly RegExp[] = [
  // The start, and the ways to sign on, are before every page.
  /^\/$|^\/(sign-in|signed-off|sso|another-person)(\/|$)/,
  // For machines, and parts of pages.
  /^\/(assets|favicon\.ico|docs|metrics|openapi\.json|documentation)/,
  // From a mail to somebody who is not signed on.
  /^\/invitations\//,
  // Where other sites and forms lead back to: the card processor's page and the steps of the checkout after its first.
  /^\/checkout\/./,
  // Beside the name of those who act for several accounts, whom the box does not have here.
  /^\/choose-account$/,
]

/** Routes that only data leads to that a test of links does not make: each has a test of its own. */
const needsMore: readonly string[] = ['/admin/finance/payouts/{payoutId}']

const at = (path: string) => `${box.url}${path}`

/** Something of every kind, so that lists have rows. */
async function fill(): Promise<void> {
  await namePartner(box, 'PIXEL', 'ACME')
  const alice = await box.member('alice@acme.example')
  await shopping(box.url, alice).order([{ partNumber: 'BRUSH-LIB-LIC' }], 'PO-REACH-1')
  await shopping(box.url, alice).freeKit('KIT-PAINT-PRO-2', 'reachable-kit')
  const rosa = await box.member('rosa@pixel.example')
  await rosa.send(at('/cart/end-customer'), { accountId: 'ACME' })
  await shopping(box.url, rosa).order([{ partNumber: 'BRUSH-LIB-LIC' }], 'PO-REACH-2')
  await alice.send(at('/company/rules'), { over: '0', ruleUserName: '' })
  const bruno = await box.member('bruno@acme.example')
  await shopping(box.url, bruno).put({ partNumber: 'BRUSH-LIB-LIC' })
  const { id, totalMinor } = await shopping(box.url, bruno).price()
  const order = { pricedCartId: id, method: 'purchaseOrder', purchaseOrderNumber: 'PO-REACH-3' }
  await bruno.send(at('/checkout'), { ...dublin, ...order, expectedTotalMinor: String(totalMinor) })
  for (const member of [alice, rosa, bruno]) {
    await shopping(box.url, member).put({ partNumber: member === rosa ? 'PAINT-PRO-2-LIC' : 'BRUSH-LIB-LIC' })
    await member.tell('POST', at('/api/quotes'), { shipTo: dublin, requestKey: `reachable-${Math.random()}` })
  }
  const carla = await box.staff('carla')
  await carla.send(at('/admin/account-groups'), { name: 'guild', accountIds: 'ACME' })
  await box.drain()
}

/** Every page behind links, from a first one on; of addresses that differ in their ids only, the first few. */
async function crawl(visitor: Visitor, start: string): Promise<{ reached: Set<string>; broken: string[] }> {
  const reached = new Set<string>()
  const broken: string[] = []
  const seen = new Map<string, number>()
  const waiting = [start]
  const asked = new Set(waiting)
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    const route = routeOf(path)
    if (route === null || (seen.get(route) ?? 0) >= 3) continue
    seen.set(route, (seen.get(route) ?? 0) + 1)
    const page = await visitor.open(at(path))
    if (page.status >= 400) broken.push(`${path}: ${page.status}`)
    else reached.add(route)
    for (const [, link = ''] of page.body.toString('utf8').matchAll(/<(?:a|img)[^>]* (?:href|src)="([^"#]+)/g)) {
      const next = link.replaceAll('&amp;', '&')
      if (!next.startsWith('/') || asked.has(next)) continue
      asked.add(next)
      waiting.push(next)
    }
  }
  return { reached, broken }
}

function routeOf(address: string): string | null {
  const path = address.split('?')[0] ?? ''
  const fits = routes.filter((route) =>
    new RegExp(`^${route.replace(/\{\w+\}/g, '[^/]+').replaceAll('.', '\\.')}$`).test(path),
  )
  // The one with the fewest places: /admin/quotes/new is no id.
  return fits.sort((a, b) => a.split('{').length - b.split('{').length)[0] ?? null
}

const isStaffs = (route: string) => route.startsWith('/admin')
const without = (found: Set<string>, wanted: readonly string[]) => wanted.filter((route) => !found.has(route)).sort()

it('each role of a company reaches by links every page that it may open, and no link is refused', async () => {
  const all = routes.filter((route) => !isStaffs(route))
  const partners = ['/customers', '/deals']
  const buyers = ['/checkout', '/approvals', '/approvals/{requestId}']
  const admins = ['/company/members/{userName}']
  const forCustomers = ['/orders/for-you', '/orders/for-you/{orderId}']
  const expected: readonly (readonly [string, readonly string[]])[] = [
    ['alice@acme.example', partners],
    ['bruno@acme.example', [...partners, ...admins]],
    ['vera@acme.example', [...partners, ...admins, ...buyers]],
    ['rosa@pixel.example', [...admins, ...forCustomers, '/approvals/{requestId}']],
  ]
  for (const [userName, closed] of expected) {
    const { reached, broken } = await crawl(await box.member(userName), '/products')
    expect([userName, broken]).toEqual([userName, []])
    const missing = without(
      reached,
      all.filter((route) => !closed.includes(route)),
    )
    expect([userName, missing]).toEqual([userName, []])
  }
}, 240_000)

it('each role of staff reaches by links every page that it may open, and no link is refused', async () => {
  const all = routes.filter((route) => isStaffs(route) && !needsMore.includes(route))
  const catalogs = [
    '/admin/price-file',
    '/admin/quotes/new',
    '/admin/quotes/{quoteId}/draft',
    '/admin/account-groups/{groupId}/remove',
  ]
  for (const [name, closed] of [
    ['carla', []],
    ['oscar', catalogs],
    ['fiona', catalogs],
    ['reid', catalogs],
  ] as const) {
    const { reached, broken } = await crawl(await box.staff(name), '/admin')
    expect([name, broken]).toEqual([name, []])
    expect([
      name,
      without(
        reached,
        all.filter((route) => !(closed as readonly string[]).includes(route)),
      ),
    ]).toEqual([name, []])
  }
}, 240_000)
