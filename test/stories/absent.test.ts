import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { cartLines } from '../../src/domains/selling/carts/tables.ts'
import { itemRulesSchema } from '../../src/domains/shop/catalog/item-rules.ts'
import { saveRules } from '../../src/domains/shop/catalog/save-rules.ts'
import { items } from '../../src/domains/shop/catalog/tables.ts'
import { type CallerName, callApi, tokenOf } from '../support/api-callers.ts'
import { type Box, startBox } from '../support/box.ts'
import { dublin } from '../support/shopping.ts'

let box: Box
const tokens = new Map<CallerName, string | null>()
beforeAll(async () => {
  box = await startBox()
  for (const name of ['alice', 'beth', 'rosa'] as const) tokens.set(name, await tokenOf(box, name))
})
afterAll(() => box.close())

const rule = (said: object) => itemRulesSchema.parse(said)
/** Each way to be kept from an item: by type, right, draft, tier, name, day, two rights, and a right that rules it out. */
const hidden: readonly [why: string, who: CallerName, partNumber: string, rules: object | null][] = [
  ['its type', 'alice', 'KIT-PARTNER-SHOWCASE', null],
  ['a right it lacks', 'beth', 'KIT-SKETCH-5', null],
  ['a draft', 'alice', 'PAINT-PRO-4-LIC', null],
  ['an update', 'alice', 'PAINT-PRO-20-LIC', null],
  ['its tier', 'rosa', 'TRAINING-DAY', { partnerTiers: ['platinum'] }],
  ['its name', 'alice', 'SKETCH-5-LIC', { requiresAnyOf: [], notAccounts: ['ACME'] }],
  ['the names of others', 'alice', 'TEXTURES-2-LIC', { requiresAnyOf: [], onlyAccounts: ['BRIGHT'] }],
  ['a day to come', 'alice', 'BOOK-PAINT-LIGHT', { visibleFrom: '2999-01-01' }],
  ['a day that is over', 'alice', 'KIT-BRUSH-14', { visibleThrough: '2001-01-01' }],
  ['one right of two', 'alice', 'COLOUR-LAB-LIC', { requiresAllOf: ['Paint Pro', 'Sketch Animator'] }],
  ['a right that rules it out', 'alice', 'BRUSH-LIB-LIC', { requiresNoneOf: ['Paint Pro'] }],
]

/** Whatever can be asked with a part number, its title and its package. */
function surfaces(
  partNumber: string,
  title: string,
  packageId: string,
): [method: string, path: string, body?: object][] {
  const pn = encodeURIComponent(partNumber)
  const asked = [pn, encodeURIComponent(title), encodeURIComponent(title.slice(0, 5)), encodeURIComponent(`${title}x`)]
  const kit = { partNumber, quantity: 1, shipTo: dublin, downloadDeclined: true, requestKey: `absent-${partNumber}` }
  return [
    ...['/api/items?limit=100', '/api/items?limit=100&category=media', '/api/items?limit=100&category=addon'].map(get),
    ...asked.flatMap((q) => [`/api/items?q=${q}`, `/api/items/suggest?q=${q}`, `/api/items/facets?q=${q}`]).map(get),
    ...['/api/items/facets', '/api/items/facets?category=base', '/api/items/groups?limit=100'].map(get),
    ...[`/api/items/${pn}`, `/api/items/${pn}?quantity=7`, `/api/items/${pn}/explain`, `/api/items/${pn}/rules`].map(
      get,
    ),
    ...[`/api/titles/${packageId}`, `/api/kit-offers/${packageId}`, '/api/cart', '/sitemap.xml', '/robots.txt'].map(
      get,
    ),
    ...['/catalog', `/catalog?q=${pn}`, '/catalog/products', `/items/${pn}`, `/kits/${packageId}`, '/products'].map(
      get,
    ),
    ['POST', '/api/cart/lines', { partNumber, quantity: 1, downloadDeclined: true }],
    ['POST', '/api/cart/lines', { partNumber, quantity: 999_999, downloadDeclined: true }],
    ['POST', '/api/cart/lines', { partNumber, quantity: 1, targetActivationId: 'ACT-ACME-PAINT' }],
    ['POST', '/api/kit-orders', kit],
    ['POST', '/api/priced-carts', { shipTo: dublin }],
    ['GET', `/api/admin/explain?accountId=ACME&partNumber=${pn}`],
  ]
}
const get = (path: string): [string, string] => ['GET', path]

/** All that came back, but for what differs between two askings of the same: when, and under which number. */
async function answersTo(who: CallerName, asked: ReturnType<typeof surfaces>): Promise<string[]> {
  const answers: string[] = []
  for (const [method, path, body] of asked) {
    const headers = path.startsWith('/api') ? {} : { accept: 'text/html' }
    const token = tokens.get(who) ?? null
    const answer = await callApi(box, { method, path, token, headers, ...(body ? { body } : {}) })
    // The length is that of the text, which is compared as it is, but for the number of the request.
    const same = [...answer.headers].filter(([name]) => !['date', 'keep-alive', 'content-length'].includes(name)).sort()
    const text = answer.text.replaceAll(/\b(req-|frm_)[0-9a-z]+/g, '$1')
    answers.push(`${method} ${path} ${answer.status}\n${JSON.stringify(same)}\n${text}`)
  }
  return answers
}

it.each(hidden)(
  'what is hidden by %s is nowhere: every answer to %s is, byte for byte, the one that there would be if %s did not exist [S42]',
  async (_, who, partNumber, rules) => {
    const { db } = box.database
    const deps = { db, clock: box.store.deps.clock }
    if (rules !== null) await saveRules(deps, partNumber, rule(rules), 'test')
    // Somebody who had it in the cart before is told no more than who types its number now.
    const [item] = await db.select().from(items).where(eq(items.partNumber, partNumber))
    if (!item) throw new Error(`the box has no ${partNumber}`)
    const asked = surfaces(partNumber, item.title, item.partnerProductId ?? 'NO_SUCH_PACKAGE')
    const hiddenAnswers = await answersTo(who, asked)
    await db.delete(items).where(eq(items.partNumber, partNumber))
    const goneAnswers = await answersTo(who, asked)
    const { search: __, ...row } = item
    await db.insert(items).values(row)
    expect(hiddenAnswers[0]).toMatch(/ 200\n/)
    expect(hiddenAnswers).toEqual(goneAnswers)
    expect(await db.select().from(cartLines)).toEqual([])
    // An unknown part number of the same length is answered alike, but for its own name in the answer.
    const unknown = 'X'.repeat(partNumber.length)
    const ofUnknown = await answersTo(who, surfaces(unknown, unknown, 'NO_SUCH_PACKAGE').filter(isDirect))
    const ofHidden = hiddenAnswers.filter((__, n) => isDirect(asked[n] ?? ['', '']))
    expect(ofHidden.map((text) => text.replaceAll(partNumber, unknown))).toEqual(ofUnknown)
  },
  60_000,
)

function isDirect([method, path]: readonly [string, string, object?]): boolean {
  return method === 'POST' || /^(\/api)?\/items\/(?!facets|suggest|groups)/.test(path)
}
