import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nameKey, unfitNames } from '../../../src/kernel/disc-names.ts'

const because = (...paths: string[]) => unfitNames(paths).map((found) => [found.path, found.because])

describe('a name that some system cannot hold is refused', () => {
  it.each([
    ...[
      'CON',
      'con',
      'aux.h',
      'nul.tar.gz',
      'com1.txt',
      'COM9',
      'lpt0',
      'LPT¹',
      'com².log',
      'prn .txt',
      'CONIN$',
      'docs/aux',
      'aux/readme.txt',
    ].map((name) => [name, 'reserved-name']),
    ...['readme.', 'readme ', 'readme. .', 'docs./a', 'docs /a', '.', '..', '../etc/passwd'].map((name) => [
      name,
      'trailing-dot-or-blank',
    ]),
    ...[
      'a:b',
      'a*b',
      'a?b',
      'a"b',
      'a<b',
      'a>b',
      'a|b',
      'a\\b',
      'a;1',
      'C:\\a.exe',
      'a\tb',
      'a\u0000b',
      'a\u007fb',
      'a\uffffb',
      '😀.txt',
      '𠀀.pdf',
    ].map((name) => [name, 'forbidden-character']),
    ...['a\ud83d.txt', '\udc00'].map((name) => [name, 'unpaired-surrogate']),
    ...['', '/a', 'a//b', 'a/'].map((name) => [name, 'empty-name']),
    ...['x'.repeat(104), '書'.repeat(86), `${'x'.repeat(101)}.txt`].map((name) => [name, 'name-too-long']),
    [`${'x'.repeat(100)}/${'y'.repeat(100)}`, 'path-too-long'],
    ['1/2/3/4/5/6/7/8/file', 'path-too-deep'],
  ])('%j: %s [C42]', (name, expected) => {
    expect(because('readme.txt', name)).toEqual([[name, expected]])
  })

  it.each([
    ['in case', ['ReadMe.txt', 'README.TXT']],
    ['in the case of other letters', ['ÜBER.pdf', 'über.pdf']],
    ['in normal form', ['Gr\u00f6\u00dfe.pdf', 'Gro\u0308\u00dfe.pdf']],
    ['in both', ['A\u030Angstrom', '\u00e5ngstrom']],
    ['in the sign for a letter', ['\u212Aelvin', 'kelvin']],
    ['in the case of a folder', ['Docs/a', 'docs/b']],
    ['in nothing', ['a', 'a']],
    ['in being a file or a folder', ['docs', 'Docs/a']],
    ['in being a folder or a file', ['docs/a', 'DOCS']],
  ])('two that differ only %s: the second [C42]', (_, [first = '', second = '']) => {
    expect(because(first, second)).toEqual([[second, 'same-name']])
  })

  it('each by its name, with a reason that can be read [C42]', () => {
    const found = unfitNames(['a\u0000b', 'fine', 'aux.h', 'a\ud800'])
    expect(found.map(({ path }) => path)).toEqual(['a\u0000b', 'aux.h', 'a\ud800'])
    expect(found.map(({ reason }) => reason)).toEqual([
      'Windows or Joliet has no "U+0000" in a name',
      'Windows keeps the name aux for a device',
      'it holds half a character, which no text can be made of',
    ])
  })
})

it.each([
  'Übersicht Größe.pdf',
  '取扱説明書.pdf',
  'readme.txt',
  '.gitignore',
  'دليل.pdf',
  'می‌خواهم.txt',
  ' leading',
  'a..b',
  'auxiliary.h',
  'com10.txt',
  'con_.txt',
  "it's (1) [x] {y} #&%+,=@~!$^`.txt",
  'x'.repeat(103),
  '書'.repeat(85),
  '1/2/3/4/5/6/7/file',
])('%j is a name on every system [C42]', (name) => {
  expect(unfitNames([name])).toEqual([])
})

it('of many names as many are refused in whatever order they come, and those that stay have a key each', () => {
  const name = fc.array(fc.constantFrom(...'aAäÄßs./ :ﬁ😀e\u0301'), { maxLength: 5 }).map((letters) => letters.join(''))
  fc.assert(
    fc.property(fc.array(name, { maxLength: 8 }), (names) => {
      const unfit = new Set(unfitNames(names))
      const left = names.filter((_, index) => ![...unfit].some(({ path }) => path === names[index]))
      expect(new Set(left.map(nameKey)).size).toBe(left.length)
      expect(unfitNames(left)).toEqual([])
    }),
  )
})
