import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createVisitor, type Page, type Visitor } from '../../src/cli/demo/visitor.ts'
import { type Box, startBox } from '../support/box.ts'
import { dublin, shopping } from '../support/shopping.ts'

let box: Box
beforeAll(async () => {
  box = await startBox()
})
afterAll(() => box.close())

/** Buttons, headings and other words that the tour tells to look for; addresses to sign in with and ids to type are not. */
function quotedInTheTour(): string[] {
  const readme = readFileSync('README.md', 'utf8')
  const tour = readme.slice(readme.indexOf('## A tour'), readme.indexOf('## The tree'))
  const quoted = [...tour.matchAll(/\*{1,2}([^*\n]+(?:\n\s+[^*\n]+)?)\*{1,2}/g)].map(([, words = '']) =>
    words.replace(/\s+/g, ' '),
  )
  return [...new Set(quoted)].filter((words) => !/@|\.$|^[A-Z]+$/.test(words))
}

/** What stands on a page as the whole text of a link, a button, a heading, a label, a caption, a badge or a strong word. */
function namesOn({ body }: Page): string[] {
  const html = body.toString('utf8').replaceAll(/<span class="unseen">[^<]*<\/span>|<svg.*?<\/svg>/gs, '')
  const elements = html.matchAll(
    /<(a|button|h1|h2|h3|summary|label|caption|strong|span|legend|th|td|p)\b[^>]*>(.*?)<\/\1>/gs,
  )
  return [...elements].map(([, , inner = '']) =>
    inner
      .replaceAll(/<[^>]*>/g, ' ')
      .replaceAll('&#39;', "'")
      .replace(/\s+/g, ' ')
      .trim(),
  )
}

/** Sends the form of a page as it is, with some fields filled in. */
async function sendForm(visitor: Visitor, page: Page, button: string, fields: Record<string, string>): Promise<Page> {
  const html = page.body.toString('utf8')
  const form = html.match(/<form\b[^>]*>.*?<\/form>/gs)?.find((one) => one.includes(button)) ?? ''
  const action = /action="([^"]+)"/.exec(form)?.[1] ?? ''
  const hidden = [...form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(
    ([, name = '', value = '']) => [name, value],
  )
  return visitor.send(new URL(action, page.url).href, { ...Object.fromEntries(hidden), ...fields })
}

it('every button, heading and word that the tour of the README names stands on a page as it is written there', async () => {
  const alice = await box.member('alice@acme.example')
  const rosa = await box.member('rosa@pixel.example')
  const [oscar, fiona] = [await box.staff('oscar'), await box.staff('fiona')]
  const live = await shopping(box.url, rosa).order([{ partNumber: 'SKETCH-5-LIC' }], 'PO-WORDS')
  await box.workUntil(async () =>
    (await shopping(box.url, rosa).see(live.id)).lines.every(({ state }) => state === 'live'),
  )
  await shopping(box.url, alice).put({ partNumber: 'BOOK-PAINT-LIGHT' })
  const address = await alice.open(`${box.url}/checkout`)
  const pages = [
    address,
    await sendForm(alice, address, 'Show the total', dublin),
    await createVisitor().open(box.cards.url),
  ]
  for (const [visitor, paths] of [
    [alice, ['/kits/PAINT_PRO_2_1', '/catalog', '/products', '/company', '/company/partners']],
    [rosa, [`/orders/${live.id}`, '/cart', '/customers', '/company']],
    [oscar, ['/admin']],
    [fiona, ['/admin', '/admin/finance', '/admin/finance/match']],
  ] as const) {
    pages.push(await visitor.open(box.portal.url))
    for (const path of paths) pages.push(await visitor.open(`${box.url}${path}`))
  }
  const names = new Set(pages.flatMap(namesOn))
  const quoted = quotedInTheTour()
  expect(quoted.length).toBeGreaterThan(15)
  expect(
    quoted.filter((words) => !names.has(words) && ![...names].some((name) => name.startsWith(`${words} `))),
  ).toEqual([])
})
