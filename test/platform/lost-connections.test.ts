import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import postgres from 'postgres'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { databaseTroubleOf } from '../../src/platform/db/database-failure.ts'
import { type Connection, connect, type Db, openClient } from '../../src/platform/db/db.ts'
import { isLostSocketWrite } from '../../src/platform/db/lost-socket-write.ts'
import { renewing } from '../../src/platform/db/renewing.ts'
import { type CuttingProxy, startCuttingProxy } from '../support/cutting-proxy.ts'
import { type OwnServer, startPostgres } from '../support/postgres.ts'

// A failure of Vitest itself would be any error that nothing caught: an uncaught one fails the run.
let server: OwnServer
let proxy: CuttingProxy
let connection: Connection
let db: Db
beforeAll(async () => {
  server = await startPostgres()
  proxy = await startCuttingProxy({ host: '127.0.0.1', port: Number(new URL(server.url).port) })
})
afterAll(async () => {
  await proxy.close()
  await server.stop()
})
beforeEach(() => {
  proxy.cutAfterBytes(null)
  proxy.fallSilent(false)
  const url = new URL(server.url)
  url.port = String(proxy.port)
  connection = connect({ url: url.href, pool: 6, doubtAfterMs: 300, turnWithinMs: 2_000 })
  db = connection.db
})
afterEach(() => connection.close())

const many = sql`select g, repeat('x', 200) as x from generate_series(1, 300) g`

/** Twelve who ask: statements, and transactions that think between two of them; each outcome is kept. */
async function asking(until: () => boolean): Promise<Outcomes> {
  const outcomes: Outcomes = { answered: 0, away: 0, others: [] }
  const one = async (n: number) => {
    if (n % 2 === 0) return (await db.execute(many)).length
    return db.transaction(async (tx) => {
      await tx.execute(sql`select 1`)
      await pause(n % 3 === 0 ? 15 : 0)
      // Behind a savepoint too: the driver rolls back to it by itself.
      return n % 4 === 1
        ? tx.transaction(async (inner) => (await inner.execute(many)).length)
        : (await tx.execute(many)).length
    })
  }
  const work = Array.from({ length: 12 }, async (_, n) => {
    while (!until()) {
      await one(n).then(
        (rows) => {
          expect(rows).toBe(300)
          outcomes.answered += 1
        },
        (error: unknown) => {
          if (databaseTroubleOf(error) === 'away') outcomes.away += 1
          else outcomes.others.push(error)
        },
      )
      await pause(1)
    }
  })
  await Promise.all(work)
  return outcomes
}

interface Outcomes {
  answered: number
  away: number
  readonly others: unknown[]
}

/** Every place of the pool answers: as many at once as it holds, and twice as many again. */
async function allAnswer(): Promise<void> {
  const counts = await Promise.all(Array.from({ length: 18 }, async () => (await db.execute(many)).length))
  expect(counts).toEqual(Array.from({ length: 18 }, () => 300))
}

async function whileAsking(trouble: () => Promise<void>): Promise<Outcomes> {
  let over = false
  const outcomes = asking(() => over)
  await trouble().finally(() => {
    over = true
  })
  return outcomes
}

describe('nothing is left waiting and nothing escapes, and all is well at once afterwards', () => {
  it('when connections are killed again and again', async () => {
    const admin = postgres(server.url, { max: 1, onnotice: () => {} })
    const outcomes = await whileAsking(async () => {
      for (let round = 0; round < 60; round += 1) {
        await admin`select pg_terminate_backend(pid) from pg_stat_activity
          where application_name = 'entitlement-store' and random() < 0.5`
        await pause(20)
      }
    })
    await admin.end()
    expect(outcomes.others).toEqual([])
    expect(outcomes.away).toBeGreaterThan(0)
    await allAnswer()
  })

  it('when the network cuts connections in the middle of answers', async () => {
    const before = proxy.cuts()
    const outcomes = await whileAsking(async () => {
      proxy.cutAfterBytes(150_000)
      while (proxy.cuts() < before + 20) await pause(10)
    })
    expect(outcomes.others).toEqual([])
    expect(outcomes.answered).toBeGreaterThan(0)
    proxy.cutAfterBytes(null)
    await allAnswer()
  })

  it('when each connection is taken and closed at once', async () => {
    await db.execute(many)
    await connection.close()
    proxy.cutAfterBytes(0)
    connection = connect({ url: urlOfProxy(), pool: 6, doubtAfterMs: 300 })
    db = connection.db
    const refused = await Promise.allSettled(Array.from({ length: 6 }, () => db.execute(many)))
    expect(refused.map((one) => one.status === 'rejected' && databaseTroubleOf(one.reason))).toEqual(
      Array.from({ length: 6 }, () => 'away'),
    )
    proxy.cutAfterBytes(null)
    await allAnswer()
  })

  it('when the network falls silent with statements and transactions under way', async () => {
    await allAnswer()
    const outcomes = await whileAsking(async () => {
      await pause(100)
      proxy.fallSilent(true)
      await pause(2_000)
    })
    expect(outcomes.others).toEqual([])
    expect(outcomes.away).toBeGreaterThan(0)
    proxy.fallSilent(false)
    await allAnswer()
  })

  it('when the server stops at once and starts again', async () => {
    const outcomes = await whileAsking(async () => {
      await pause(200)
      await server.stopImmediately()
      await pause(300)
      await server.startAgain()
    })
    expect(outcomes.others).toEqual([])
    expect(outcomes.answered).toBeGreaterThan(0)
    expect(outcomes.away).toBeGreaterThan(0)
    await allAnswer()
  })
})

