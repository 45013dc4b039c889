import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Box, startBox } from '../support/box.ts'
import { describeInBrowser, openBrowser } from '../support/browser.ts'
import { plantLine, syncNow } from '../support/install-base.ts'
import { accessibilityFaults, tooWideAt } from '../support/looker.ts'
import { movableClock } from '../support/movable-clock.ts'
import { dublin } from '../support/shopping.ts'

describeInBrowser('the install base in a browser', () => {
  let box: Box
  let browser: Browser
  beforeAll(async () => {
    box = await startBox({ clock: movableClock('2027-06-15T10:00:00Z') })
    browser = await openBrowser()
    for (const [activationId, partNumber, ends] of [
      ['LINE-A', 'PAINT-PRO-2-LIC', '2027-07-31'],
      ['LINE-B', 'PAINT-PRO-20-LIC', '2027-12-31'],
      ['LINE-C', 'COLOUR-LAB-LIC', '2026-12-31'],
    ] as const)
      plantLine(box, {
        activationId,
        accountId: 'NOVA',
        partNumber,
        quantity: 4,
        startDate: '2026-01-01',
        maintenanceThrough: ends,
      })
    await syncNow(box)
  })
  afterAll(async () => {
    await browser?.close()
    await box.close()
  })

  async function comeOver(userName: string, entry: string, javaScriptEnabled = true): Promise<Page> {
    const context = await browser.newContext({
      javaScriptEnabled,
      reducedMotion: 'reduce',
      viewport: { width: 1280, height: 900 },
    })
    const page = await context.newPage()
    await page.goto(box.portal.url)
    await page.locator(`form:has(input[value="${userName}"]) button`).first().click()
    await page.goto(`${box.portal.url}/go?entry=${entry}`)
    return page
  }

  const complaints = async (page: Page) => [...(await accessibilityFaults(page)), ...(await tooWideAt(page, [390]))]

  it('lines are chosen on the page, with and without JavaScript, and end on one day that the cart shows with the days that are paid', async () => {
    for (const javaScript of [true, false]) {
      const page = await comeOver('nina@nova.example', 'products', javaScript)
      expect(await page.locator('h1').textContent()).toBe('Your products')
      for (const line of ['LINE-A', 'LINE-B']) {
        const row = page.locator(`#line-${line}`)
        // A closed list of choices opens with the keyboard.
        await row.locator('summary').focus()
        await page.keyboard.press('Enter')
        await row.getByRole('button', { name: /^Renew/ }).click()
        expect(await page.locator('[role="status"]').first().textContent()).toContain('is in the cart')
      }
      await page.goto(`${box.url}/cart`)
      await page.locator('#through').fill('2028-07-31')
      await page.getByRole('button', { name: 'Use this end date' }).click()
      const text = (await page.locator('main').textContent()) ?? ''
      expect(text).toContain('all end on 31 Jul 2028')
      expect(text).toContain('Runs from 1 Jan 2028 until 31 Jul 2028, priced for 213 of 366 days.')
      // Too early a day is said at the field.
      await page.locator('#through').fill('2027-07-01')
      await page.getByRole('button', { name: 'Use this end date' }).click()
      expect(await page.locator('#through-error').textContent()).toContain('choose a later common end')
      await page.goto(`${box.url}/cart`)
      while ((await page.getByRole('button', { name: /^Remove/ }).count()) > 0)
        await page
          .getByRole('button', { name: /^Remove/ })
          .first()
          .click()
      await page.context().close()
    }
  })

  it('no page of it has an accessibility violation or a sideways scroll on a phone', async () => {
    const page = await comeOver('nina@nova.example', 'products')
    const found: string[] = []
    for (const path of ['/products', '/products?q=nothing-like-it', '/orders']) {
      await page.goto(`${box.url}${path}`)
      for (const summary of await page.locator('summary').all()) await summary.click()
      found.push(...(await complaints(page)).map((text) => `${path}: ${text}`))
    }
    await page.goto(`${box.url}/products`)
    await page.locator('#line-LINE-A summary').click()
    await page
      .locator('#line-LINE-A')
      .getByRole('button', { name: /^Renew/ })
      .click()
    await page.goto(`${box.url}/cart`)
    found.push(...(await complaints(page)))
    await page.goto(`${box.url}/checkout`)
    for (const [name, value] of Object.entries(dublin))
      if (name !== 'country' && value !== '') await page.locator(`#${name}`).fill(value)
    await page.locator('#country').selectOption(dublin.country)
    await page.locator('main form button.filled').click()
    expect(await page.locator('main').textContent()).toContain('Runs from 1 Aug 2027')
    found.push(...(await complaints(page)))

    const staff = await comeOver('oscar@paintworks.example', 'admin')
    for (const path of ['/admin/redirect-rules', '/admin/media-offers', '/admin/kits-avoided']) {
      expect((await staff.goto(`${box.url}${path}`))?.status()).toBe(200)
      found.push(...(await complaints(staff)).map((text) => `${path}: ${text}`))
    }
    expect(found).toEqual([])
  })
})
