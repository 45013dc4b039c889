import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Visitor } from '../../src/cli/demo/visitor.ts'
import { carryOutSync, openSync } from '../../src/domains/entitlements/sync/index.ts'
import { watchSilentJobs } from '../../src/domains/fulfilment/production/index.ts'
import { payments } from '../../src/domains/money/payments/tables.ts'
import { alarmDeadLetters } from '../../src/domains/people/notifications/index.ts'
import { alarmUnorderedMoney } from '../../src/domains/selling/checkout/alarm-unordered-money.ts'
import { type Box, startBox } from '../support/box.ts'
import { shopping } from '../support/shopping.ts'

let box: Box
let alice: Visitor
beforeAll(async () => {
  box = await startBox()
  alice = await box.member('alice@acme.example')
})
afterAll(() => box.close())

/** The alarms of a kind that reached the mailbox. */
async function alarms(words: string) {
  await box.drain()
  return box.mailbox
    .mails()
    .filter(({ to, subject }) => to.includes('operators@paintworks.example') && subject.startsWith(words))
}

it('a title without a kit answers with a clear page and one alarm a day, however often and by whomever it is asked for [S28]', async () => {
  const nina = await box.member('nina@nova.example')
  for (const visitor of [alice, alice, nina]) {
    const page = await visitor.open(`${box.url}/kits/no-such-title`)
    expect([page.status, page.body.toString()]).toEqual([404, expect.stringContaining('media kit')])
  }
  const raised = await alarms('A title has no media kit')
  expect(raised.map(({ subject }) => subject)).toEqual(['A title has no media kit: no-such-title'])
  expect(raised[0]?.text).toContain(`${box.url}/admin/`)
})

it('titles that one customer makes up use up its own alarms, and not those of the others; the page lists all', async () => {
  for (let n = 0; n < 30; n += 1) await alice.open(`${box.url}/kits/random-${n}`)
  const nina = await box.member('nina@nova.example')
  await nina.open(`${box.url}/kits/PAINT_PRO_OF_NEXT_YEAR`)
  // Asked for by somebody before, who told nobody of it.
  await nina.open(`${box.url}/kits/random-29`)
  const about = (await alarms('A title has no media kit')).map(({ subject }) => subject.split(': ')[1])
  expect(about).toHaveLength(5)
  expect(new Set(about)).toEqual(
    new Set(['no-such-title', 'random-0', 'random-1', 'PAINT_PRO_OF_NEXT_YEAR', 'random-29']),
  )
  const oscar = await box.staff('oscar')
  const page = (await oscar.open(`${box.url}/admin/title-misses`)).body.toString()
  for (let n = 0; n < 30; n += 1) expect(page).toContain(`<code>random-${n}</code>`)
  expect(page).toMatch(/<code>random-29<\/code>.*ACME.*NOVA.*2 times/s)
})

it('a sync that failed for good raises an alarm that leads to its run', async () => {
  const { deps } = box.store
  const runId = await openSync(deps, { mode: 'full', trigger: 'test' })
  const broken = { ...deps, publishCatalog: () => Promise.reject(new Error('the catalog would not have it')) }
  await expect(carryOutSync(broken, runId)).rejects.toThrow('the catalog would not have it')
  const raised = await alarms('A sync has failed')
  expect(raised.map(({ text }) => text)).toEqual([expect.stringContaining(`${box.url}/admin/sync/${runId}`)])
})

it('card money that has had no order for a quarter of an hour raises one alarm, and fresh money none', async () => {
  const { deps, url } = box.store
  const settled = (id: string, minutesAgo: number) => {
    const at = new Date(deps.clock.now().getTime() - minutesAgo * 60_000)
    const money = { amountMinor: 4900, currency: 'EUR', description: 'Paint', payerEmail: 'alice@acme.example' }
    const times = { createdAt: at, checkedAt: at, settledAt: at }
    return { id, pricedCartId: `pct_${id}`, accountId: 'ACME', state: 'settled' as const, ...money, ...times }
  }
  await deps.db.insert(payments).values([settled('pay_old', 16), settled('pay_fresh', 14)])
  await alarmUnorderedMoney(deps)
  await alarmUnorderedMoney(deps)
  const raised = await alarms('Money has no order')
  expect(raised.map(({ subject }) => subject)).toEqual(['Money has no order: pay_old'])
  expect(raised[0]?.text).toContain(`${url}/admin/finance`)
  expect(raised[0]?.text).toContain('49.00 EUR')
})

it('a media job that its site says nothing about raises one alarm [S60]', async () => {
  await shopping(box.url, alice).order([{ partNumber: 'KIT-BRUSH-14' }], 'PO-SILENT-1')
  await box.drain()
  const { deps } = box.store
  const limits = { alarmAfterMinutes: 0, expireAfterMinutes: 60 }
  expect((await watchSilentJobs(deps, limits)).alarmed).toBe(1)
  expect((await watchSilentJobs(deps, limits)).alarmed).toBe(0)
  expect(await alarms('A media job is silent')).toHaveLength(1)
})

it('a job that is dead raises one alarm, and a dead mail none, so that alarms cannot breed alarms', async () => {
  const { deps } = box.store
  const dead = (job: string, payload: object) =>
    box.database.db.execute(
      `insert into pgboss.job (name, state, data, completed_on) values ('short', 'failed', '${JSON.stringify({ job, payload })}', now())`,
    )
  await dead('notifications.send', { mailId: 'mail_1' })
  await dead('orders.placed', { orderId: 'ord_1' })
  await alarmDeadLetters(deps)
  await alarmDeadLetters(deps)
  expect((await alarms('A job has failed for good')).map(({ subject }) => subject)).toEqual([
    'A job has failed for good: orders.placed',
  ])
})

it('nobody gets alarms by mail where no address is set, and nothing else changes', async () => {
  const before = (await alarms('')).length
  const deps = { ...box.store.deps, alarmMail: null }
  await alarmUnorderedMoney(deps)
  await alarmDeadLetters(deps)
  expect((await alarms('')).length).toBe(before)
})
