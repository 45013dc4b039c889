import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { IntlMessageFormat } from 'intl-messageformat'
import { describe, expect, it } from 'vitest'
import { emphasisTags } from '../../src/platform/messages/rich-text.ts'
import { projectRoot } from '../../src/platform/project-root.ts'
import { forStaff, notYetFromCatalog } from './not-yet-from-catalog.ts'
import { sourceFiles } from './source-files.ts'
import { type Asked, askedIn, saidIn, wordsIn } from './template-words.ts'

const views = join(projectRoot, 'views')
const texts: Record<string, string> = JSON.parse(readFileSync(join(views, 'messages/en.json'), 'utf8'))
const templates = readdirSync(views, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.eta'))
  .map((name) => ({ name: name.replaceAll('\\', '/'), text: readFileSync(join(views, name), 'utf8') }))
const asked: readonly (Asked & { readonly at: string })[] = [
  ...templates.flatMap(({ name, text }) => askedIn(text).map((one) => ({ ...one, at: name }))),
  ...sourceFiles('src').flatMap(({ path, tree }) => saidIn(tree).map((one) => ({ ...one, at: path }))),
]

describe('every sentence that a buyer, partner, vendor or mail reader sees comes from the catalog', () => {
  it('no template says one beside it', () => {
    const left = templates.filter(({ text }) => wordsIn(text).length > 0).map(({ name }) => name)
    expect(left.filter((name) => !forStaff.includes(name) && !notYetFromCatalog.includes(name))).toEqual([])
  })

  it('a template that has moved leaves the lists of those that have not', () => {
    const left = templates.filter(({ text }) => wordsIn(text).length > 0).map(({ name }) => name)
    expect([...forStaff, ...notYetFromCatalog].filter((name) => !left.includes(name))).toEqual([])
  })

  it('every message is asked for, and every message that is asked for exists', () => {
    expect([...new Set(asked.map(({ key }) => key))].sort()).toEqual(Object.keys(texts).sort())
  })

  it('each message is given its values and links, and no other', () => {
    const faults = asked.flatMap(({ key, given, isRich, at }) => {
      const { values, tags } = placesOf(texts[key] ?? '')
      const wanted = [...values, ...[...tags].filter((tag) => !(tag in emphasisTags))].sort()
      const fault = { at, key, given: given?.toSorted() ?? null, wanted }
      // A value and a tag of one name would be one thing to the formatter.
      const shared = [...values].filter((value) => tags.has(value) || value in emphasisTags)
      if (shared.length > 0) return [{ ...fault, wanted: shared.map((value) => `another name than ${value}`) }]
      if (tags.size > 0 && !isRich) return [{ ...fault, wanted: ['rich, for its tags'] }]
      return given !== null && JSON.stringify(fault.given) === JSON.stringify(wanted) ? [] : [fault]
    })
    expect(faults).toEqual([])
  })

  it('the catalog has no markup but the tags of rich text', () => {
    const faults = Object.entries(texts).filter(([, text]) => /&\w+;|<[^>]*[\s=]|^\s|\s$/.test(text))
    expect(faults).toEqual([])
  })
})

describe('the test sees', () => {
  it.each([
    ['<p>Hello</p>', ['Hello']],
    ['<p><% if (it.x) { %>yes<% } %></p>', ['yes']],
    ['<img alt="A disc" src="x.png">', ['A disc']],
    ['<nav aria-label="Pages<%= it.of %>"></nav>', ['Pages']],
    ["<%= it.left ? 'Nothing was charged' : '' %>", ['Nothing was charged']],
    ["<%~ part('field', { label: 'Password' }) %>", ['Password']],
    [`<%= \`out of \${it.n}\` %>`, ['out of']],
  ])('the words of %s', (template, expected) => {
    expect(wordsIn(template)).toEqual(expected)
  })

  it.each([
    '<h1><%= h.t("a.b") %></h1>',
    '<p class="lead small" id="x">&nbsp;<%= it.name %>, </p>',
    "<a<%~ it.now ? ' aria-current=\"page\"' : '' %>></a>",
    '<%~ h.badge(it.state) %>',
  ])('no word in %s', (template) => {
    expect(wordsIn(template)).toEqual([])
  })

  it('both keys of a choice, their values, and a key that is worked out', () => {
    expect(
      askedIn("<% const { h } = it %><%= h.t(it.x ? 'a' : 'b', { n }) %><%~ it.h.rich(key, { m }, { a: '/' }) %>"),
    ).toEqual([
      { key: 'a', given: ['n'], isRich: false },
      { key: 'b', given: ['n'], isRich: false },
      { key: '', given: ['m', 'a'], isRich: true },
    ])
  })
})

/** What a message leaves open: its values, and the tags around parts of it. */
function placesOf(text: string): { readonly values: ReadonlySet<string>; readonly tags: ReadonlySet<string> } {
  const values = new Set<string>()
  const tags = new Set<string>()
  const visit = (ast: ReturnType<IntlMessageFormat['getAst']>): void => {
    for (const element of ast) {
      if ('children' in element) {
        tags.add(element.value)
        visit(element.children)
      } else if ('value' in element && element.type !== 0) values.add(element.value)
      if ('options' in element) for (const option of Object.values(element.options)) visit(option.value)
    }
  }
  visit(new IntlMessageFormat(text, 'en').getAst())
  return { values, tags }
}