it('a transaction whose connection is lost while it thinks is refused, writes nothing, and takes no further statement', async () => {
  await db.execute(sql`create table if not exists written (n int)`)
  let tell: (error: unknown) => void = () => {}
  const later = new Promise<unknown>((resolve) => {
    tell = resolve
  })
  const work = db.transaction(async (tx) => {
    const [row] = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`)
    await tx.execute(sql`insert into written values (1)`)
    const admin = postgres(server.url, { max: 1, onnotice: () => {} })
    await admin`select pg_terminate_backend(${row?.pid ?? 0})`
    await admin.end()
    await pause(100)
    await tx.execute(sql`insert into written values (2)`).then(tell, tell)
  })
  expect(databaseTroubleOf(await work.catch((error: unknown) => error))).toBe('away')
  expect(databaseTroubleOf(await later)).toBe('away')
  expect(await db.execute(sql`select * from written`)).toHaveLength(0)
})

it('a statement that the driver forgets is refused when its connection goes', async () => {
  const losses: (() => void)[] = []
  const client = renewing({
    open: (onLost) => {
      losses.push(onLost)
      const real = openClient({ url: server.url, pool: 1 }, 1)
      return new Proxy(real, {
        get: (target, property) =>
          // As of a statement that postgres.js sends between the error of a socket and its close.
          property === 'unsafe' ? () => new Promise(() => {}) : Reflect.get(target, property),
      })
    },
    max: 2,
    doubtAfterMs: null,
  })
  const [first, second] = [client.unsafe('select 1'), client.unsafe('select 2')].map((asked) =>
    Promise.resolve(asked).catch((error: unknown) => databaseTroubleOf(error)),
  )
  // Each has a connection of its own, and the loss of one is no matter of the other.
  await pause(1)
  expect(losses).toHaveLength(2)
  losses[0]?.()
  expect(await first).toBe('away')
  expect(await Promise.race([second, pause(20, 'still asking')])).toBe('still asking')
  losses[1]?.()
  expect(await second).toBe('away')
  await client.end({ timeout: 0 })
})

it('a transaction whose connection is lost while it thinks begins no part behind a savepoint', async () => {
  let tell: (outcome: unknown) => void = () => {}
  const later = new Promise<unknown>((resolve) => {
    tell = resolve
  })
  const work = db.transaction(async (tx) => {
    const [row] = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`)
    const admin = postgres(server.url, { max: 1, onnotice: () => {} })
    await admin`select pg_terminate_backend(${row?.pid ?? 0})`
    await admin.end()
    await pause(100)
    await tx.transaction((inner) => inner.execute(sql`select 1`)).then(tell, tell)
  })
  expect(databaseTroubleOf(await work.catch((error: unknown) => error))).toBe('away')
  expect(databaseTroubleOf(await later)).toBe('away')
})

it('what a transaction itself refuses is no trouble of the database, and one that waits too long for its turn is told so', async () => {
  const refused = await db.transaction(() => Promise.reject(new Error('no'))).catch((error: unknown) => error)
  expect([refused, databaseTroubleOf(refused)]).toEqual([new Error('no'), null])
  const partner = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })
  expect(
    databaseTroubleOf(await db.transaction(() => Promise.reject(partner)).catch((error: unknown) => error)),
  ).toBeNull()

  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  const holders = Array.from({ length: 6 }, () => db.transaction(() => held))
  const late = await db.execute(sql`select 1`).catch((error: unknown) => error)
  release()
  await Promise.all(holders)
  expect(databaseTroubleOf(late)).toBe('away')
  await allAnswer()
})

it('lists of texts are read as lists, whatever stands in them', async () => {
  const texts = ['plain', 'with, comma', 'with "quotes"', 'with \\ backslash', '', 'NULL', '{}', 'two\nlines']
  const [row] = await db.execute<{ texts: string[]; none: string[] }>(
    sql`select array(select * from json_array_elements_text(${JSON.stringify(texts)}::json)) as texts, '{}'::text[] as none`,
  )
  expect(row).toEqual({ texts, none: [] })
})

describe('the one error that no caller can catch', () => {
  const error = (stack: string, Kind: ErrorConstructor = TypeError) => {
    const made = new Kind("Cannot read properties of null (reading 'write')")
    made.stack = stack
    return made
  }
  const said = "TypeError: Cannot read properties of null (reading 'write')"
  const inDriver = 'at Immediate.nextWrite (file:///srv/store/node_modules/postgres/src/connection.js:255:22)'

  it('is known by its kind and by the file that threw it', () => {
    expect(
      isLostSocketWrite(
        error(`${said}\n    ${inDriver}\n    at process.processImmediate (node:internal/timers:485:21)`),
      ),
    ).toBe(true)
    expect(isLostSocketWrite(error(`${said}\n    ${inDriver.replace('/src/', '/cjs/src/')}`))).toBe(true)
  })

  it('and every other one is none of it', () => {
    expect(
      isLostSocketWrite(error(`${said}\n    at ours (file:///srv/store/dist/src/app.js:1:2)\n    ${inDriver}`)),
    ).toBe(false)
    expect(isLostSocketWrite(error(`${said}\n    ${inDriver.replace('postgres/', 'postgres-other/')}`))).toBe(false)
    expect(isLostSocketWrite(error(`${said}\n    ${inDriver}`, RangeError))).toBe(false)
    expect(isLostSocketWrite(new Error(`x\n    ${inDriver}`))).toBe(false)
    expect(isLostSocketWrite(undefined)).toBe(false)
  })
})

function urlOfProxy(): string {
  const url = new URL(server.url)
  url.port = String(proxy.port)
  return url.href
}
