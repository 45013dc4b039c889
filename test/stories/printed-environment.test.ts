import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { handOver, signInAtPortal } from '../../src/cli/demo/portal-visit.ts'
import { until } from '../../src/cli/demo/until.ts'
import { systemClock } from '../../src/kernel/clock.ts'
import { giveEmbeddedDatabase } from '../support/embedded-data.ts'
import { shopping } from '../support/shopping.ts'
import {
  anyPorts,
  type CommandProcess,
  type StoreProcess,
  startCommand,
  startStoreProcess,
} from '../support/store-process.ts'
import { freeAddress } from '../support/ways-to-sign-on.ts'

// Three processes, as an operator has them: the outside world, the store, and the program at the production site. The store
// and the site are given what the world printed, and nothing beside it.

const folder = mkdtempSync(join(tmpdir(), 'printed-'))
let world: CommandProcess
let store: StoreProcess
let printed: Record<string, string>
/** The commands that the world says to type, without `npx store`. */
let commands: readonly (readonly string[])[]

beforeAll(async () => {
  const storeUrl = await freeAddress()
  world = startCommand(['sandbox', '--store-url', storeUrl], { ...anyPorts, DATA_DIR: join(folder, 'world') })
  await until(systemClock, 'the world has printed', async () => world.output().includes('Ctrl-C'), 120)
  const lines = world.output().split('\n')
  printed = Object.fromEntries(lines.filter((text) => /^[A-Z_]+=/.test(text)).map((text) => text.split(/=(.*)/s, 2)))
  commands = lines.flatMap((text) => {
    const [, words] = /^# npx store (.+)$/.exec(text) ?? []
    return words === undefined ? [] : [words.split(' ')]
  })
  await giveEmbeddedDatabase(printed['DATA_DIR'] ?? '')
  store = await startStoreProcess(printed, { withinMs: 180_000 })
  await until(systemClock, 'the first sync', async () => (await fetch(`${store.url}/readyz`)).ok, 180)
  const [seed = []] = commands
  expect(await startCommand(seed, printed).ended).toMatchObject({ code: 0 })
}, 400_000)
afterAll(async () => {
  await store.interrupt()
  await world.interrupt()
  rmSync(folder, { recursive: true, force: true })
})

it('a store of the printed environment alone serves at the address that the world hands over to, with nothing of a box of its own', () => {
  expect(store.url).toBe(printed['PUBLIC_URL'])
  expect(store.output()).toMatch(/^ {2}portal +outside$/m)
})

it('its site is let in by the printed token, and no other', async () => {
  const jobs = (token: string) => fetch(`${store.url}/api/site/jobs`, { headers: { authorization: `Bearer ${token}` } })
  const answer = await jobs(printed['MEDIA_SITE_TOKEN'] ?? '')
  expect([answer.status, await answer.json()]).toEqual([200, { jobs: [] }])
  expect((await jobs('another')).status).toBe(401)
})

it('people sign on through its OpenID provider', async () => {
  const alice = await signInAtPortal(printed['FLEXNET_URL'] ?? '', 'alice@acme.example')
  await alice.open(`${store.url}/sso/oidc`)
  const session = z.object({ userName: z.string(), accountId: z.string() })
  expect(await alice.ask(session, 'GET', `${store.url}/api/session`)).toEqual({
    userName: 'alice@acme.example',
    accountId: 'ACME',
  })
})

it('a member who comes by the portal’s button orders a licence and a disc: the one is pushed, the other made by the site’s own program', async () => {
  const portal = printed['FLEXNET_URL'] ?? ''
  const alice = await signInAtPortal(portal, 'alice@acme.example')
  await handOver(alice, portal, { entry: 'catalog' })
  const shop = shopping(store.url, alice)
  const order = await shop.order([{ partNumber: 'SKETCH-5-LIC' }, { partNumber: 'KIT-BRUSH-14' }], 'PO-PRINTED')
  const live = await until(
    systemClock,
    'the licence is live',
    async () => (await shop.see(order.id)).lines.find(({ state }) => state === 'live'),
    120,
  )
  const page = (await alice.open(`${portal}/downloads`)).body.toString()
  expect(page).toContain('Sketch 5.0')
  expect(live).toMatchObject({ partNumber: 'SKETCH-5-LIC', right: { live: true } })

  const [, site = []] = commands
  const atTheSite = startCommand([...site, '--work-dir', join(folder, 'site')], printed)
  const made = await until(
    systemClock,
    'the disc is made',
    async () => (await shop.see(order.id)).lines.find(({ production }) => production?.state === 'made'),
    180,
  )
  expect(made).toMatchObject({ partNumber: 'KIT-BRUSH-14', production: { discsMade: 1, discsFailed: 0 } })
  expect((await atTheSite.interrupt()).code).toBe(0)
}, 400_000)
