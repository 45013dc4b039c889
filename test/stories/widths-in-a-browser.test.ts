import { mkdir } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { paymentAnswer } from '../../src/cli/demo/answers.ts'
import { type Box, startBox } from '../support/box.ts'
import { describeInBrowser, openBrowser } from '../support/browser.ts'
import { goodCard, shopping } from '../support/shopping.ts'

/**
 * Widths in CSS pixels, and how tall the head of a page may be there: two lines up to 800 px, four short ones on a phone, and one
 * more for the pages of a group of staff. 640 is a window of 1,280 px at 200 % zoom.
 */
interface Width {
  readonly width: number
  readonly height: number
}
const tallest: readonly Width[] = [
  { width: 390, height: 192 },
  { width: 600, height: 120 },
  { width: 640, height: 120 },
  { width: 700, height: 120 },
  { width: 800, height: 120 },
  { width: 1280, height: 72 },
]
const groupLine = 48

/** How far the page goes beyond the window, the height of its head, and what cannot be read without scrolling sideways. */
const measure = `(() => {
  const cut = (e) => e.scrollWidth > e.clientWidth + 1 && !e.closest('.board')
  return {
    over: document.documentElement.scrollWidth - innerWidth,
    head: document.querySelector('header.top').getBoundingClientRect().height,
    group: document.querySelector('header .within') !== null,
    wide: [...document.querySelectorAll('.table-frame, .card, .columns')].filter(cut).map((e) => e.outerHTML.slice(0, 90)),
  }
})()`

