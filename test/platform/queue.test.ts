import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { systemClock } from '../../src/kernel/clock.ts'
import { createLog } from '../../src/platform/log/log.ts'
import { startBoss } from '../../src/platform/queue/boss.ts'
import { deadLetters, replayDeadLetter } from '../../src/platform/queue/dead-letters.ts'
import { defineJob, enqueue } from '../../src/platform/queue/jobs.ts'
import { createWorker, handle } from '../../src/platform/queue/worker.ts'
import { type TestDatabase, testDatabase } from '../support/test-database.ts'

const log = createLog({ level: 'silent' })
const count = defineJob({ name: 'test.count', payload: z.object({ n: z.number() }), lane: 'short', retries: 1 })

let database: TestDatabase
let boss: Awaited<ReturnType<typeof startBoss>>

beforeAll(async () => {
  database = await testDatabase()
  boss = await startBoss(database.queueClient, log)
})
afterAll(async () => {
  await boss.stop({ graceful: false })
  await database.drop()
})

function workerOf(run: (n: number) => Promise<void>, lostAfterSeconds = 15) {
  const handlers = [handle(count, ({ n }) => run(n))]
  return createWorker({ boss, db: database.db, clock: systemClock, log, handlers, lostAfterSeconds })
}

it('work enqueued in a transaction that rolls back is never done', async () => {
  const seen: number[] = []
  await expect(
    database.db.transaction(async (tx) => {
      await enqueue(tx, count, { n: 1 })
      throw new Error('roll back')
    }),
  ).rejects.toThrow('roll back')
  await database.db.transaction((tx) => enqueue(tx, count, { n: 2 }))
  await workerOf(async (n) => void seen.push(n)).drain()
  expect(seen).toEqual([2])
})

it('the same job under the same key is done once', async () => {
  const seen: number[] = []
  for (let i = 0; i < 3; i += 1) await database.db.transaction((tx) => enqueue(tx, count, { n: i }, { key: 'once' }))
  await workerOf(async (n) => void seen.push(n)).drain()
  expect(seen).toEqual([0])
})

it('a job that keeps failing becomes a dead letter with its cause, and a replay does it', async () => {
  let broken = true
  const seen: number[] = []
  const worker = workerOf(async (n) => {
    if (broken) throw new Error('the partner said no')
    seen.push(n)
  })
  await database.db.transaction((tx) => enqueue(tx, count, { n: 7 }))
  await worker.drain({ includeDelayed: true })
  const [letter] = await deadLetters(database.db)
  expect(letter).toMatchObject({ job: 'test.count', payload: { n: 7 }, cause: 'the partner said no', attempts: 2 })
  broken = false
  expect(await replayDeadLetter(database.db, boss, letter?.jobId ?? '')).toBe(true)
  await worker.drain({ includeDelayed: true })
  expect(seen).toEqual([7])
  expect(await deadLetters(database.db)).toEqual([])
})

it('a running worker takes what is enqueued and stops within seconds', async () => {
  const seen: number[] = []
  const worker = workerOf(async (n) => void seen.push(n), 1)
  worker.start()
  await database.db.transaction((tx) => enqueue(tx, count, { n: 9 }))
  await expect.poll(() => seen, { timeout: 5000 }).toEqual([9])
  await worker.stop()
})

it('work for later is not done before its time', async () => {
  const seen: number[] = []
  const worker = workerOf(async (n) => void seen.push(n))
  await database.db.transaction((tx) => enqueue(tx, count, { n: 5 }, { delaySeconds: 3600 }))
  await worker.drain()
  expect(seen).toEqual([])
  await worker.drain({ includeDelayed: true })
  expect(seen).toEqual([5])
})

it("a job that lets go when its worker stops, or that is cut off, has failed nothing and is the next worker's", async () => {
  const seen: string[] = []
  const begun: number[] = []
  const stubborn = new AbortController()
  const handlers = [
    handle(count, async ({ n }, stopping) => {
      begun.push(n)
      if (n === 1) await pause(60_000, undefined, { signal: stopping })
      else await pause(60_000, undefined, { signal: stubborn.signal })
    }),
  ]
  const options = { boss, db: database.db, clock: systemClock, log, lostAfterSeconds: 15 }
  const first = createWorker({ ...options, handlers })
  await database.db.transaction((tx) => enqueue(tx, count, { n: 1 }))
  await database.db.transaction((tx) => enqueue(tx, count, { n: 2 }))
  first.start()
  await expect.poll(() => [...begun].sort(), { timeout: 5000 }).toEqual([1, 2])
  await first.stop()
  const left = await database.db.execute(sql`select state, retry_count, output from pgboss.job
    where name = 'short' and state not in ('completed', 'failed')`)
  expect([...left]).toEqual([1, 2].map(() => ({ state: 'retry', retry_count: 0, output: null })))
  // The one that did not let go ends after all: nobody may hear of it any more.
  stubborn.abort()
  const next = handle(count, async ({ n }) => void seen.push(String(n)))
  await createWorker({ ...options, handlers: [next] }).drain()
  expect(seen.sort()).toEqual(['1', '2'])
  expect(await deadLetters(database.db)).toEqual([])
}, 20_000)
