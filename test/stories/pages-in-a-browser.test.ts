import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { handOffOf } from '../support/api-callers.ts'
import { type Box, startBox } from '../support/box.ts'
import { describeInBrowser, openBrowser } from '../support/browser.ts'
import { accessibilityFaults, tooWideAt } from '../support/looker.ts'
import { dublin, shopping } from '../support/shopping.ts'

describeInBrowser('pages in a browser', () => {
  let box: Box
  let browser: Browser
  let receipt: string
  beforeAll(async () => {
    box = await startBox()
    browser = await openBrowser()
    const alice = shopping(box.url, await box.member('alice@acme.example'))
    const kit = await alice.freeKit('KIT-PAINT-PRO-2', 'browser-kit')
    await alice.order([{ partNumber: 'BRUSH-LIB-LIC' }], 'PO-BROWSER-1')
    receipt = `/orders/${kit.id}`
    await box.drain()
  })
  afterAll(async () => {
    await browser?.close()
    await box.close()
  })

  /** Signs in at the portal with the mouse and comes over by one of its buttons. */
  async function comeOver(userName: string, query: string, javaScriptEnabled = true): Promise<Page> {
    const context = await browser.newContext({
      javaScriptEnabled,
      reducedMotion: 'reduce',
      viewport: { width: 1280, height: 900 },
    })
    const page = await context.newPage()
    await page.goto(box.portal.url)
    await page.locator(`form:has(input[value="${userName}"]) button`).first().click()
    await page.goto(`${box.portal.url}/go?${query}`)
    return page
  }

  /** What a checker, a narrow screen and the console object to, in both colour schemes. */
  async function complaintsAbout(page: Page, path: string): Promise<string[]> {
    const complaints: string[] = []
    const listen = (text: string) => complaints.push(`${path}: ${text}`)
    const onError = (error: Error) => listen(error.message)
    page.on('pageerror', onError)
    const answer = await page.goto(`${box.url}${path}`)
    if (answer?.status() !== 200) listen(`answered ${answer?.status()}`)
    for (const text of [...(await accessibilityFaults(page)), ...(await tooWideAt(page, [390]))]) listen(text)
    page.off('pageerror', onError)
    return complaints
  }

  it('no page of a buyer has an accessibility violation, a script error or a sideways scroll on a phone', async () => {
    const page = await comeOver('alice@acme.example', 'entry=catalog')
    const paths = [
      '/kits/PAINT_PRO_2_1',
      '/kits/BRUSH_LIBRARY_1_4',
      '/products',
      '/catalog',
      '/catalog?q=nothing-like-it',
    ]
    const more = ['/items/BRUSH-LIB-LIC', '/cart', '/orders', receipt, '/products/ACT-ACME-BRUSH/downloads']
    const complaints: string[] = []
    for (const path of [...paths, ...more]) complaints.push(...(await complaintsAbout(page, path)))
    expect(complaints).toEqual([])
  })

  it('the question before another person’s session is replaced is as good a page, and keeps its answers apart', async () => {
    const page = await comeOver('alice@acme.example', 'entry=catalog')
    const token = await handOffOf(box, 'beth')
    expect(await complaintsAbout(page, `/sso/handoff?token=${token}`)).toEqual([])
    expect(await page.locator('main').textContent()).toContain('beth@bright.example')
    if (process.env['SCREENSHOTS']) await page.screenshot({ path: `${process.env['SCREENSHOTS']}/another-person.png` })
    await page.locator('button[value="stay"]').click()
    expect(await page.locator('body').textContent()).not.toContain('beth@bright.example')
  })

  it('no page of staff has an accessibility violation, a script error or a sideways scroll on a phone', async () => {
    const page = await comeOver('oscar@paintworks.example', 'entry=admin')
    const complaints: string[] = []
    const paths = [
      '',
      '/orders',
      '/production',
      '/sync',
      '/mails',
      '/price-lists',
      '/dead-letters',
      '/audit',
      '/finance',
    ]
    const explain = '/explain?accountId=ACME&partNumber=COLOUR-LAB-LIC'
    const more = ['/finance/drift', '/finance/match', '/finance/payouts', '/finance/ledger', explain, receipt]
    for (const path of [...paths, ...more]) complaints.push(...(await complaintsAbout(page, `/admin${path}`)))
    expect(complaints).toEqual([])
  })

  it('the navigation of staff stays in one line at 1,200 px, names where one is, and leads to every page', async () => {
    const page = await comeOver('oscar@paintworks.example', 'entry=admin', false)
    await page.setViewportSize({ width: 1200, height: 900 })
    const found = new Set<string>()
    const groups = await page
      .locator('nav[aria-label="Administration"] a')
      .evaluateAll((all) => all.map((one) => one.getAttribute('href') ?? ''))
    expect(groups.length).toBeLessThanOrEqual(6)
    for (const href of groups) {
      await page.goto(`${box.url}${href}`)
      for (const nav of await page.locator('header nav').all()) {
        expect((await nav.boundingBox())?.height, href).toBeLessThanOrEqual(50)
        for (const at of await nav.locator('a').evaluateAll((all) => all.map((one) => one.getAttribute('href') ?? '')))
          found.add(at)
      }
      expect(await page.locator('header nav [aria-current]').count(), href).toBeGreaterThan(0)
      const folder = process.env['SCREENSHOTS']
      if (folder) await page.screenshot({ path: `${folder}/nav${href.replaceAll('/', '-')}.png` })
    }
    expect(found.size).toBeGreaterThanOrEqual(14)
    for (const href of found) expect((await page.goto(`${box.url}${href}`))?.status(), href).toBe(200)
    await page.setViewportSize({ width: 390, height: 844 })
    await page.goto(`${box.url}/admin`)
    if (process.env['SCREENSHOTS']) await page.screenshot({ path: `${process.env['SCREENSHOTS']}/nav-phone.png` })
    expect(await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0)
  })

  it('a free kit is ordered without JavaScript, by keyboard alone [S34]', async () => {
    const page = await comeOver('alice@acme.example', 'entry=kit&package=PAINT_PRO_2_1', false)
    expect(await page.locator('h1').textContent()).toContain('media kit')
    await page.locator('summary', { hasText: 'Change' }).focus()
    await page.keyboard.press('Enter')
    for (const [name, value] of Object.entries(dublin))
      if (name !== 'country' && value !== '') await page.locator(`#${name}`).fill(value)
    await page.locator('#country').selectOption(dublin.country)
    await page.locator('#recipient').focus()
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/orders\/ord_/)
    expect(await page.locator('[role=status]').textContent()).toContain('Your order is placed')
  })
})
