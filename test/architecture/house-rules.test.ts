import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { projectRoot } from '../../src/platform/project-root.ts'
import { findComments, findNodes, type SourceFile, sourceFile, sourceFiles } from './source-files.ts'

interface HouseRule {
  readonly guarantee: string
  readonly find: (file: SourceFile) => string[]
  /** Files that the rule is not about. */
  readonly except: (path: string) => boolean
  readonly everywhere: boolean
  /** Code that breaks the rule, to prove that the rule would see it. */
  readonly broken: readonly string[]
  /** Code that comes close and is fine. */
  readonly fine: readonly string[]
}

const nowhere = () => false
const product = sourceFiles('src', 'jobs')
const tests = sourceFiles('test')

const rules: readonly HouseRule[] = [
  {
    guarantee: 'only the clock asks what time it is',
    find: (file) => findNodes(file, (node) => isBareDate(node) || isMember(node, 'Date', 'now')),
    except: (path) => path === 'src/kernel/clock.ts',
    everywhere: false,
    broken: ['const at = new Date()', 'const ms = Date.now()', 'const clock = Date.now', 'const text = Date()'],
    fine: ['new Date(0)', 'Date.parse("2026-01-01")', 'clock.now()'],
  },
  {
    guarantee: 'only the configuration reads the environment',
    find: (file) => findNodes(file, (node) => isMember(node, 'process', 'env')),
    except: (path) => path === 'src/config.ts',
    everywhere: false,
    broken: ['process.env["PORT"]', 'process["env"]', 'const { env } = process'],
    fine: ['request.env', 'process.pid'],
  },
  {
    guarantee: 'only the two programs, the store and its commands, end the process',
    find: (file) => findNodes(file, (node) => isMember(node, 'process', 'exit')),
    except: (path) => path === 'src/main.ts' || path === 'src/cli/store.ts',
    everywhere: false,
    broken: ['process.exit(1)'],
    fine: ['process.exitCode = 1', 'child.exit(1)'],
  },
  {
    guarantee: 'the product reads nothing that lies with the tests',
    find: (file) => findNodes(file, isPathOfTests),
    except: nowhere,
    everywhere: false,
    broken: [
      "join(projectRoot, 'test', 'fixtures')",
      "import '../../test/support/box.ts'",
      'read(`test/fixtures/a.csv`)',
    ],
    fine: ["const text = 'a test'", "import 'node:test'", "const kinds = ['test']"],
  },
  {
    guarantee: 'the compiler is never told to look away',
    find: (file) => [
      ...findNodes(file, (node) => node.kind === ts.SyntaxKind.AnyKeyword || ts.isNonNullExpression(node)),
      ...findComments(file, /@ts-(ignore|expect-error|nocheck)/),
    ],
    except: nowhere,
    everywhere: true,
    broken: ['let x: any', 'x!.y', 'f(x as any)', '// @ts-ignore\nf()', '/* @ts-expect-error */ f()'],
    fine: ['let any = 1', 'if (!x) f()', 'x !== y', 'const text = "@ts-ignore"'],
  },
  {
    guarantee: 'nothing is left to do in a comment',
    find: (file) => findComments(file, /\b(TODO|FIXME|XXX|HACK)\b/),
    except: nowhere,
    everywhere: true,
    broken: ['// TODO: later\nf()', 'f() // FIXME', '/** XXX */ const a = 1'],
    fine: ['const list = "TODO"', '// todos are somebody else\nf()'],
  },
  {
    guarantee: 'a doc comment stands by itself and does not lean on the one above',
    find: (file) => findComments(file, /^\/\*\*[\s*]*The same\b/),
    except: nowhere,
    everywhere: true,
    broken: ['/** The same as a page. */\nf()', '/**\n * The same with a limit.\n */\nf()'],
    fine: ['/** Makes the same page. */\nf()', '// The same again.\nf()'],
  },
  {
    guarantee: 'nothing writes to the console behind the log',
    find: (file) =>
      findNodes(file, (node) => ts.isIdentifier(node) && node.text === 'console' && !isPropertyName(node)),
    except: nowhere,
    everywhere: true,
    broken: ['console.log("x")', 'const { warn } = console'],
    fine: ['const a = { console: 1 }', 'page.console'],
  },
]

