import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { messagesIn } from '../../src/platform/messages/messages.ts'
import { type Box, startBox } from '../support/box.ts'
import { describeInBrowser, openBrowser } from '../support/browser.ts'

const windows = [
  { width: 1280, height: 800 },
  { width: 700, height: 900 },
  { width: 390, height: 844 },
]

describeInBrowser('the kit page in a browser', () => {
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

  async function comeOver(userName: string, path: string, javaScriptEnabled = true): Promise<Page> {
    const context = await browser.newContext({ javaScriptEnabled, reducedMotion: 'reduce' })
    const page = await context.newPage()
    await page.goto(box.portal.url)
    await page.locator(`form:has(input[value="${userName}"]) button`).first().click()
    await page.goto(`${box.portal.url}/go?entry=catalog`)
    await page.goto(`${box.url}${path}`)
    return page
  }

  it('its button is in sight without scrolling, in three windows, with and without a download to offer', async () => {
    for (const path of ['/kits/PAINT_PRO_2_1', '/kits/BRUSH_LIBRARY_1_4']) {
      const page = await comeOver('alice@acme.example', path)
      for (const window of windows) {
        await page.setViewportSize(window)
        await page.evaluate('scrollTo(0, 0)')
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme })
          const folder = process.env['SCREENSHOTS']
          if (folder)
            await page.screenshot({ path: `${folder}/kit-${path.slice(6)}-${window.width}-${colorScheme}.png` })
        }
        const button = await page.locator('main form button.filled').boundingBox()
        expect(button, `${path} at ${window.width}`).not.toBeNull()
        expect((button?.y ?? 0) + (button?.height ?? 0), `${path} at ${window.width}`).toBeLessThanOrEqual(
          window.height,
        )
        // Only what costs nothing has its address here.
        if (path === '/kits/PAINT_PRO_2_1') {
          const lastLine = await page.locator('main form address span').last().boundingBox()
          const end = (lastLine?.y ?? Number.NaN) + (lastLine?.height ?? 0)
          expect(end, `address at ${window.width}`).toBeLessThanOrEqual(button?.y ?? 0)
        }
        // Nothing lies over it.
        const at = [(button?.x ?? 0) + (button?.width ?? 0) / 2, (button?.y ?? 0) + (button?.height ?? 0) / 2]
        expect(await page.evaluate(`document.elementFromPoint(${at.join(', ')}).matches('button.filled')`)).toBe(true)
      }
      await page.context().close()
    }
  })

  it('the address is text; Change opens its fields, and an error opens them with what was typed, without JavaScript', async () => {
    const page = await comeOver('alice@acme.example', '/kits/PAINT_PRO_2_1', false)
    expect(await page.locator('main form address').innerText()).toContain('1 Canal Walk')
    expect(await page.locator('#line1').isVisible()).toBe(false)
    await page.locator('#quantity').fill('2')
    await page.locator('main').getByText('Change').click()
    expect(await page.locator('main form address').isVisible()).toBe(false)
    await page.locator('#line1').fill('5 Harbour Street')
    await page.locator('#city').fill('')
    await page.locator('main form button.filled').click()
    expect(await page.locator('.notice.bad').innerText()).toContain('Check your entries')
    expect(await page.locator('#line1').isVisible()).toBe(true)
    expect(await page.locator('#line1').inputValue()).toBe('5 Harbour Street')
    expect(await page.locator('#quantity').inputValue()).toBe('2')
    await page.locator('#city').fill('Cork')
    await page.locator('main form button.filled').click()
    await page.waitForURL(/\/orders\/ord_/)
    expect(await page.locator('main').innerText()).toContain('5 Harbour Street')
  })

  it('a wrong quantity keeps the address that was typed as the text that the parcel goes to', async () => {
    const page = await comeOver('alice@acme.example', '/kits/PAINT_PRO_2_1', false)
    await page.locator('main').getByText('Change').click()
    await page.locator('#line1').fill('7 Mill Lane')
    await page.locator('#quantity').fill('0')
    await page.locator('main form button.filled').click()
    expect(await page.locator('main form address').innerText()).toContain('7 Mill Lane')
    expect(await page.locator('#line1').inputValue()).toBe('7 Mill Lane')
  })

  it('what has to be mended does not lie under the button, and nor does a field that the keyboard comes to', async () => {
    const page = await comeOver('alice@acme.example', '/kits/PAINT_PRO_2_1')
    await page.setViewportSize({ width: 390, height: 700 })
    const isCovered = `(() => {
      const { left, right, top, bottom } = document.activeElement.getBoundingClientRect()
      const over = document.elementFromPoint((left + right) / 2, (top + bottom) / 2)
      return over !== document.activeElement && !document.activeElement.contains(over)
    })()`
    await page.locator('main').getByText('Change').click()
    await page.locator('#recipient').focus()
    for (let n = 0; n < 8; n++) {
      await page.keyboard.press('Tab')
      expect(await page.evaluate(isCovered), String(await page.evaluate('document.activeElement.id'))).toBe(false)
    }
    await page.locator('#quantity').fill('9')
    await page.locator('main form button.filled').click()
    await page.locator('.notice.bad a').click()
    expect(await page.evaluate('document.activeElement.id')).toBe('quantity')
    expect(await page.evaluate(isCovered)).toBe(false)
    const reason = await page.locator('#quantity-error').boundingBox()
    const button = await page.locator('main form button.filled').boundingBox()
    expect((reason?.y ?? 0) + (reason?.height ?? 0)).toBeLessThanOrEqual(button?.y ?? 0)
    await page.context().close()
  })

  it('a form that was refused can be loaded again and gone back to: it is its page, with what was typed', async () => {
    const page = await comeOver('alice@acme.example', '/kits/PAINT_PRO_2_1')
    await page.locator('#quantity').fill('0')
    await page.locator('main form button.filled').click()
    expect(await page.locator('.notice.bad').innerText()).toContain('Give at least 1')
    await page.reload()
    expect(await page.locator('#quantity').inputValue()).toBe('0')
    await page.locator('main form button.filled').click()
    await page.locator('#quantity').fill('1')
    await page.locator('main form button.filled').click()
    await page.waitForURL(/\/orders\/ord_/)
    expect((await page.goBack())?.status()).toBe(200)
    expect(await page.locator('main').innerText()).toContain('You have already ordered this kit')
    // A form whose address has no page stands in the history as the page that it is on.
    await page.goto(`${box.url}/company`)
    await page.locator('#over').fill('much')
    await page.getByRole('button', { name: 'Add the rule' }).click()
    expect(await page.locator('.notice.bad').innerText()).toContain('Give an amount')
    expect(new URL(page.url()).pathname).toBe('/company')
    expect((await page.reload())?.status()).toBe(200)
    await page.context().close()
  })

  it('the picture of a kit shows all of a long title within its sleeve and its disc', async () => {
    const titles = [
      'Enterprise Colour Management and Print Production Suite for Large Format Printers, Extended Edition',
      'Donaudampfschifffahrtsgesellschaftskapitän Professional',
      '色彩管理与大幅面打印生产套件企业扩展版',
    ]
    const page = await browser.newPage()
    for (const title of titles) {
      await page.setContent(await pictureOf(title))
      const found = await page.evaluate<{
        words: string
        right: number
        bottom: number
        edge: number
        floor: number
      }>(`(() => {
        const box = (e) => e.getBoundingClientRect()
        const text = document.querySelector('.title-line')
        const disc = box(document.querySelector('.disc-edge'))
        return { words: [...text.querySelectorAll('tspan')].map((e) => e.textContent).join(' '), right: box(text).right,
          bottom: box(text).bottom, edge: disc.left + 2, floor: box(document.querySelector('.sleeve rect')).bottom }
      })()`)
      expect(found.words.replaceAll(' ', '')).toBe(title.replaceAll(' ', ''))
      expect(found.right, title).toBeLessThanOrEqual(found.edge)
      expect(found.bottom, title).toBeLessThanOrEqual(found.floor)
    }
  })

  async function pictureOf(title: string): Promise<string> {
    const { Eta } = await import('eta')
    const { viewHelpers } = await import('../../src/platform/http/pages/view-helpers.ts')
    const eta = new Eta({ views: 'views', useWith: false })
    const css = await (await fetch(`${box.url}/assets/store.css`)).text()
    const h = { ...viewHelpers, ...messagesIn('en') }
    const facts = { title, version: '2.1', partNumber: 'KIT-LONG', brandName: 'Paintworks', h }
    return `<style>${css}</style>${eta.render('/parts/kit-picture', facts)}`
  }
})
