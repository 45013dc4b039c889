import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { requestSync } from '../../src/domains/entitlements/sync/index.ts'
import { type Box, startBox } from '../support/box.ts'
import { describeInBrowser, openBrowser } from '../support/browser.ts'
import { shopping } from '../support/shopping.ts'

describeInBrowser('sync runs in a browser', () => {
  let box: Box
  let browser: Browser
  beforeAll(async () => {
    box = await startBox()
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await box.close()
  })

  /** Oscar of operations, signed in at the portal with the mouse. */
  async function oscar(javaScriptEnabled: boolean): Promise<Page> {
    const context = await browser.newContext({ javaScriptEnabled, viewport: { width: 1280, height: 900 } })
    const page = await context.newPage()
    await page.goto(box.portal.url)
    await page.locator('form:has(input[value="oscar@paintworks.example"]) button').first().click()
    await page.goto(`${box.portal.url}/go?entry=admin`)
    await page.goto(`${box.url}/admin/sync`)
    return page
  }

  async function figures(page: Page): Promise<Record<string, string>> {
    const texts = await page.evaluate<[string, string][]>(
      "[...document.querySelectorAll('.figure')].map((one) => ['.name', '.value'].map((part) => one.querySelector(part).textContent))",
    )
    return Object.fromEntries(texts)
  }

  it('without JavaScript a dry run shows who loses what and which cart breaks, and is published by a second word', async () => {
    const alice = shopping(box.url, await box.member('alice@acme.example'))
    await alice.put({ partNumber: 'TEXTURES-2-LIC', quantity: 2 })
    await alice.price()
    box.portal.plant({
      kind: 'product',
      action: 'upsert',
      row: { name: 'Texture Collection', version: '2.0', state: 'OBSOLETE' },
    })
    box.portal.plant({ kind: 'entitlementLine', action: 'delete', row: { activationId: 'ACT-ACME-BRUSH' } })

    const page = await oscar(false)
    await page.locator('input[name=dryRun]').check()
    await page.getByRole('button', { name: 'Sync now' }).click()
    await page.waitForURL(/\/admin\/sync\/syn_/)
    await box.drain()
    await page.reload()
    expect(await page.locator('h2#dry-run-title').textContent()).toBe('What publishing would do')
    const said = await figures(page)
    expect(said).toMatchObject({ 'Open carts that break': '1', 'Open priced carts that break': '1' })
    expect(said['Value at risk']).toMatch(/^[\d,.]+ EUR$/)
    expect(Number(said['Accounts that lose items'])).toBeGreaterThan(0)
    expect(await page.locator('body').textContent()).toContain('TEXTURES-2-LIC')

    await page.getByText('Publish it', { exact: true }).click()
    await page.getByRole('button', { name: 'Yes, publish it' }).click()
    await box.drain()
    await page.reload()
    expect(await page.locator('h1 + .badge').textContent()).toBe('Published')
    expect(await page.locator('.notice').textContent()).toContain('These figures are of the time of the dry run')
    expect(await figures(page)).toEqual(said)
    await page.context().close()
  })

  it('with JavaScript the page of a run follows it by itself, and a dry run is discarded', async () => {
    const page = await oscar(true)
    await page.locator('input[name=dryRun]').check()
    await page.getByRole('button', { name: 'Sync now' }).click()
    await page.waitForURL(/\/admin\/sync\/syn_/)
    expect(await page.locator('h1 + .badge').textContent()).toBe('Reading')
    await box.drain()
    await page.locator('h2#dry-run-title').waitFor()
    expect(await page.locator('body').textContent()).toContain('No account gains or loses an item')
    await page.getByText('Discard it', { exact: true }).click()
    await page.getByRole('button', { name: 'Yes, discard it' }).click()
    await page.locator('h1 + .badge', { hasText: 'Discarded' }).waitFor()
    await page.context().close()
  })

  it.each([
    ['Keep them', 'Rejected'],
    ['Remove them', 'Applied'],
  ])('what a run held is decided with the button %s, with and without JavaScript [C23]', async (button, word) => {
    for (const javaScriptEnabled of [true, false]) {
      await requestSync(box.store.deps, { mode: 'full', trigger: 'test' })
      await box.drain()
      // A platform that answers with nothing is believed about nothing.
      box.portal.misbehave({ operation: 'getMaintenanceQuery', fault: 'empty-page' })
      const page = await oscar(javaScriptEnabled)
      await page.getByRole('button', { name: 'Sync now' }).click()
      await page.waitForURL(/\/admin\/sync\/syn_/)
      await box.drain()
      await page.reload()
      expect(await page.locator('.notice.warn').textContent()).toContain('held back')
      await page.getByRole('button', { name: button }).click()
      await page.locator('td[data-label=State]', { hasText: word }).first().waitFor()
      expect(await page.locator('.notice.warn').count()).toBe(0)
      await page.context().close()
    }
  })
})
