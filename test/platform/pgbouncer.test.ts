import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { seedBox } from '../../src/cli/seed/index.ts'
import { readConfig } from '../../src/config.ts'
import { systemClock } from '../../src/kernel/clock.ts'
import { connect, serverTarget } from '../../src/platform/db/db.ts'
import { migrate } from '../../src/platform/db/migrate.ts'
import { createLog } from '../../src/platform/log/log.ts'
import { startBoss } from '../../src/platform/queue/boss.ts'
import { startStore } from '../../src/start-store.ts'
import { describeBehindPgbouncer, startPgbouncer } from '../support/pgbouncer.ts'
import { anyPorts } from '../support/store-process.ts'

describeBehindPgbouncer('behind PgBouncer in transaction mode', () => {
  let bouncer: Awaited<ReturnType<typeof startPgbouncer>>
  let admin: ReturnType<typeof postgres>
  const name = `store_test_${randomBytes(6).toString('hex')}`
  let url: string

  beforeAll(async () => {
    admin = postgres(inject('postgresUrl'), { max: 1, onnotice: () => {} })
    await admin.unsafe(`create database ${name}`)
    bouncer = await startPgbouncer(inject('postgresUrl'))
    const address = new URL(bouncer.url)
    address.pathname = `/${name}`
    url = address.href
  })
  afterAll(async () => {
    await bouncer?.stop()
    await admin.unsafe(`drop database if exists ${name} with (force)`)
    await admin.end({ timeout: 1 })
  })

  const target = (options: string) => serverTarget(`${url}${options}`, { pool: 8, prepare: undefined })

  it('starts of several replicas at once set an empty database up, once', async () => {
    await Promise.all(Array.from({ length: 4 }, () => migrate(target('?pgbouncer=true'))))
    const { db, close } = connect(target('?pgbouncer=true'))
    const [row] = await db.execute(sql`select count(*)::int as n, count(distinct hash)::int as different
      from drizzle.__drizzle_migrations`)
    expect(row?.['n']).toBe(row?.['different'])
    await close()
  })

  it('statements that come again are answered, and leave no name in a session unless they are to be prepared', async () => {
    const namesLeft = async (options: string) => {
      const { db, close } = connect(target(options))
      // Several transactions at a time make sure that the sessions change hands.
      const asked = await Promise.allSettled(
        Array.from({ length: 300 }, (_, n) => db.execute(sql`select ${n}::int as n, pg_sleep(0.002) is null as slept`)),
      )
      expect(asked.filter(({ status }) => status === 'rejected')).toEqual([])
      await close()
      const looker = postgres(url, { max: 8, prepare: false })
      const counts = await Promise.all(
        Array.from({ length: 40 }, () => looker`select count(*)::int as n, pg_sleep(0.01) from pg_prepared_statements`),
      )
      await looker.end({ timeout: 1 })
      return Math.max(...counts.map(([row]) => row?.['n']))
    }
    expect(await namesLeft('?pgbouncer=true')).toBe(0)
    expect(await namesLeft('')).toBeGreaterThan(0)
  })

  it('a whole store comes up, syncs and answers; so does its queue', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'store-bouncer-'))
    const store = await startStore({
      config: readConfig({ ...anyPorts, DATABASE_URL: url, DATABASE_PREPARE: 'false', DATA_DIR: dataDir }),
      clock: systemClock,
      log: createLog({ level: 'silent' }),
      seed: ({ db, clock }, { siteToken }) => seedBox({ db, clock, siteToken }),
    })
    try {
      await expect
        .poll(
          async () =>
            (
              await store.deps.db.execute(sql`select count(*)::int as n from pgboss.job where state = 'completed'`)
            )[0]?.['n'],
          { timeout: 90_000, interval: 300 },
        )
        .toBeGreaterThan(0)
      // Ready once the first sync is published, which is one of several jobs.
      await expect
        .poll(async () => (await fetch(`${store.url}/readyz`)).status, { timeout: 90_000, interval: 300 })
        .toBe(200)
      const dead = await store.deps.db.execute(sql`select output from pgboss.job where state = 'failed'`)
      expect([...dead]).toEqual([])
      const boss = await startBoss(connect(target('?pgbouncer=true')).queueClient, createLog({ level: 'silent' }))
      expect((await boss.getQueues()).map((queue) => queue.name).sort()).toEqual(['long', 'short'])
      await boss.stop({ graceful: false })
    } finally {
      await store.close()
      rmSync(dataDir, { recursive: true, force: true })
    }
  }, 180_000)
})
