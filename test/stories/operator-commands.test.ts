import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { until } from '../../src/cli/demo/until.ts'
import { seedBox } from '../../src/cli/seed/index.ts'
import { readConfig } from '../../src/config.ts'
import { lastPublished } from '../../src/domains/entitlements/sync/index.ts'
import { systemClock } from '../../src/kernel/clock.ts'
import { createLog } from '../../src/platform/log/log.ts'
import { type RunningStore, startStore } from '../../src/start-store.ts'
import { giveEmbeddedDatabase } from '../support/embedded-data.ts'
import { startCommand } from '../support/store-process.ts'

const folder = mkdtempSync(join(tmpdir(), 'store-commands-'))
const dataDir = join(folder, 'box')
const freePorts = { BOX_PORTAL_PORT: '0', BOX_CARD_PORT: '0', BOX_MAILBOX_PORT: '0', BOX_SMTP_PORT: '0' }
let box: RunningStore
beforeAll(async () => {
  await giveEmbeddedDatabase(dataDir)
  box = await startStore({
    config: readConfig({ DATA_DIR: dataDir, PORT: '0', ...freePorts }),
    clock: systemClock,
    log: createLog({ level: 'silent' }),
    seed: ({ db, clock }, { siteToken }) => seedBox({ db, clock, siteToken }),
  })
  await until(systemClock, 'the first sync', () => lastPublished(box.deps.db), 60)
})
afterAll(async () => {
  await box.close()
  rmSync(folder, { recursive: true, force: true })
})

it('commands join the database of the process that holds the data directory, and find its partners', async () => {
  const here = { DATA_DIR: dataDir, ...portsOf(box) }
  const doctor = await store(['doctor'], here)
  expect(doctor.output).toMatch(/^ok {3}platform +answers; downloads sign in by id and token in AuthHeader, /m)
  expect([doctor.code, doctor.output.split('\n').filter((line) => line.startsWith('bad'))]).toEqual([0, []])

  box.sandbox?.portal?.plant({
    kind: 'entitlementLine',
    action: 'upsert',
    row: { activationId: 'ACT-ACME-BRUSH', quantity: 9 },
  })
  const sync = await store(['sync', '--full'], here)
  expect(sync.code).toBe(0)
  expect(sync.output).toMatch(/entitlementLines +8 +0 +1 +0 +0/)
  expect((await store(['reconcile'], here)).output).toContain(': 0 differences')
  expect((await store(['queue'], here)).code).toBe(0)
  const drift = await store(['drift'], here)
  expect(drift.output).toMatch(/^0 of \d+ rows? differed at the full sync of /m)
  expect(drift.output).toMatch(/^ {2}PAINT-CLASSIC-LIC: .* is OBSOLETE on the platform, not DEPLOYED$/m)
  expect([drift.code, drift.output]).toEqual([4, expect.stringMatching(/^0 rights without an order$/m)])
})

it('the version is that of package.json', async () => {
  const { version }: { version: string } = JSON.parse(readFileSync('package.json', 'utf8'))
  for (const flag of ['--version', '-V']) {
    const { code, output } = await store([flag], {})
    expect([code, output.trim()]).toEqual([0, version])
  }
})

it('a dry run says the figures first, then who loses what, with exit code 4, and is published by its number', async () => {
  const here = { DATA_DIR: dataDir, ...portsOf(box) }
  box.sandbox?.portal?.plant({ kind: 'entitlementLine', action: 'delete', row: { activationId: 'ACT-ACME-BRUSH' } })
  const dryRun = await store(['sync', '--full', '--dry-run'], here)
  expect(dryRun.code).toBe(4)
  expect(dryRun.output).toMatch(/Not published\.[\s\S]*3 accounts lose 3 items in all[\s\S]*ACME loses KIT-BRUSH-14/)
  expect(dryRun.output).toContain('value at risk: none')
  expect(dryRun.output).toMatch(/Reading: 1 of \d+, products of kind product, \d+ of about \d+ rows/)
  const [, runId = ''] = /--publish (syn_\w+)/.exec(dryRun.output) ?? []
  const published = await store(['sync', '--publish', runId], here)
  expect([published.code, published.output.includes(`Run ${runId}, full: published`)]).toEqual([0, true])
  expect((await store(['sync', '--discard', runId], here)).code).toBe(2)
})

it('a partner that is away is exit code 3 for a command that needs it, and a line that says what mends it for the doctor', async () => {
  const away = { DATA_DIR: dataDir, ...portsOf(box), BOX_PORTAL_PORT: '1' }
  const doctor = await store(['doctor'], away)
  expect(doctor.code).toBe(4)
  expect(doctor.output).toMatch(/^bad {2}platform .*Mend: start the box with npm start$/m)
  expect((await store(['sync'], away)).code).toBe(3)
  const nothing = await store(['doctor'], { DATA_DIR: join(folder, 'not-made-yet') })
  expect(nothing.output).toMatch(/^bad {2}database .*Start one with npm start, or set DATA_DIR or DATABASE_URL\.$/m)
})

