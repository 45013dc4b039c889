import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { type Box, startBox } from '../support/box.ts'
import { describeInBrowser, openBrowser } from '../support/browser.ts'
import { type Looker, openLooker } from '../support/looker.ts'
import { askAs, namePartner } from '../support/sales.ts'

describeInBrowser('quotes and deals in a browser', () => {
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

  /** Signs in at the portal with the mouse and comes over by one of its buttons; pages work without JavaScript. */
  async function comeOver(userName: string, query: string): Promise<Page> {
    const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 1280, height: 900 } })
    const page = await context.newPage()
    await page.goto(box.portal.url)
    await page.locator(`form:has(input[value="${userName}"]) button`).first().click()
    await page.goto(`${box.portal.url}/go?${query}`)
    return page
  }

  const complaintsAbout = (page: Page) =>
    looker.faultsOf(page, `sales${new URL(page.url()).pathname.replaceAll('/', '-')}`)

  it('a buyer saves a quote from checkout; staff answer with a better version; the buyer accepts that', async () => {
    const line = { partNumber: 'SKETCH-5-LIC', quantity: 4 }
    await askAs(box, z.unknown(), 'alice', ['POST', '/api/cart/lines'], line)
    const alice = await comeOver('alice@acme.example', 'entry=catalog')
    await alice.goto(`${box.url}/checkout`)
    if ((await alice.inputValue('#line1')) === '') await alice.fill('#line1', '1 Canal Walk')
    await alice.click('text=Send the invoice to another address')
    expect(await complaintsAbout(alice)).toEqual([])
    await alice.click('button:has-text("Show the total")')
    await alice.click('button:has-text("Save as a quote")')
    await alice.waitForURL(/\/quotes\/quo_/)
    expect(await complaintsAbout(alice)).toEqual([])
    const quotePath = new URL(alice.url()).pathname

    const carla = await comeOver('carla@paintworks.example', 'entry=admin')
    await carla.goto(`${box.url}/admin/quotes?account=acme`)
    expect(await complaintsAbout(carla)).toEqual([])
    await carla.goto(`${box.url}/admin${quotePath}/draft`)
    await carla.fill('[name="discount-1"]', '30')
    await carla.click('button:has-text("keep the draft")')
    expect(await carla.textContent('main')).toContain('Say why the discount is given')
    await carla.fill('[name="discountReason-1"]', 'Volume')
    await carla.click('button:has-text("keep the draft")')
    expect(await carla.textContent('main')).toContain('discount-too-high')
    await carla.fill('[name="discount-1"]', '12.5')
    expect(await complaintsAbout(carla)).toEqual([])
    await carla.click('button:has-text("keep the draft")')
    await carla.click('button:has-text("Send version 2")')
    expect(await complaintsAbout(carla)).toEqual([])

    await alice.goto(`${box.url}${quotePath}`)
    expect(await alice.textContent('main')).toContain('Version 2')
    await alice.click('button:has-text("Accept for")')
    expect(await alice.textContent('main')).toContain('Give your purchase order number')
    await alice.fill('#purchaseOrderNumber', 'PO-IN-A-BROWSER')
    await alice.click('button:has-text("Accept for")')
    await alice.waitForURL(/\/orders\/ord_/)
    expect(await alice.textContent('main')).toContain('drafted by Carla Conti (carla@paintworks.example) of the vendor')
    expect(await complaintsAbout(alice)).toEqual([])
    await alice.goto(`${box.url}/quotes`)
    expect(await alice.textContent('main')).toContain('Accepted')
    expect(await complaintsAbout(alice)).toEqual([])
  })

  it('a partner registers a deal, and staff grant it', async () => {
    await namePartner(box, 'PIXEL', 'ACME')
    const rosa = await comeOver('rosa@pixel.example', 'entry=catalog')
    await rosa.goto(`${box.url}/deals`)
    await rosa.fill('#endCustomerAccountId', 'ACME')
    await rosa.fill('#estimatedQuantity', '40')
    await rosa.click('button:has-text("Register the deal")')
    expect(await rosa.textContent('main')).toContain('Give at least one part number or category')
    await rosa.fill('#partNumbers', 'PAINT-PRO-2-LIC, SKETCH-5-LIC')
    await rosa.click('button:has-text("Register the deal")')
    expect(await complaintsAbout(rosa)).toEqual([])
    const carla = await comeOver('carla@paintworks.example', 'entry=admin')
    await carla.goto(`${box.url}/admin/deals`)
    expect(await complaintsAbout(carla)).toEqual([])
    await carla.click('button:has-text("Approve")')
    await carla.fill('[name="discount"]', '35')
    await carla.click('button:has-text("Approve")')
    expect(await carla.textContent('main')).toContain('35 %')
    await rosa.goto(`${box.url}/deals`)
    expect(await rosa.textContent('main')).toContain('35 %')
  })
})
