import type { Page } from '../../src/cli/demo/visitor.ts'

export function htmlOf(page: Page): string {
  return page.body.toString('utf8')
}

/** The value that a field of a page has, as a browser would send it; a text area is not among them. */
export function fieldOf(page: Page, name: string): string | undefined {
  const html = htmlOf(page)
  const [input] = html.match(new RegExp(`<input[^>]* name="${name}"[^>]*>`)) ?? []
  if (input !== undefined) return /value="([^"]*)"/.exec(input)?.[1] ?? ''
  const [select] = html.match(new RegExp(`<select[^>]* name="${name}".*?</select>`, 's')) ?? []
  return select === undefined ? undefined : (/value="([^"]*)" selected/.exec(select)?.[1] ?? '')
}

export function pathOf(page: Page): string {
  return new URL(page.url).pathname
}