it('what is wrong with a command is said in a sentence with exit code 2, without a stack', async () => {
  for (const [args, says] of [
    [['nonsense'], 'unknown command'],
    [['reconcile', '--from', '2026-13-01'], 'not a calendar date'],
    [['queue'], 'There is no store in'],
  ] as const) {
    const answer = await store(args, { DATA_DIR: join(folder, 'nothing-there') })
    expect([args, answer.code]).toEqual([args, 2])
    expect(answer.output).toContain(says)
    expect(answer.output).not.toMatch(/^ {4}at /m)
  }
})

it('a price file as a spreadsheet saves it is refused with its cause or read as an option says; a list that is not there is not exported [C45]', async () => {
  const here = { DATA_DIR: dataDir, ...portsOf(box) }
  const semi = join(folder, 'semi.csv')
  const latin = join(folder, 'cp1252.csv')
  const head = 'list,name,audience,audience_value,currency,part_number,min_quantity,unit_price'
  writeFileSync(
    semi,
    `${head.replaceAll(',', ';')}\r\nsemi;Preise;accountType;CUSTOMER;EUR;PAINT-PRO-2-LIC;100;399,00\r\n`,
  )
  writeFileSync(latin, Buffer.from(`${head}\ngro\xdf,F\xfcr,accountType,CUSTOMER,EUR,NO-SUCH-ITEM,1,1\n`, 'latin1'))
  const spoken = await store(['import', 'prices', semi], here)
  expect([spoken.code, spoken.output]).toEqual([2, expect.stringMatching(/separated by semicolons.*decimal comma/)])
  expect(spoken.output).toContain('1 mistake in')
  const read = await store(['import', 'prices', semi, '--separator', 'semicolon', '--decimal', 'comma'], here)
  expect([read.code, read.output]).toEqual([0, expect.stringContaining('1 price list published')])
  const bytes = await store(['import', 'prices', latin], here)
  expect([bytes.code, bytes.output]).toEqual([2, expect.stringMatching(/row 2: .*not UTF-8.*0xDF/)])
  const said = await store(['import', 'prices', latin, '--encoding', 'windows-1252', '--preview'], here)
  expect([said.code, said.output]).toEqual([0, expect.stringMatching(/groß .*\n[\s\S]*Warning: .*NO-SUCH-ITEM/)])
  const out = join(folder, 'out.csv')
  const none = await store(['export', 'prices', out, '--list', 'semi', 'nosuchlist'], here)
  expect([none.code, none.output.trim()]).toEqual([2, 'There is no such price list: nosuchlist.'])
  expect(existsSync(out)).toBe(false)
  expect((await store(['export', 'prices', out, '--list', 'semi'], here)).code).toBe(0)
  expect(readFileSync(out, 'utf8')).toContain(
    'semi,Preise,accountType,CUSTOMER,EUR,0,,,yes,PAINT-PRO-2-LIC,100,1,399.00',
  )
  const absent = await store(['import', 'chains', join(folder, 'absent.csv')], here)
  expect([absent.code, absent.output]).toEqual([2, expect.stringContaining('There is no such file')])
  // Eight commands, each a process of its own.
}, 240_000)

it('the outside world alone prints an environment that a store understands and meets it with', async () => {
  const child = startCommand(['sandbox', '--store-url', 'http://127.0.0.1:1'], {
    DATA_DIR: join(folder, 'world'),
    ...freePorts,
  })
  try {
    const said = await until(
      systemClock,
      'the environment',
      async () => child.output().includes('Ctrl-C') && child.output(),
      60,
    )
    const environment = Object.fromEntries(
      said.split('\n').flatMap((line) => {
        const [, name, value] = /^([A-Z_]+)=(.+)$/.exec(line) ?? []
        return name === undefined ? [] : [[name, value]]
      }),
    )
    for (const name of ['FLEXNET_URL', 'HANDOFF_SECRET', 'STRIPE_API_URL', 'SMTP_URL'])
      expect(environment).toHaveProperty(name)
    const outsideDir = join(folder, 'outside')
    await giveEmbeddedDatabase(outsideDir)
    const outside = await startStore({
      config: readConfig({ DATA_DIR: outsideDir, PORT: '0', ...environment }),
      clock: systemClock,
      log: createLog({ level: 'silent' }),
    })
    try {
      expect(outside.sandbox).toBeNull()
      await outside.deps.platform.ping()
      await outside.deps.cards.ping()
      await outside.deps.mailSender.ping()
    } finally {
      await outside.close()
    }
  } finally {
    expect((await child.interrupt()).code).toBe(0)
  }
})

function portsOf({ sandbox }: RunningStore): Record<string, string> {
  const port = (url: string | undefined) => new URL(url ?? 'http://nowhere:1').port
  return {
    BOX_PORTAL_PORT: port(sandbox?.portal?.url),
    BOX_CARD_PORT: port(sandbox?.cards?.url),
    BOX_SMTP_PORT: port(sandbox?.mailbox?.smtpUrl),
  }
}

async function store(args: readonly string[], environment: Readonly<Record<string, string>>) {
  return startCommand(args, environment).ended
}