describeInBrowser('widths in a browser', () => {
  let box: Box
  let browser: Browser
  let order: string
  let payout: string
  let job: string
  beforeAll(async () => {
    box = await startBox()
    browser = await openBrowser()
    const visitor = await box.member('alice@acme.example')
    const alice = shopping(box.url, visitor)
    await alice.freeKit('KIT-PAINT-PRO-2', 'width-kit')
    const page = await alice.toThePaymentPage(
      { partNumber: 'KIT-BRUSH-14' },
      { partNumber: 'BOOK-PAINT-LIGHT' },
      { partNumber: 'BRUSH-LIB-LIC', quantity: 3 },
    )
    await visitor.send(page.paymentPage, { card: goodCard })
    const paid = await box.workUntil(
      async () => (await visitor.ask(paymentAnswer, 'POST', `${box.url}/api/payments/${page.paymentId}/check`)).orderId,
    )
    order = paid
    await alice.put({ partNumber: 'TEXTURES-2-LIC', quantity: 12 }, { partNumber: 'BOOK-PAINT-LIGHT', quantity: 2 })
    const [made] = box.cards.payOut()
    payout = String(made?.['id'])
    await box.workUntil(() => one(`select 1 from payouts where payout_id = '${payout}'`))
    await box.workUntil(() => one(`select 1 from media_jobs where state = 'made'`))
    job = String(await one('select id from media_jobs limit 1'))
    const staff = await box.staff('oscar')
    await staff.send(`${box.url}/admin/orders/${order}/shipments`, {
      lineNumbers: '2',
      carrier: 'DHL',
      trackingNumber: '00340434161094042557',
    })
    const fiona = await box.staff('fiona')
    const today = new Date().toISOString().slice(0, 10)
    await fiona.send(`${box.url}/admin/finance/match`, { from: today, through: today })
    await box.drain()
  }, 300_000)
  afterAll(async () => {
    await browser?.close()
    await box.close()
  })

  async function one(query: string): Promise<unknown> {
    return Object.values((await box.database.db.execute(query))[0] ?? {})[0]
  }

  async function comeOver(userName: string, query: string, deviceScaleFactor = 1): Promise<Page> {
    const context = await browser.newContext({ deviceScaleFactor, reducedMotion: 'reduce' })
    const page = await context.newPage()
    await page.goto(box.portal.url)
    await page.locator(`form:has(input[value="${userName}"]) button`).first().click()
    await page.goto(`${box.portal.url}/go?${query}`)
    return page
  }

  /** Opens each page once and looks at it at every width. */
  async function tooWideOrTall(
    page: Page,
    paths: readonly string[],
    at: readonly Width[] = tallest,
  ): Promise<string[]> {
    const faults: string[] = []
    for (const path of paths) {
      const answer = await page.goto(`${box.url}${path}`)
      if (answer?.status() !== 200) faults.push(`${path}: answered ${answer?.status()}`)
      for (const { width, height } of at) {
        await page.setViewportSize({ width, height: 900 })
        const found = await page.evaluate<{ over: number; head: number; group: boolean; wide: string[] }>(measure)
        if (found.over > 0 || found.wide.length > 0)
          faults.push(`${path} at ${width}: ${found.over} px too wide: ${found.wide.join(' | ')}`)
        const most = height + (found.group ? (width === 390 ? 3 : width < 1100 ? 2 : 1) * groupLine : 0)
        if (found.head > most) faults.push(`${path} at ${width}: head of ${found.head} px, ${most} at most`)
        await photograph(page, path, width)
      }
    }
    return faults
  }

  async function photograph(page: Page, path: string, width: number): Promise<void> {
    const folder = process.env['SCREENSHOTS']
    if (!folder || ![390, 700, 1280].includes(width)) return
    await mkdir(folder, { recursive: true })
    const name = path.replaceAll(/[^a-z0-9]+/gi, '-')
    await page.screenshot({ path: `${folder}/w${name}-${width}.png`, fullPage: true })
  }

  const buyerPages = () => [
    '/kits/PAINT_PRO_2_1',
    '/kits/BRUSH_LIBRARY_1_4',
    '/products',
    '/catalog',
    '/items/BRUSH-LIB-LIC',
    '/cart',
    '/orders',
    `/orders/${order}`,
    '/quotes',
    '/company',
    '/checkout',
    '/products/ACT-ACME-BRUSH/downloads',
  ]
  const staffPages = () => [
    '',
    '/orders',
    `/orders/${order}`,
    '/production',
    `/production/${job}`,
    '/sync',
    '/mails',
    '/price-lists',
    '/dead-letters',
    '/audit',
    '/parent-links',
    '/kept-messages',
    '/identities',
    '/redirect-rules',
    '/quotes',
    '/deals',
    '/partners',
    '/title-misses',
    '/rules',
    '/kits-avoided',
    '/explain?accountId=ACME&partNumber=COLOUR-LAB-LIC',
  ]
  const financePages = () => [
    '',
    '/drift',
    '/match',
    '/match?cause=any',
    '/payouts',
    `/payouts/${payout}`,
    '/ledger',
    '/ledger?account=card-clearing',
    '/orders-without-rate',
  ]

  it('no page of a buyer is wider than its window, nor its head a third of it, from 390 to 1,280 px', async () => {
    const page = await comeOver('alice@acme.example', 'entry=catalog')
    expect(await tooWideOrTall(page, buyerPages())).toEqual([])
  }, 300_000)

  it('no page of a reseller is wider than its window, nor its head a third of it, from 390 to 1,280 px', async () => {
    // The count beside *Cart* makes the head longer.
    const rosa = await box.member('rosa@pixel.example')
    await shopping(box.url, rosa).put({ partNumber: 'PAINT-PRO-2-LIC', quantity: 120 })
    const page = await comeOver('rosa@pixel.example', 'entry=catalog')
    const paths = ['/products', '/catalog', '/cart', '/orders', '/quotes', '/company', '/customers', '/deals']
    expect(await tooWideOrTall(page, paths)).toEqual([])
  }, 300_000)

  it('no page of operations is wider than its window, nor its head a third of it, from 390 to 1,280 px', async () => {
    const page = await comeOver('oscar@paintworks.example', 'entry=admin')
    const paths = staffPages().map((path) => `/admin${path}`)
    expect(await tooWideOrTall(page, paths)).toEqual([])
  }, 300_000)

  it('no page of finance is wider than its window, nor its head a third of it, from 390 to 1,280 px', async () => {
    const page = await comeOver('fiona@paintworks.example', 'entry=admin')
    const paths = financePages().map((path) => `/admin/finance${path}`)
    expect(await tooWideOrTall(page, paths)).toEqual([])
  }, 300_000)

  it('at 200 % zoom in a window of 1,280 px every page fits and its head takes two lines', async () => {
    const page = await comeOver('alice@acme.example', 'entry=catalog', 2)
    const zoomed = tallest.filter(({ width }) => width === 640)
    const paths = ['/kits/PAINT_PRO_2_1', '/products', '/cart', `/orders/${order}`, '/company']
    expect(await tooWideOrTall(page, paths, zoomed)).toEqual([])
  }, 300_000)

  it('an order and the products print black on white, without navigation and buttons, and whole', async () => {
    const page = await comeOver('alice@acme.example', 'entry=catalog')
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
    // A4 upright less its margins, in CSS pixels.
    await page.setViewportSize({ width: 718, height: 1000 })
    for (const path of [`/orders/${order}`, '/products']) {
      await page.goto(`${box.url}${path}`)
      const found = await page.evaluate<{ seen: string[]; cut: string[]; colours: string[]; over: number }>(`(() => {
        const isSeen = (e) => e.getClientRects().length > 0 && !e.closest('.unseen')
        const all = [...document.querySelectorAll('body *')].filter(isSeen)
        const texts = all.filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim() !== ''))
        return {
          seen: [...document.querySelectorAll('nav, button, .button, form, input, .foot, .who, summary')].filter(isSeen).map((e) => e.outerHTML.slice(0, 80)),
          cut: all.filter((e) => getComputedStyle(e).overflowX !== 'visible' && e.scrollWidth > e.clientWidth + 1).map((e) => e.outerHTML.slice(0, 80)),
          colours: [...new Set(texts.filter((e) => !e.closest('.badge, .notice')).map((e) => getComputedStyle(e).color))],
          over: document.documentElement.scrollWidth - innerWidth,
        }
      })()`)
      if (process.env['SCREENSHOTS'])
        await page.screenshot({
          path: `${process.env['SCREENSHOTS']}/print${path.slice(0, 7).replaceAll('/', '-')}.png`,
          fullPage: true,
        })
      expect(found.seen, path).toEqual([])
      expect(found.cut, path).toEqual([])
      expect(found.over, path).toBeLessThanOrEqual(0)
      for (const colour of found.colours) expect(lightness(colour), `${path}: ${colour}`).toBeLessThan(0.35)
      expect(await page.evaluate('getComputedStyle(document.body).backgroundColor'), path).toBe('rgb(255, 255, 255)')
    }
  })
})

/** From 0, black, to 1, white. */
function lightness(colour: string): number {
  const parts = (colour.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number)
  return Math.max(...parts) / 255
}
