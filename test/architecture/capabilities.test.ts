import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { projectRoot } from '../../src/platform/project-root.ts'
import { namedRows, parseCapabilities, renderCapabilities } from './capabilities.ts'
import { sourceFile, sourceFiles } from './source-files.ts'

const page = readFileSync(join(projectRoot, 'test/CAPABILITIES.md'), 'utf8')
const listed = parseCapabilities(page)
const named = namedRows(sourceFiles('test').filter(({ path }) => !path.startsWith('test/architecture/')))

describe('test/CAPABILITIES.md', () => {
  it('lists exactly the rows that test titles name', () => {
    expect(named.size).toBeGreaterThan(10)
    expect(listed.map(({ row }) => row).sort()).toEqual([...named.keys()].sort())
  })

  it('says of each row in a sentence what holds', () => {
    expect(listed.filter(({ sentence }) => sentence.split(' ').length < 5 || !sentence.endsWith('.'))).toEqual([])
  })

  it('names the test files of each row; `npx tsx test/architecture/write-capabilities.ts` brings it up to date', () => {
    expect(page).toBe(renderCapabilities(page, named))
  })
})

it('a row is found in every way to write a title, and nowhere else', () => {
  const code = [
    "it('one [S1]', f)",
    "describe('two [S2, P3]', () => { it.each([1])('three %s [C4] [N5]', f) })",
    ['test.concurrent(`four $', '{x} [S6]`, f)'].join(''),
    "expect(x).toBe('none [S7]') // nor here [S8]",
  ].join('\n')
  expect([...namedRows([sourceFile('test/planted.test.ts', code)]).keys()]).toEqual([
    'S1',
    'S2',
    'P3',
    'C4',
    'N5',
    'S6',
  ])
})
