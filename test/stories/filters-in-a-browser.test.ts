import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Box, startBox } from '../support/box.ts'
import { describeInBrowser, openBrowser } from '../support/browser.ts'
import { shopping } from '../support/shopping.ts'

describeInBrowser('filters and long lines in a browser', () => {
  let box: Box
  let browser: Browser
  beforeAll(async () => {
    box = await startBox()
    browser = await openBrowser()
    await shopping(box.url, await box.member('alice@acme.example')).order([{ partNumber: 'BRUSH-LIB-LIC' }], 'PO-1')
    await box.drain()
  }, 180_000)
  afterAll(async () => {
    await browser?.close()
    await box.close()
  })

  async function comeOver(userName: string, entry: string, width: number, javaScriptEnabled = true): Promise<Page> {
    const context = await browser.newContext({ javaScriptEnabled, viewport: { width, height: 844 } })
    const page = await context.newPage()
    await page.goto(box.portal.url)
    await page.locator(`form:has(input[value="${userName}"]) button`).first().click()
    await page.goto(`${box.portal.url}/go?entry=${entry}`)
    return page
  }

  it('filters fold under a button on a phone, which names those in force, and stand open on a wide screen', async () => {
    const page = await comeOver('alice@acme.example', 'catalog', 390)
    await page.goto(`${box.url}/catalog`)
    const button = page.locator('.filters > summary')
    const filters = page.locator('nav.facets')
    expect(await button.innerText()).toBe('Filter')
    expect(await filters.isVisible()).toBe(false)
    await button.click()
    expect(await filters.isVisible()).toBe(true)
    await filters.locator('a', { hasText: 'Books' }).click()
    await page.waitForURL(/category=/)
    expect(await button.innerText()).toBe('Filter: Books')
    expect(await filters.isVisible()).toBe(false)
    await page.setViewportSize({ width: 1280, height: 844 })
    await filters.waitFor({ state: 'visible' })
    expect(await button.isVisible()).toBe(false)
  })

  it('without JavaScript the filters of a phone are there to use', async () => {
    const page = await comeOver('alice@acme.example', 'catalog', 390, false)
    await page.goto(`${box.url}/catalog`)
    expect(await page.locator('nav.facets').isVisible()).toBe(true)
  })

  it.each([390, 1280])('the text of a mail is read whole by staff at %i px, its long lines wrapped', async (width) => {
    const page = await comeOver('oscar@paintworks.example', 'admin', width)
    await page.goto(`${box.url}/admin/mails`)
    await page.locator('main table a').first().click()
    await page.locator('main pre').waitFor()
    expect(
      await page.evaluate(
        `(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)(document.querySelector('main pre'))`,
      ),
    ).toBe(0)
  })
})
