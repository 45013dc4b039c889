import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { projectRoot } from '../../src/platform/project-root.ts'
import { settingNames } from './setting-names.ts'
import { sourceFiles } from './source-files.ts'

const readme = readFileSync(join(projectRoot, 'README.md'), 'utf8')
const groups = ['Store', 'Database', 'Platform', 'Identity', 'Payment', 'Mail', 'Production', 'Box']

interface Row {
  readonly group: string
  readonly names: readonly string[]
  readonly cells: readonly string[]
}

/** The rows of the configuration table, group after group. */
function rowsOf(text: string): readonly Row[] {
  const [, chapter = ''] = /^## Configuration\n([\s\S]*?)^## /m.exec(text) ?? []
  return chapter.split(/^### /m).flatMap((part, at) => {
    const group = part.slice(0, part.indexOf('\n'))
    const lines = at === 0 ? [] : part.split('\n').filter((line) => line.startsWith('| `'))
    return lines.map((line) => {
      // A bar in code marks is no end of a cell.
      const cells = line.slice(2, -2).split(' | ')
      return { group, cells, names: namesIn(cells) }
    })
  })
}

/** `FLEXNET_<SERVICE>_URL` stands for one variable of each service that the meaning names. */
function namesIn([variables = '', , meaning = '']: readonly string[]): readonly string[] {
  const services = [...meaning.matchAll(/`([A-Z_]+)`/g)].map(([, name = '']) => name)
  return [...variables.matchAll(/`([A-Z_<>]+)`/g)].flatMap(([, name = '']) =>
    name.includes('<SERVICE>') ? services.map((service) => name.replace('<SERVICE>', service)) : [name],
  )
}

/** What the commands read beside the configuration. */
function optionNames(): readonly string[] {
  return sourceFiles('src/cli').flatMap(({ text }) =>
    [...text.matchAll(/\.env\('(\w+)'\)/g)].map(([, name = '']) => name),
  )
}

const known = settingNames()

describe('the configuration table of the README', () => {
  const rows = rowsOf(readme)
  const read = [...known, ...new Set(optionNames())].sort()

  it('has every variable that the store and its commands read, once, and no other', () => {
    expect(read.length).toBeGreaterThan(80)
    expect(read).toEqual(
      expect.arrayContaining(['PORT', 'PRODUCTION', 'STORE_URL', 'SELLER_NAME', 'FLEXNET_AUTHENTICATION_URL']),
    )
    expect(rows.flatMap(({ names }) => names).sort()).toEqual(read)
  })

  it('has its groups in order, each with variables', () => {
    expect([...new Set(rows.map(({ group }) => group))]).toEqual(groups)
  })

  it('says a default and a meaning of each', () => {
    for (const { cells } of rows) {
      expect(cells, cells.join(' | ')).toHaveLength(3)
      for (const cell of cells) expect(cell.trim(), cells.join(' | ')).not.toBe('')
    }
  })

  it('and a row too few, too many or twice would be seen', () => {
    const names = (text: string) => rowsOf(text).flatMap((row) => row.names)
    expect(names(readme.replace(/^\| `PRODUCTION`.*\n/m, ''))).not.toContain('PRODUCTION')
    expect(names(readme.replace('| `PRODUCTION` |', '| `PRODUCTION`, `PRODUCE` |'))).toContain('PRODUCE')
    expect(names(readme.replace('| `ALARM_MAIL` |', '| `PORT` |')).filter((name) => name === 'PORT')).toHaveLength(2)
  })
})

it('the four ways to sign on stand in a table, each with settings that there are', () => {
  const [, chapter = ''] = /^## Ways to sign on\n([\s\S]*?)^## /m.exec(readme) ?? []
  const rows = chapter.split('\n').filter((line) => /^\| (?!way|---)/.test(line))
  expect(rows.map((row) => row.split(' | ')[0]?.slice(2))).toEqual([
    'hand-off',
    'OpenID Connect',
    'SAML 2.0',
    'the platform',
  ])
  for (const row of rows) {
    const switches = [...(row.split(' | ')[1] ?? '').matchAll(/`([A-Z_]+)/g)].map(([, name = '']) => name)
    expect(switches.length, row).toBeGreaterThan(0)
    for (const name of switches) expect(known, row).toContain(name)
  }
})
