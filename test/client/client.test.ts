import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { boxSecrets } from '../../src/box-secrets.ts'
import { handoffUrl } from '../../src/client/examples/portal-signer.ts'
import { createStorefront } from '../../src/client/examples/storefront.ts'
import { createStoreClient } from '../../src/client/index.ts'
import { readConfig } from '../../src/config.ts'
import { projectRoot } from '../../src/platform/project-root.ts'
import { settingNames } from '../architecture/setting-names.ts'
import { type Box, startBox } from '../support/box.ts'
import { clientTypesOf } from '../support/client-types.ts'
import { readDocument } from '../support/document.ts'

let box: Box
beforeAll(async () => {
  box = await startBox()
})
afterAll(() => box.close())

const store = () => ({ url: box.url, secret: boxSecrets(box.store.deps.config.DATA_DIR).handoff })
const alice = { userName: 'alice@acme.example', accountId: 'ACME', entry: 'catalog' } as const
const tokenOf = async () => new URL(await handoffUrl(store(), alice)).searchParams.get('token') ?? ''

it('the types of the client are those of the document', async () => {
  const { document } = await readDocument(box)
  await expect(await clientTypesOf(document)).toMatchFileSnapshot('../../src/client/store-api.ts')
})

it('the client signs on, reads and orders, and gives a refusal back as a problem', async () => {
  const signedOn = await createStoreClient({ url: box.url }).POST('/api/sessions', { body: { token: await tokenOf() } })
  if (!signedOn.data || !('accessToken' in signedOn.data)) throw new Error('was not signed on')
  const client = createStoreClient({ url: box.url, token: signedOn.data.accessToken })
  const items = await client.GET('/api/items', { params: { query: { limit: 5 } } })
  expect(items.data?.items.length).toBeGreaterThan(0)
  const refused = await client.GET('/api/orders/{orderId}', { params: { path: { orderId: 'ord_none' } } })
  expect([refused.response.status, refused.error?.code]).toEqual([404, 'not-found'])
})

it('the address that a portal signs lets its member in, once', async () => {
  const url = await handoffUrl(store(), alice)
  const first = await fetch(url, { redirect: 'manual' })
  expect([first.status, new URL(first.headers.get('location') ?? '', box.url).pathname]).toEqual([303, '/catalog'])
  expect(first.headers.get('set-cookie')).toContain('store_session=')
  expect((await fetch(url, { redirect: 'manual' })).status).toBe(401)
})

it('a shop of one page sells by the API alone', async () => {
  const shop = createStorefront(box.url)
  await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve))
  try {
    const { port } = shop.address() as AddressInfo
    const at = `http://127.0.0.1:${port}/`
    expect((await fetch(at)).status).toBe(401)
    const entered = await fetch(`${at}?token=${await tokenOf()}`, { redirect: 'manual' })
    const cookie = entered.headers.get('set-cookie')?.split(';')[0] ?? ''
    const page = async () => (await fetch(at, { headers: { cookie } })).text()
    expect(await page()).toContain('Nothing is in the cart.')
    const partNumber = /name="partNumber" value="([^"]+)"/.exec(await page())?.[1] ?? ''
    const added = await fetch(at, { method: 'POST', headers: { cookie }, body: new URLSearchParams({ partNumber }) })
    expect(await added.text()).toContain('It is in the cart.')
    expect(await page()).toMatch(/<li>1 × [^:<]+: [^<]*\d+\.\d\d EUR/)
  } finally {
    shop.close()
    shop.closeAllConnections()
  }
})

it('the settings of a FlexNet tenant are settings of the store, and it accepts them', () => {
  const settings = parseEnv(readFileSync(join(projectRoot, 'src/client/examples/flexnet-tenant.env'), 'utf8'))
  const known = settingNames()
  expect(Object.keys(settings).filter((name) => !known.has(name))).toEqual([])
  expect(readConfig(settings)).toMatchObject({ FLEXNET_URL: 'https://flexnet.vendor.example' })
})
