import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { expect, it } from 'vitest'
import { projectRoot } from '../../src/platform/project-root.ts'
import plan from './rooms.cjs'
import { type SourceFile, sourceFile, sourceFiles } from './source-files.ts'

const domains = join(projectRoot, 'src/domains')
const foldersOf = (path: string) => readdirSync(path).filter((name) => statSync(join(path, name)).isDirectory())

it('the rules, the list of rooms and the disk name the same floors and rooms', () => {
  const onDisk = foldersOf(domains).flatMap((floor) =>
    foldersOf(join(domains, floor)).map((room) => `${floor}/${room}`),
  )
  expect(onDisk.sort()).toEqual([...plan.rooms].sort())
  const page = readFileSync(join(domains, 'README.md'), 'utf8')
  expect([...page.matchAll(/^\| `([a-z/-]+)` \|/gm)].map(([, room]) => room)).toEqual(plan.rooms)
  const picture = /```\n(.+)\n/.exec(page)?.[1]
  expect(picture?.split(' ─ ')).toEqual(plan.floors.map(([floor]) => floor))
})

it('a floor holds rooms and no file, and a room holds no folder', () => {
  const strays = foldersOf(domains).flatMap((floor) =>
    readdirSync(join(domains, floor)).filter((name) => !plan.rooms.includes(`${floor}/${name}`)),
  )
  expect(strays).toEqual([])
  expect(plan.rooms.flatMap((room) => foldersOf(join(domains, room)))).toEqual([])
})

it('every room has a door and a page about itself', () => {
  const has = (room: string, name: string) => existsSync(join(domains, room, name))
  expect(plan.rooms.filter((room) => !has(room, 'README.md'))).toEqual([])
  expect(plan.rooms.filter((room) => !has(room, 'index.ts') && !has(room, 'surfaces.ts'))).toEqual([])
})

it('a room is no barn: at most forty files', () => {
  const sizes = plan.rooms.map((room) => ({
    room,
    files: readdirSync(join(domains, room)).filter((name) => name.endsWith('.ts')).length,
  }))
  expect(sizes.filter(({ files }) => files > 40)).toEqual([])
})

const product = sourceFiles('src/domains')
const roomOf = (path: string) => /^src\/domains\/([^/]+\/[^/]+)\//.exec(path)?.[1] ?? 'none'

/** Names of tables, as the database has them, with the room that declares them. */
function declaredTables(files: readonly SourceFile[]): ReadonlyMap<string, string> {
  return new Map(
    files.flatMap(({ path, text }) =>
      [...text.matchAll(/pgTable\(\s*'([a-z_]+)'/g)].map(([, name]) => [name ?? '', roomOf(path)] as const),
    ),
  )
}

/** `file: table` for each table of a room further down the list that a text of the file names as SQL does. */
function tablesOfLaterRooms(file: SourceFile, tables: ReadonlyMap<string, string>): string[] {
  const mine = plan.rooms.indexOf(roomOf(file.path))
  const found = new Set<string>()
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node))
      for (const [, name = ''] of node.text.matchAll(/\b(?:from|join|into|update|table)\s+(?:only\s+)?"?([a-z_]+)"?/gi))
        if (plan.rooms.indexOf(tables.get(name) ?? '') > mine) found.add(`${file.path}: ${name}`)
    ts.forEachChild(node, visit)
  }
  visit(file.tree)
  return [...found]
}

it('no room names a table of a later room in its SQL', () => {
  const tables = declaredTables(product)
  expect(tables.size).toBeGreaterThan(60)
  expect(product.flatMap((file) => tablesOfLaterRooms(file, tables))).toEqual([])
})

it.each([
  'sql`select 1 from order_lines l`',
  "const text = 'update order_lines set state = 1'",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is code that stands in a text
  'sql`with a as (${b}) select * from a left join "order_lines" using (id)`',
])('a room that names a table of a later room is found: %s', (code) => {
  const planted = sourceFile('src/domains/people/accounts/planted.ts', code)
  expect(tablesOfLaterRooms(planted, declaredTables(product))).toEqual([`${planted.path}: order_lines`])
})
