import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:https'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { callApi, handOffOf } from '../support/api-callers.ts'
import { type Box, startBox } from '../support/box.ts'
import { describeInBrowser, openBrowser } from '../support/browser.ts'
import { freePort } from '../support/store-process.ts'

// Browsers trust this machine over plain HTTP and no other name, so the store has to be met under one.
const hostName = 'shop.test'
const names = [
  `--host-resolver-rules=MAP ${hostName} 127.0.0.1, MAP evil.test 127.0.0.1`,
  '--ignore-certificate-errors',
]
let browser: Browser
let box: Box
let proxy: Server
let https: string
const folder = mkdtempSync(join(tmpdir(), 'store-tls-'))

describeInBrowser('the store under a name that is not this machine’s', () => {
  beforeAll(async () => {
    const port = await freePort()
    https = `https://${hostName}:${port}`
    // The address that buyers see is the one over TLS; whoever comes by plain HTTP comes by another.
    box = await startBox({ env: { TRUST_PROXY: '127.0.0.1/32' } })
    proxy = await terminateTls(port, Number(new URL(box.url).port))
    browser = await openBrowser(names)
  })
  afterAll(async () => {
    await browser?.close()
    proxy?.closeAllConnections()
    proxy?.close()
    await box?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const http = () => `http://${hostName}:${new URL(box.url).port}`
  const signedOn = async (url: string, name: 'alice' | 'beth') => {
    const context = await browser.newContext()
    const page = await context.newPage()
    await page.goto(`${url}/sso/handoff?token=${await handOffOf(box, name)}`)
    expect(page.url()).toBe(`${url}/catalog`)
    return { context, page }
  }
  const secure = async (context: BrowserContext) =>
    (await context.cookies()).map((cookie) => [cookie.name, cookie.secure])

  it.each([
    ['plain HTTP', 'alice', http],
    ['HTTPS, which a proxy ends', 'beth', () => https],
  ] as const)('takes its own forms over %s, and no form of another site', async (_, name, urlOf) => {
    const url = urlOf()
    const { context, page } = await signedOn(url, name)
    expect(await secure(context)).toEqual([
      ['store_member', false],
      ['store_session', false],
    ])
    await page.goto(`${url}/items/BOOK-PAINT-LIGHT`)
    const [sent] = await Promise.all([
      page.waitForRequest((request) => request.method() === 'POST'),
      page.locator('form[action="/cart/lines"] button').first().click(),
    ])
    await page.waitForURL(/\/cart/)
    const said = await sent.allHeaders()
    expect([said['origin'], said['sec-fetch-site']]).toEqual([
      url,
      url.startsWith('https:') ? 'same-origin' : undefined,
    ])
    expect(await page.locator('main').innerText()).toContain('Paint')

    // The page of another site knows the store's address and has the browser, with its cookie, send a form.
    const evil = await context.newPage()
    await evil.route('http://evil.test/', (route) =>
      route.fulfill({
        contentType: 'text/html',
        body: `<form method="post" action="${url}/cart/lines"><input name="partNumber" value="BRUSH-LIB-LIC"><button>Win</button></form>`,
      }),
    )
    await evil.goto('http://evil.test/')
    await evil.locator('button').click()
    await evil.waitForURL(`${url}/cart/lines`)
    await page.goto(`${url}/cart`)
    expect(await page.locator('main').innerText()).not.toContain('Brush Library')

    await page.getByRole('button', { name: 'Sign off' }).click()
    await page.waitForURL(`${url}/signed-off`)
    await context.close()
  })

  it('tells no other site from which of its pages somebody comes', async () => {
    for (const path of ['/', '/catalog', '/sso/handoff?token=x', '/invitations/x?key=y'])
      expect([path, (await callApi(box, { method: 'GET', path })).headers.get('referrer-policy')]).toEqual([
        path,
        'same-origin',
      ])
  })
})

async function terminateTls(port: number, to: number): Promise<Server> {
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const subject = ['-subj', `/CN=${hostName}`, '-days', '2', '-nodes']
  execFileSync('/usr/bin/openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-keyout', key, '-out', cert, ...subject], {
    stdio: 'ignore',
  })
  const server = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (request, response) => {
    const socket = connect(to, '127.0.0.1')
    const headers = {
      ...request.headers,
      'x-forwarded-proto': 'https',
      'x-forwarded-for': '192.0.2.7',
      connection: 'close',
    }
    const head = Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}`)
    socket.write(`${request.method} ${request.url} HTTP/1.1\r\n${head.join('\r\n')}\r\n\r\n`)
    request.pipe(socket, { end: false })
    // The answer is passed on as it came, byte for byte.
    socket.pipe(response.socket ?? socket)
    socket.on('error', () => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return server
}
