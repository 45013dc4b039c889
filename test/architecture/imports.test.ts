import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { cruise, type ICruiseOptions, type ICruiseResult } from 'dependency-cruiser'
import extractDepcruiseOptions from 'dependency-cruiser/config-utl/extract-depcruise-options'
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config'
import { expect, it } from 'vitest'
import { projectRoot } from '../../src/platform/project-root.ts'

const rulesFile = join(projectRoot, 'test/architecture/import-rules.cjs')

async function look(baseDir: string, folders: string[]): Promise<ICruiseResult> {
  const rules: ICruiseOptions = await extractDepcruiseOptions(rulesFile)
  const options = { ...rules, validate: true, baseDir }
  const { output } = await cruise(folders, options, rules.enhancedResolveOptions, {
    tsConfig: extractTSConfig(join(projectRoot, 'tsconfig.json')),
  })
  if (typeof output === 'string') throw new Error('expected the result itself, not a report')
  return output
}

it('every module imports only what its place allows', async () => {
  const { summary, modules } = await look(projectRoot, ['src', 'jobs'])
  const files = ['src', 'jobs'].flatMap((folder) =>
    readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.ts'),
    ),
  )
  const visited = modules.filter(({ source }) => /^(src|jobs)\//.test(source))
  expect(visited.length).toBeGreaterThan(200)
  expect(visited.length).toBe(files.length)
  expect(visited.filter(({ dependencies }) => dependencies.length > 0).length).toBeGreaterThan(150)
  expect(summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`)).toEqual([])
})

/** For each rule a module that breaks it, with what it imports. */
const planted: readonly (readonly [rule: string, from: string, to: string])[] = [
  ['kernel-imports-nothing', 'src/kernel/money.ts', 'src/platform/db/db.ts'],
  ['platform-knows-no-domain', 'src/platform/http/caller.ts', 'src/domains/people/accounts/index.ts'],
  ['domains-see-only-what-is-below', 'src/domains/fulfilment/orders/place-order.ts', 'src/config.ts'],
  ['fastify-at-the-border', 'src/domains/fulfilment/orders/use-case.ts', 'node_modules/fastify/index.js'],
  ['front-door-only', 'src/domains/fulfilment/orders/quote.ts', 'src/domains/people/accounts/store.ts'],
  ['front-door-from-outside', 'src/deps.ts', 'src/domains/people/accounts/store.ts'],
  ['tables-see-tables-only', 'src/domains/fulfilment/orders/tables.ts', 'src/domains/people/accounts/index.ts'],
  ['rooms-in-order', 'src/domains/money/ledger/post.ts', 'src/domains/money/payments/index.ts'],
  ['rooms-are-in-the-list', 'src/app.ts', 'src/domains/people/surprise/index.ts'],
  ['no-cycles', 'src/kernel/egg.ts', 'src/kernel/hen.ts'],
  ['no-cycles', 'src/kernel/hen.ts', 'src/kernel/egg.ts'],
  ['adapters-see-ports-only', 'src/adapters/mail/smtp/smtp.ts', 'src/domains/people/accounts/index.ts'],
  ['adapters-keep-apart', 'src/adapters/mail/smtp/other.ts', 'src/adapters/payment/stripe/index.ts'],
  ['domains-know-no-adapter', 'src/domains/money/payments/charge.ts', 'src/adapters/payment/stripe/index.ts'],
  ['only-deps-sees-adapters', 'src/worker.ts', 'src/adapters/payment/stripe/index.ts'],
  ['sandbox-imports-no-domain', 'src/sandbox/portal/world.ts', 'src/domains/people/accounts/index.ts'],
  ['site-shares-only-site-contract', 'src/site/agent.ts', 'src/domains/fulfilment/production/index.ts'],
  ['client-knows-the-api-alone', 'src/client/index.ts', 'src/kernel/money.ts'],
  ['nobody-needs-the-examples', 'src/app.ts', 'src/client/examples/storefront.ts'],
  ['jobs-use-front-doors', 'jobs/daily-sync.ts', 'src/domains/people/accounts/store.ts'],
  ['tests-stay-outside', 'src/domains/fulfilment/orders/fake.ts', 'test/support/fake.ts'],
  ['nobody-imports-the-process', 'src/cli/store.ts', 'src/main.ts'],
]

it('each rule finds a module that breaks it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'store-imports-'))
  try {
    const names = new Set(planted.flatMap(([, from, to]) => [from, to]))
    for (const name of names) {
      const imports = planted.filter(([, from]) => from === name).map(([, , to]) => specifier(name, to))
      mkdirSync(dirname(join(folder, name)), { recursive: true })
      writeFileSync(join(folder, name), `${imports.map((to) => `import '${to}'\n`).join('')}export const here = true\n`)
    }
    writeFileSync(join(folder, 'node_modules/fastify/package.json'), '{"name":"fastify","main":"index.js"}')
    const { summary } = await look(folder, ['src', 'jobs'])
    const found = summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`)
    // A circle is reported once, wherever the walk entered it.
    const expected = planted.filter(([, from]) => from !== 'src/kernel/hen.ts')
    expect(found).toEqual(expect.arrayContaining(expected.map(([rule, from, to]) => `${rule}: ${from} -> ${to}`)))
  } finally {
    rmSync(folder, { recursive: true })
  }
})

it('no rule is without a planted module that breaks it', async () => {
  const { ruleSet } = await extractDepcruiseOptions(rulesFile)
  const names = new Set(ruleSet?.forbidden?.map(({ name }) => name))
  expect(names.size).toBeGreaterThan(10)
  expect([...names].filter((name) => !planted.some(([rule]) => rule === name))).toEqual([])
})

function specifier(from: string, to: string): string {
  const [, packageName] = /^node_modules\/([^/]+)\//.exec(to) ?? []
  return packageName ?? `${'../'.repeat(from.split('/').length - 1) || './'}${to}`
}
