import { expect, it } from 'vitest'
import { messageFault, messagesIn, messagesOf } from '../../../src/platform/messages/messages.ts'
import { pseudoMessage } from '../../../src/platform/messages/pseudo-language.ts'

const texts = new Map([
  ['pieces', '{count, plural, one {# piece} other {# pieces}} of {title}'],
  ['link', 'Tom & Ann: <a>look at {title}</a>, <b>now</b>'],
  ['parcel', 'Shipped, tracking number {tracking}'],
])
// The keys of the catalog are typed; these are not in it.
const { t, rich } = messagesOf(texts) as unknown as Record<'t' | 'rich', (key: string, ...facts: object[]) => string>

it.each([
  [1, '1 piece of Paint'],
  [0, '0 pieces of Paint'],
  [1200, '1,200 pieces of Paint'],
])('a count of %i says "%s"', (count, expected) => {
  expect(t('pieces', { count, title: 'Paint' })).toBe(expected)
})

it('plain text keeps a value as it is: the template escapes it', () => {
  expect(t('pieces', { count: 2, title: '<Paint> & {more}' })).toBe('2 pieces of <Paint> & {more}')
})

it('rich text escapes the message, each value and each address, and makes links of its tags', () => {
  expect(rich('link', { title: '<script>"\'' }, { a: '/items?a=1&b="' })).toBe(
    'Tom &amp; Ann: <a href="/items?a=1&amp;b=&quot;">look at &lt;script&gt;&quot;&#39;</a>, <strong>now</strong>',
  )
})

it('rich text takes markup that a view helper made', () => {
  expect(rich('parcel', { tracking: { html: '<a href="/x">1Z9</a>' } })).toBe(
    'Shipped, tracking number <a href="/x">1Z9</a>',
  )
})

it('a key that is missing and a value that is missing show the key and are reported once', async () => {
  const warned: string[] = []
  const listen = (warning: Error) => warned.push(`${warning.name}: ${warning.message}`)
  // The listener of every test file would take these for faults of a page.
  const others = process.listeners('warning')
  process.removeAllListeners('warning').on('warning', listen)
  try {
    expect([t('nowhere'), t('nowhere'), t('pieces', { title: 'Paint' })]).toEqual(['nowhere', 'nowhere', 'pieces'])
    await new Promise(setImmediate)
  } finally {
    process.removeListener('warning', listen)
    for (const other of others) process.on('warning', other)
  }
  expect(warned).toEqual([
    `${messageFault}: nowhere: is not in the catalog`,
    expect.stringMatching(`${messageFault}: pieces: .*count`),
  ])
})

it('the pseudo-language changes the words of a message, in every form, and no value', () => {
  const pseudo = messagesOf(texts, pseudoMessage) as unknown as Record<
    't' | 'rich',
    (key: string, ...facts: object[]) => string
  >
  expect(pseudo.t('pieces', { count: 1, title: 'Paint' })).toBe('⟦1 þîéçé öƒ Paint⟧')
  expect(pseudo.rich('link', { title: 'Paint' }, { a: '/x' })).toBe(
    '⟦Ţöɱ &amp; Åññ: <a href="/x">ļööķ åţ Paint</a>, <strong>ñöŵ</strong>⟧',
  )
})

it('a language that the store does not speak is answered in English', () => {
  expect(messagesIn('fi').t('identity.signIn.title')).toBe('Sign in')
  expect(messagesIn('en-XA').t('identity.signIn.title')).toBe('⟦Šîĝñ îñ⟧')
})
