import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { callApi, tokenOf } from '../support/api-callers.ts'
import { type Box, startBox } from '../support/box.ts'
import { describeInBrowser, openBrowser } from '../support/browser.ts'
import { type Looker, openLooker } from '../support/looker.ts'
import { dublin } from '../support/shopping.ts'

describeInBrowser('the company pages in a browser', () => {
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

  /** Signs in at the portal and comes over by its button; without JavaScript, as the pages have to work. */
  async function comeOver(userName: string): Promise<Page> {
    const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 1280, height: 900 } })
    const page = await context.newPage()
    await page.goto(box.portal.url)
    await page.locator(`form:has(input[value="${userName}"]) button`).first().click()
    await page.goto(`${box.portal.url}/go?entry=catalog`)
    return page
  }

  const complaintsAbout = (page: Page, name: string) => looker.faultsOf(page, `company-${name}`)

  async function askForTextures(userName: 'bob'): Promise<string> {
    const token = await tokenOf(box, userName)
    const post = async (path: string, body: object) => (await callApi(box, { method: 'POST', path, token, body })).json
    await post('/api/cart/lines', { partNumber: 'TEXTURES-2-LIC', downloadDeclined: true })
    const { id } = z.object({ id: z.string() }).parse(await post('/api/priced-carts', { shipTo: dublin }))
    const placement = await post('/api/orders', {
      pricedCartId: id,
      method: 'purchaseOrder',
      purchaseOrderNumber: 'PO-BROWSER',
    })
    return z.object({ approvalId: z.string() }).parse(placement).approvalId
  }

  it('an administrator rules, limits, invites and approves with keyboard and mouse, and no checker objects', async () => {
    const alice = await comeOver('alice@acme.example')
    await alice.goto(`${box.url}/company`)
    await alice.fill('#over', '0')
    await alice.keyboard.press('Enter')
    await alice.waitForURL(/company#rules/)
    expect(await alice.textContent('main')).toContain('All orders that cost money')
    await alice.fill('#email', 'carol@acme.example')
    await alice.fill('#firstName', 'Carol')
    await alice.fill('#lastName', 'Cole')
    await alice.selectOption('#role', 'approver')
    await alice.click('button:has-text("Send the invitation")')
    expect(await alice.textContent('[role=status]')).toContain('on its way')

    await alice.click('a:has-text("Bruno Brandt")')
    await alice.fill('#limit', '1,000.00')
    await alice.selectOption('#period', 'month')
    await alice.click('button:has-text("Save the limit")')
    expect(await alice.textContent('main')).toContain('1,000.00 EUR a month')
    expect(await complaintsAbout(alice, 'member')).toEqual([])

    const requestId = await askForTextures('bob')
    await alice.goto(`${box.url}/company`)
    expect(await complaintsAbout(alice, 'admin')).toEqual([])
    await alice.click('a:has-text("for Bob Byrne")')
    expect(await complaintsAbout(alice, 'request')).toEqual([])
    await alice.click('button:has-text("Reject")')
    expect(await alice.textContent('[role=alert]')).toContain('Say why')
    await alice.goto(`${box.url}/approvals/${requestId}`)
    await alice.focus('button:has-text("Approve for")')
    await alice.keyboard.press('Enter')
    await alice.waitForSelector('text=Approved by Alice Arden')
    expect(await complaintsAbout(alice, 'released')).toEqual([])
    await alice.click('a:has-text("All requests")')
    expect(await complaintsAbout(alice, 'requests')).toEqual([])
  })

  it('a viewer and a buyer read what concerns them, and empty lists say why', async () => {
    const vera = await comeOver('vera@acme.example')
    await vera.goto(`${box.url}/company`)
    expect(await vera.textContent('main')).toContain('Administrators')
    expect(await complaintsAbout(vera, 'viewer')).toEqual([])
    await vera.goto(`${box.url}/items/TEXTURES-2-LIC`)
    expect(await vera.textContent('main')).toContain('You are a viewer, so you cannot order')
    expect(await complaintsAbout(vera, 'viewer-item')).toEqual([])
    const bruno = await comeOver('bruno@acme.example')
    await bruno.goto(`${box.url}/approvals`)
    expect(await bruno.textContent('main')).toContain('There are no requests')
    await bruno.goto(`${box.url}/cart`)
    await bruno.goto(`${box.url}/company`)
    expect(await complaintsAbout(bruno, 'buyer')).toEqual([])
  })

  it('a partner asks, an administrator says yes and takes it back, and the cart says why it was closed', async () => {
    const dieter = await comeOver('dieter@canvas.example')
    await dieter.goto(`${box.url}/customers`)
    expect(await dieter.textContent('main')).toContain('No customers yet')
    expect(await complaintsAbout(dieter, 'no-customers')).toEqual([])
    await dieter.fill('#customerAccountId', 'ACME')
    await dieter.click('button:has-text("Ask the company")')
    expect(await dieter.textContent('[role=status]')).toContain('If there is a company with this account ID')
    expect(await complaintsAbout(dieter, 'asked')).toEqual([])

    const alice = await comeOver('alice@acme.example')
    await alice.goto(`${box.url}/company`)
    await alice.click('a:has-text("Your partners")')
    expect(await alice.textContent('main')).toContain('Dieter Dahl asked on')
    expect(await complaintsAbout(alice, 'partners-waiting')).toEqual([])
    await alice.click('button:has-text("Let Canvas Distribution AG order")')
    expect(await alice.textContent('[role=status]')).toContain('may now order for your company')
    expect(await complaintsAbout(alice, 'partners')).toEqual([])

    await dieter.goto(`${box.url}/customers`)
    await dieter.click('button:has-text("Order for Acme Corporation")')
    await dieter.goto(`${box.url}/items/SKETCH-5-LIC`)
    await dieter.click('main button.filled')
    await dieter.goto(`${box.url}/cart`)
    expect(await dieter.textContent('main')).toContain('The rights go to Acme Corporation')

    await alice.click('summary:has-text("Withdraw")')
    await alice.click('button:has-text("No longer let Canvas Distribution AG order")')
    expect(await alice.textContent('[role=status]')).toContain('Its orders stay')
    expect(await complaintsAbout(alice, 'partners-former')).toEqual([])
    await dieter.goto(`${box.url}/cart`)
    expect(await dieter.textContent('[role=status]')).toContain('Acme Corporation took its consent back on')
    expect(await complaintsAbout(dieter, 'cart-closed')).toEqual([])

    const carla = await comeOver('carla@paintworks.example')
    await carla.goto(`${box.url}/admin/partners`)
    expect(await carla.textContent('main')).toContain('Taken back')
    expect(await complaintsAbout(carla, 'admin-partners')).toEqual([])
    // Three people and seven checks of whole pages.
  }, 180_000)
})