function isPathOfTests(node: ts.Node): boolean {
  if (!ts.isStringLiteralLike(node)) return false
  if (/^(\.{0,2}\/)*test\//.test(node.text)) return true
  const isPart = ts.isCallExpression(node.parent) && /\b(join|resolve)$/.test(node.parent.expression.getText())
  return isPart && node.text === 'test'
}

describe.each(rules)('$guarantee', ({ find, except, everywhere, broken, fine }) => {
  it('and the rule sees what breaks it', () => {
    for (const code of broken) expect(find(sourceFile('planted.ts', code)), code).not.toEqual([])
    for (const code of fine) expect(find(sourceFile('planted.ts', code)), code).toEqual([])
  })

  it('in every file', () => {
    const files = [...product, ...(everywhere ? tests : [])].filter(({ path }) => !except(path))
    expect(files.length).toBeGreaterThan(everywhere ? 250 : 200)
    expect(files.flatMap(find)).toEqual([])
  })
})

describe('tests', () => {
  const setAside = (file: SourceFile) =>
    findNodes(
      file,
      (node) =>
        (ts.isPropertyAccessExpression(node) &&
          /^(skip|todo|only|skipIf|runIf|fails)$/.test(node.name.text) &&
          /^(it|test|describe|context|ctx)\b/.test(node.expression.getText(file.tree))) ||
        (ts.isCallExpression(node) &&
          /^(xit|xtest|xdescribe|fit|fdescribe)$/.test(node.expression.getText(file.tree))) ||
        (ts.isPropertyAssignment(node) && /^(skip|todo|only)$/.test(node.name.getText(file.tree))),
    )

  it('none is skipped, left to do, expected to fail or run alone', () => {
    const planted = ['it.skip("x", f)', 'describe.only("x", f)', 'it.todo("x")', 'it.skipIf(y)("x", f)', 'xit("x", f)']
    for (const code of [...planted, 'it("x", { skip: true }, f)'])
      expect(setAside(sourceFile('planted.ts', code)), code).not.toEqual([])
    expect(tests.filter(({ path }) => path.endsWith('.test.ts')).length).toBeGreaterThan(20)
    // Tests with a browser, a pooler or Debian's fonts are left out where there is none, and say so; these files decide it, and not in CI.
    const decided = tests.filter(({ path }) => !/support\/(browser|debian-fonts|pgbouncer)\.ts$/.test(path))
    expect(decided.length).toBe(tests.length - 3)
    expect(decided.flatMap(setAside)).toEqual([])
  })

  it('every file that holds tests is one that the runner finds', () => {
    const holding = tests.filter(({ text }) => /from 'vitest'/.test(text) && /^(it|describe)[.(]/m.test(text))
    expect(holding.length).toBeGreaterThan(20)
    expect(holding.map(({ path }) => path).filter((path) => !path.endsWith('.test.ts'))).toEqual([])
  })
})

describe('files', () => {
  it('no file of the product that somebody wrote is longer than 300 lines', () => {
    expect(product.length).toBeGreaterThan(200)
    const written = product.filter(({ path }) => path !== 'src/client/store-api.ts')
    const long = written.map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))
    expect(long.filter(({ lines }) => lines > 300)).toEqual([])
  })

  it('file names are kebab-case', () => {
    const names = [...product, ...tests].map(({ path }) => path)
    expect(names.length).toBeGreaterThan(250)
    expect(
      names.filter((path) => !/^([a-z0-9]+(-[a-z0-9]+)*\/)*[a-z0-9]+(-[a-z0-9]+)*(\.test|\.d)?\.ts$/.test(path)),
    ).toEqual([])
  })

  it('the top of the tree holds what a newcomer expects there and nothing else', () => {
    const allowed = new Set([
      '.ci',
      '.gitignore',
      '.npmrc',
      'README.md',
      'biome.json',
      'drizzle',
      'drizzle.config.ts',
      'jobs',
      'knip.json',
      // What a stranger looks for.
      'CHANGELOG.md',
      'CONTRIBUTING.md',
      'LICENSE',
      'SECURITY.md',
      '.dockerignore',
      'Dockerfile',
      'compose.yaml',
      'package-lock.json',
      'package.json',
      'src',
      'test',
      'tsconfig.build.json',
      'tsconfig.json',
      'views',
      'vitest.config.ts',
    ])
    // What the work leaves behind; none of it is kept.
    const unkept = new Set(['.git', 'node_modules', 'dist', '.data', 'coverage', '.tsbuildinfo'])
    const names = readdirSync(projectRoot).filter((name) => !unkept.has(name))
    expect(names).toEqual(expect.arrayContaining(['src', 'test', 'package.json']))
    expect(names.filter((name) => !allowed.has(name))).toEqual([])
  })

  it('a part of a page is called by part(name, facts), because include would add the variables of the page', () => {
    const views = join(projectRoot, 'views')
    const templates = readdirSync(views, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.eta'))
    const texts = templates.map((name) => ({ name, text: readFileSync(join(views, name), 'utf8') }))
    expect(texts.filter(({ text }) => text.includes('part(')).length).toBeGreaterThan(40)
    expect(texts.filter(({ text }) => /\binclude(Async)?\(/.test(text)).map(({ name }) => name)).toEqual([])
  })

  it('the lock file names packages and their hashes, and no address to load them from', () => {
    const lock = readFileSync(join(projectRoot, 'package-lock.json'), 'utf8')
    expect(lock.match(/"integrity": "sha512-/g)?.length).toBeGreaterThan(100)
    expect(lock).not.toContain('"resolved": "http')
  })

  it('the lock file holds every package that it names, for every platform, as npm ci asks', () => {
    const lock: { packages: Record<string, { optionalDependencies?: Record<string, string> }> } = JSON.parse(
      readFileSync(join(projectRoot, 'package-lock.json'), 'utf8'),
    )
    const held = new Set(Object.keys(lock.packages).map((path) => path.split('node_modules/').at(-1)))
    const wanted = Object.values(lock.packages).flatMap((entry) => Object.keys(entry.optionalDependencies ?? {}))
    expect(wanted.length).toBeGreaterThan(20)
    expect(wanted.filter((name) => !held.has(name))).toEqual([])
  })
})

function isBareDate(node: ts.Node): boolean {
  if (ts.isNewExpression(node)) return isName(node.expression, 'Date') && (node.arguments?.length ?? 0) === 0
  // Called without `new`, it ignores what it is given and says the time.
  return ts.isCallExpression(node) && isName(node.expression, 'Date')
}

/** `owner.member`, `owner['member']` or `{ member } = owner`. */
function isMember(node: ts.Node, owner: string, member: string): boolean {
  if (ts.isPropertyAccessExpression(node)) return isName(node.expression, owner) && node.name.text === member
  if (ts.isElementAccessExpression(node))
    return (
      isName(node.expression, owner) &&
      ts.isStringLiteral(node.argumentExpression) &&
      node.argumentExpression.text === member
    )
  if (!ts.isVariableDeclaration(node) || !ts.isObjectBindingPattern(node.name) || !node.initializer) return false
  const taken = node.name.elements.map((element) => (element.propertyName ?? element.name).getText())
  return isName(node.initializer, owner) && taken.includes(member)
}

function isName(node: ts.Node, name: string): boolean {
  return ts.isIdentifier(node) && node.text === name
}

function isPropertyName(node: ts.Identifier): boolean {
  const { parent } = node
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    (ts.isPropertyAssignment(parent) && parent.name === node)
  )
}
