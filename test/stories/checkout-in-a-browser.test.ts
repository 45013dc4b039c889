import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Box, startBox } from '../support/box.ts'
import { describeInBrowser, openBrowser } from '../support/browser.ts'
import { type Looker, openLooker } from '../support/looker.ts'

// Each walks over many pages in three widths.
const walk = { timeout: 240_000 }

describeInBrowser('checkout and the way back in a browser', () => {
  let box: Box
  let browser: Browser
  let looker: Looker
  beforeAll(async () => {
    box = await startBox()
    browser = await openBrowser()
    looker = await openLooker(browser)
  })
  afterAll(async () => {
    await browser?.close()
    await box.close()
  })

  async function atThePortal(page: Page, userName: string, entry = 'catalog'): Promise<void> {
    await page.goto(box.portal.url)
    // Who is signed on at the portal already is shown no list of people.
    const person = page.locator(`form:has(input[value="${userName}"]) button`)
    if ((await person.count()) > 0) await person.first().click()
    await page.goto(`${box.portal.url}/go?entry=${entry}`)
  }
  async function comeOver(userName: string, javaScriptEnabled: boolean): Promise<Page> {
    const context = await browser.newContext({ javaScriptEnabled, viewport: { width: 1280, height: 900 } })
    const page = await context.newPage()
    await atThePortal(page, userName)
    return page
  }
  const pathOf = (page: Page) => new URL(page.url()).pathname
  const endSessions = () => box.database.db.execute('update sessions set revoked_at = now() where revoked_at is null')
  const orders = async () => (await box.database.db.execute('select count(*)::int as n from orders'))[0]?.['n']

  const complaintsAbout = (page: Page, name: string) => looker.faultsOf(page, `checkout-${name}`)

  it.each([
    ['without JavaScript', false, 'alice@acme.example'],
    ['with JavaScript', true, 'bob@acme.example'],
  ] as const)(
    'a step is reloaded, left and come back to, and not paying loses nothing, %s',
    walk,
    async (_how, js, who) => {
      const before = await orders()
      const page = await comeOver(who, js)
      await page.goto(`${box.url}/items/BOOK-PAINT-LIGHT`)
      await page.click('button:has-text("Add to cart")')
      await page.click('a:has-text("Go to checkout")')
      expect(pathOf(page)).toBe('/checkout/address')
      await page.fill('#line1', '9 Harbour Road')
      await page.fill('#city', 'Galway')
      await page.click('button:has-text("Show the total")')
      expect(pathOf(page)).toBe('/checkout/review')
      await page.reload()
      expect(await page.textContent('main')).toContain('9 Harbour Road')

      // Back shows the step before with what was typed, and forward the total again.
      await page.goBack()
      expect([pathOf(page), await page.inputValue('#city')]).toEqual(['/checkout/address', 'Galway'])
      await page.reload()
      expect(await page.inputValue('#line1')).toBe('9 Harbour Road')
      await page.goForward()
      expect(pathOf(page)).toBe('/checkout/review')

      await page.check('input[value="card"]')
      await page.click('button:has-text("Order for")')
      // Another origin is another process of the browser: its page is there when it has loaded.
      await page.waitForURL(({ origin }) => origin !== box.url)
      await page.goBack()
      expect(await page.textContent('main')).toContain('Nothing was charged')
      await page.goForward()
      await page.waitForURL(({ origin }) => origin !== box.url)
      await page.click('text=Back to the shop without paying')
      await page.waitForURL(({ origin }) => origin === box.url)
      expect(pathOf(page)).toBe('/checkout/review')
      const main = await page.textContent('main')
      for (const words of ['Nothing was charged', '9 Harbour Road', 'Galway']) expect(main).toContain(words)
      expect(await page.isChecked('input[value="card"]')).toBe(true)
      expect(await orders()).toBe(before)
      expect(await complaintsAbout(page, 'unpaid')).toEqual([])

      // A second tab changes the address; this one says so when it is looked at again.
      const tab = await page.context().newPage()
      await tab.goto(`${box.url}/checkout/address`)
      expect(await tab.inputValue('#city')).toBe('Galway')
      expect(await complaintsAbout(tab, 'address')).toEqual([])
      await tab.goto(`${box.url}/cart`)
      await tab.fill('input[name="quantity"]', '2')
      await tab.click('button:has-text("Update")')
      await page.reload()
      expect(await page.textContent('main')).toContain('2 instead of 1.')
      expect(await complaintsAbout(page, 'changed')).toEqual([])

      await page.check('input[value="purchaseOrder"]')
      await page.fill('#purchaseOrderNumber', `PO-BROWSER-${js}`)
      await page.click('button:has-text("Order for")')
      await page.waitForURL(/\/orders\/ord_/)
      expect(await page.textContent('main')).toContain('9 Harbour Road')
      expect(await orders()).toBe(Number(before) + 1)
      await page.goBack()
      expect(pathOf(page)).toBe('/cart')
      await page.context().close()
    },
  )

  it(
    'a session that ends in checkout loses nothing: the portal leads back to the step, with what was typed',
    walk,
    async () => {
      const page = await comeOver('alice@acme.example', false)
      await page.goto(`${box.url}/items/BOOK-PAINT-LIGHT`)
      await page.click('button:has-text("Add to cart")')
      await page.goto(`${box.url}/checkout/address`)
      await page.fill('#line1', '7 Late Street')
      await endSessions()
      await page.click('button:has-text("Show the total")')
      expect(await page.textContent('main')).toContain('nothing of it is lost')
      expect(await complaintsAbout(page, 'ended')).toEqual([])
      await page.click('a:has-text("Other ways to sign on")')
      expect(await complaintsAbout(page, 'ways')).toEqual([])
      await atThePortal(page, 'alice@acme.example')
      expect([pathOf(page), await page.inputValue('#line1')]).toEqual(['/checkout/address', '7 Late Street'])
      expect(await complaintsAbout(page, 'again')).toEqual([])
      await page.click('button:has-text("Show the total")')
      expect(await page.textContent('main')).toContain('7 Late Street')
      await page.context().close()
    },
  )

  it('the page of a kit that was ordered says so when the browser goes back to it', walk, async () => {
    const page = await comeOver('alice@acme.example', true)
    await page.goto(`${box.url}/kits/PAINT_PRO_2_1`)
    await page.click('summary:has-text("Change")')
    await page.fill('#line1', '')
    await page.click('button:has-text("Send it to this address")')
    expect(await page.textContent('main')).toContain('Give street and number')
    await page.goto(`${box.url}/kits/PAINT_PRO_2_1`)
    await page.fill('#line1', '3 Post Street')
    await page.click('button:has-text("Send it to this address")')
    await page.waitForURL(/\/orders\/ord_/)
    await page.goBack()
    expect(await page.textContent('main')).toContain('You have already ordered this kit')
    expect(await page.isVisible('button:has-text("Send it to this address")')).toBe(false)
    expect(await page.isVisible('button:has-text("Send another one to this address")')).toBe(true)
    expect(await complaintsAbout(page, 'kit')).toEqual([])
    await page.context().close()
  })
})
