import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { signInAtPortal } from '../../src/cli/demo/portal-visit.ts'
import { sandbox } from '../../src/cli/verbs/sandbox.ts'
import { readConfig } from '../../src/config.ts'
import { carryOutSync, openSync } from '../../src/domains/entitlements/index.ts'
import { systemClock } from '../../src/kernel/clock.ts'
import { createLog } from '../../src/platform/log/log.ts'
import { type RunningStore, startStore } from '../../src/start-store.ts'
import { type TestDatabase, testDatabase } from '../support/test-database.ts'
import { freeAddress } from '../support/ways-to-sign-on.ts'

const folder = mkdtempSync(join(tmpdir(), 'printed-'))
const ports = { BOX_PORTAL_PORT: '0', BOX_CARD_PORT: '0', BOX_MAILBOX_PORT: '0', BOX_SMTP_PORT: '0' }
const interruption = new AbortController()
let world: Promise<number>
let database: TestDatabase
let store: RunningStore
let printed: Record<string, string>

beforeAll(async () => {
  const storeUrl = await freeAddress()
  const before = { ...process.env }
  Object.assign(process.env, { ...ports, DATA_DIR: join(folder, 'world'), LOG_LEVEL: 'silent' })
  const lines: string[] = []
  const ready = new Promise<void>((resolve) => {
    const plain = (text: string) => text
    const line = (text = '') => {
      lines.push(text)
      if (text.includes('Ctrl-C')) resolve()
    }
    const progress = () => ({ at: () => {}, end: () => {} })
    world = sandbox({ line, good: plain, bad: plain, quiet: plain, progress }, { storeUrl }, interruption.signal)
  })
  await ready
  process.env = before
  printed = Object.fromEntries(lines.filter((text) => /^[A-Z_]+=/.test(text)).map((text) => text.split(/=(.*)/s, 2)))
  database = await testDatabase()
  const own = { DATA_DIR: join(folder, 'store'), DATABASE_URL: database.url, PORT: new URL(storeUrl).port }
  store = await startStore({
    config: readConfig({ ...printed, ...own }),
    clock: systemClock,
    log: createLog({ level: 'silent' }),
    work: false,
  })
})
afterAll(async () => {
  interruption.abort()
  await store.close()
  await world
  await database.drop()
  rmSync(folder, { recursive: true, force: true })
})

it('a store of the printed environment alone needs nothing of a box of its own', () => {
  expect(store.sandbox).toBeNull()
})

it('its site is let in by the printed token, and no other', async () => {
  const jobs = (token: string) => fetch(`${store.url}/api/site/jobs`, { headers: { authorization: `Bearer ${token}` } })
  const answer = await jobs(printed['MEDIA_SITE_TOKEN'] ?? '')
  expect([answer.status, await answer.json()]).toEqual([200, { jobs: [] }])
  expect((await jobs('another')).status).toBe(401)
})

it('it reads the platform, and people sign on through its OpenID provider', async () => {
  await carryOutSync(store.deps, await openSync(store.deps, { mode: 'full', trigger: 'test' }))
  const alice = await signInAtPortal(printed['FLEXNET_URL'] ?? '', 'alice@acme.example')
  await alice.open(`${store.url}/sso/oidc`)
  const session = z.object({ userName: z.string(), accountId: z.string() })
  expect(await alice.ask(session, 'GET', `${store.url}/api/session`)).toEqual({
    userName: 'alice@acme.example',
    accountId: 'ACME',
  })
})
