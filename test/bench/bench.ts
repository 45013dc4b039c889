import postgres from 'postgres'
import { migrate } from '../../src/platform/db/migrate.ts'
import { createLog } from '../../src/platform/log/log.ts'
import { startBoss } from '../../src/platform/queue/boss.ts'
import { startPostgres } from '../support/postgres.ts'
import { benchSync } from './sync-bench.ts'

// Ratios of one run on one machine; the figures themselves do not travel.
const lines = Number(process.env['BENCH_LINES'] ?? 1_000_000)
const say = (text = '') => void process.stdout.write(`${text}\n`)

async function main(): Promise<void> {
  const given = process.env['TEST_DATABASE_URL']
  const server = given === undefined ? await startPostgres() : { url: given, stop: async () => {} }
  const admin = postgres(server.url, { max: 1, onnotice: () => {} })
  const name = `store_bench_${process.pid}`
  await admin.unsafe(`create database ${name}`)
  const url = new URL(server.url)
  url.pathname = `/${name}`
  const sql = postgres(url.href, { max: 4, onnotice: () => {} })
  try {
    await migrate({ url: url.href, pool: 1 })
    const queueClient = postgres(url.href, { max: 1, onnotice: () => {} })
    const boss = await startBoss(queueClient, createLog({ level: 'error' }))
    await boss.stop({ graceful: false })
    await queueClient.end({ timeout: 1 })
    await benchSync({ client: sql, address: url.href, lines, say })
  } finally {
    await sql.end({ timeout: 1 })
    await admin.unsafe(`drop database if exists ${name} with (force)`)
    await admin.end({ timeout: 1 })
    await server.stop()
  }
}

await main()
