import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { dailySync } from '../../../jobs/daily-sync.ts'
import { deadLetterAlarms } from '../../../jobs/dead-letters.ts'
import { endingQuotes } from '../../../jobs/end-quotes.ts'
import { endedOffers } from '../../../jobs/ended-offers.ts'
import { forgetOld } from '../../../jobs/forget-old.ts'
import { hourlyPayouts } from '../../../jobs/import-payouts.ts'
import { lateSync } from '../../../jobs/late-sync.ts'
import { nightlyMatch } from '../../../jobs/nightly-match.ts'
import { platformDownloads } from '../../../jobs/read-downloads.ts'
import { silentJobs } from '../../../jobs/silent-jobs.ts'
import { unorderedMoney } from '../../../jobs/unordered-money.ts'
import { readConfig } from '../../../src/config.ts'
import { syncRuns } from '../../../src/domains/entitlements/sync/tables.ts'
import { payouts } from '../../../src/domains/money/payments/tables.ts'
import { usedHandoffs } from '../../../src/domains/people/identity/tables.ts'
import { money } from '../../../src/kernel/money.ts'
import { ownFonts } from '../../../src/platform/fonts/font-set.ts'
import { idempotencyKeys } from '../../../src/platform/http/tables.ts'
import { keptMessages } from '../../../src/platform/inbox/tables.ts'
import { createLog } from '../../../src/platform/log/log.ts'
import { projectRoot } from '../../../src/platform/project-root.ts'
import { startBoss } from '../../../src/platform/queue/boss.ts'
import { InvalidSchedule } from '../../../src/platform/schedule/schedule.ts'
import { type StripeWorld, stripeWorld } from '../../adapters/payment/stripe-world.ts'
import { type TestDatabase, testDatabase } from '../../support/test-database.ts'

const log = createLog({ level: 'silent' })
let database: TestDatabase
let boss: Awaited<ReturnType<typeof startBoss>>
let cards: StripeWorld

beforeAll(async () => {
  database = await testDatabase()
  boss = await startBoss(database.queueClient, log)
  cards = await stripeWorld()
})
afterAll(async () => {
  await cards.close()
  await boss.stop({ graceful: false })
  await database.drop()
})

const deps = () => ({
  db: database.db,
  clock: cards.clock,
  log,
  alarmMail: null,
  publicUrl: () => 'http://store.example',
  taxNoRate: 'stop' as const,
  freightNoRate: 'stop' as const,
  cards: cards.processor,
  fonts: ownFonts,
  config: readConfig({ SYNC_CRON: '10 1 * * *', SYNC_TIME_ZONE: 'Europe/Dublin' }),
})
const enqueued = async () =>
  (await database.db.execute(sql`select data->>'job' as job, data->'payload' as payload from pgboss.job`)).map(
    ({ job, payload }) => ({ job, payload }),
  )

it('every file in jobs is one schedule, named like the file', () => {
  const makers = [
    dailySync,
    deadLetterAlarms,
    endingQuotes,
    endedOffers,
    forgetOld,
    hourlyPayouts,
    lateSync,
    nightlyMatch,
    platformDownloads,
    silentJobs,
    unorderedMoney,
  ]
  const schedules = makers.map((make) => make(deps()))
  const files = readdirSync(join(projectRoot, 'jobs')).map((file) => file.replace(/\.ts$/, ''))
  expect(files.sort()).toEqual(schedules.map(({ name }) => name).sort())
})

it('the daily sync keeps the hour and zone of the configuration and asks for a full sync, once while one is under way', async () => {
  const schedule = dailySync(deps())
  expect(schedule).toMatchObject({ cron: '10 1 * * *', timeZone: 'Europe/Dublin' })
  await schedule.run()
  await schedule.run()
  const runs = await database.db.select().from(syncRuns)
  expect(runs).toMatchObject([{ mode: 'full', trigger: 'schedule', state: 'reading' }])
  expect(await enqueued()).toContainEqual({ job: 'entitlements.sync', payload: { runId: runs[0]?.id } })
})

it('an hour for the sync that is none stops the start instead of never syncing', () => {
  expect(() => dailySync({ ...deps(), config: { SYNC_CRON: 'at night', SYNC_TIME_ZONE: 'UTC' } })).toThrow(
    InvalidSchedule,
  )
})

it('the nightly match is asked for once a night', async () => {
  await nightlyMatch(deps()).run()
  await nightlyMatch(deps()).run()
  expect((await enqueued()).filter(({ job }) => job === 'reconciliation.match')).toHaveLength(1)
})

it('a payout that no webhook told of is brought in', async () => {
  const session = await cards.processor.createSession({
    paymentId: 'pay_1',
    amount: money(5000, 'EUR'),
    description: 'Order',
    customerEmail: 'joe@example.com',
    successUrl: 'https://store.example/done',
    cancelUrl: 'https://store.example/back',
    metadata: {},
  })
  await cards.buyerPays(session.url ?? '', 'at-once')
  await cards.payOut()
  await hourlyPayouts(deps()).run()
  expect((await database.db.select().from(payouts)).length).toBeGreaterThan(0)
})

it('looking for silent jobs where there are none changes nothing', async () => {
  await silentJobs(deps()).run()
  expect(await database.db.execute(sql`select 1 from media_jobs`)).toHaveLength(0)
})

it('what can have an effect still is kept, and the rest is forgotten', async () => {
  const now = cards.clock.now()
  const daysAgo = (days: number) => new Date(now.getTime() - days * 24 * 3_600_000)
  const handoff = (jti: string, expiresAt: Date) => ({ jti, usedAt: expiresAt, expiresAt })
  await database.db.insert(usedHandoffs).values([handoff('old', daysAgo(2)), handoff('fresh', daysAgo(0))])
  const answer = (key: string, createdAt: Date) => ({ caller: 'member:A:joe', key, fingerprint: 'f', createdAt })
  await database.db.insert(idempotencyKeys).values([answer('old', daysAgo(8)), answer('fresh', daysAgo(6))])
  await forgetOld(deps()).run()
  expect((await database.db.select().from(usedHandoffs)).map(({ jti }) => jti)).toEqual(['fresh'])
  expect((await database.db.select().from(idempotencyKeys)).map(({ key }) => key)).toEqual(['fresh'])
})

it('a message that was not understood goes after the days that are set, since it last came [C49]', async () => {
  const now = cards.clock.now()
  const daysAgo = (days: number) => new Date(now.getTime() - days * 24 * 3_600_000)
  const row = (id: string, first: number, last: number) => ({
    id,
    provider: 'stripe',
    reason: 'no data',
    body: Buffer.from(id),
    times: 2,
    firstReceivedAt: daysAgo(first),
    lastReceivedAt: daysAgo(last),
  })
  const aside = { setAsideBy: 'oscar', setAsideAt: daysAgo(40) }
  await database.db
    .insert(keptMessages)
    .values([row('unseen', 60, 31), { ...row('seen', 50, 31), ...aside }, row('came again', 60, 29), row('new', 2, 2)])
  const ids = async () => (await database.db.select().from(keptMessages)).map(({ id }) => id).sort()
  const keeping = (days: string) => ({ ...deps(), config: readConfig({ KEPT_MESSAGES_DAYS: days }) })
  await forgetOld(deps()).run()
  expect(await ids()).toEqual(['came again', 'new', 'seen', 'unseen'])
  await forgetOld(keeping('30')).run()
  expect(await ids()).toEqual(['came again', 'new'])
  expect(() => readConfig({ KEPT_MESSAGES_DAYS: '0' })).toThrow('KEPT_MESSAGES_DAYS')
})
