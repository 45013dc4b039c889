import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser, Page } from 'playwright-core'
import { z } from 'zod'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const rulesOfColours = ['color-contrast', 'link-in-text-block']
const faultsSchema = z.array(z.string())

/** What a checker objects to in the page as it stands: by all its rules in light, by those of colours in dark. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  const found: string[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    const only = colorScheme === 'dark' ? { runOnly: rulesOfColours } : {}
    const faults = await page.evaluate(
      `axe.run(${JSON.stringify({ ...only, preload: false, resultTypes: ['violations'] })}).then((r) =>
        r.violations.map((v) => v.id + " " + v.nodes.map((n) => n.html.slice(0, 120)).join(" | ")))`,
    )
    found.push(...faultsSchema.parse(faults).map((text) => `${colorScheme}: ${text}`))
  }
  await page.emulateMedia({ colorScheme: 'light' })
  return found
}

/** By how much the page is wider than a window of each width, where it is. */
export async function tooWideAt(page: Page, widths: readonly number[], look?: (width: number) => Promise<unknown>) {
  const before = page.viewportSize()
  const found: string[] = []
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 })
    const overflow = z.number().parse(await page.evaluate('document.documentElement.scrollWidth - innerWidth'))
    if (overflow > 0) found.push(`${overflow} px too wide at ${width} px`)
    await look?.(width)
  }
  if (before !== null) await page.setViewportSize(before)
  return found
}

export interface Looker {
  /**
   * What a checker objects to in a page that another window shows, and where it is too wide: in light, dark and the widths
   * of a desk, a tablet and a phone. The page is taken as it is shown, so that the answer to a form is seen too.
   */
  faultsOf(shown: Page, name: string): Promise<string[]>
}

/** A second window with scripts, one for a whole file: a browser makes a process for each that is opened. */
export async function openLooker(browser: Browser): Promise<Looker> {
  const context = await browser.newContext({ reducedMotion: 'reduce', viewport: { width: 1280, height: 900 } })
  const page = await context.newPage()
  const folder = process.env['SCREENSHOTS']
  return {
    faultsOf: async (shown, name) => {
      const address = shown.url().replace(/#.*$/, '')
      const body = await shown.content()
      await context.clearCookies()
      await context.addCookies(await shown.context().cookies())
      await page.route(address, (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body }))
      await page.goto(address)
      const faults = await accessibilityFaults(page)
      const photograph = (width: number) =>
        folder ? page.screenshot({ path: `${folder}/${name}-${width}.png`, fullPage: true }) : Promise.resolve()
      faults.push(...(await tooWideAt(page, [1280, 700, 390], photograph)))
      await page.unroute(address)
      return faults.map((fault) => `${name}: ${fault}`)
    },
  }
}
