import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect as connectTo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Sql } from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openClient } from '../../src/platform/db/db.ts'
import { type EmbeddedDatabase, startEmbedded } from '../../src/platform/db/embedded.ts'
import { answerOf, query, signedOn } from '../support/postgres-wire.ts'

const directory = mkdtempSync(join(tmpdir(), 'store-answers-'))
const broken: Error[] = []
let database: EmbeddedDatabase
let client: Sql

beforeAll(async () => {
  database = await startEmbedded(directory, (error) => broken.push(error))
  client = openClient({ socketFolder: database.socketFolder, pool: 5 }, 5)
})
afterAll(async () => {
  expect(broken).toEqual([])
  await client.end({ timeout: 1 })
  await database.close()
  rmSync(directory, { recursive: true, force: true })
})

// PGlite cuts its output every 8,192 bytes: all sizes near a cut, and others up to 70,000.
const nearCuts = Array.from({ length: 8 }, (_, cut) => (cut + 1) * 8_192).flatMap((cut) =>
  Array.from(
    { length: cut === 8_192 ? 160 : 12 },
    (_, n) => cut - (cut === 8_192 ? 150 : 100) + n * (cut === 8_192 ? 1 : 9),
  ),
)
const sizes = [1, 2, 7, 100, 1_000, 4_096, ...nearCuts, 70_000]

describe('an answer of any size comes back whole, and the next statement is answered', () => {
  it('outside transactions, beside NULL columns', async () => {
    for (const size of sizes) {
      const rows = await client`select null as a, repeat('z', ${size}::int) as c, null as b, ${size}::int as n`
      expect(rows[0]).toEqual({ a: null, c: 'z'.repeat(size), b: null, n: size })
    }
  })

  it('within transactions, several at once, which never see each other', async () => {
    await client`create table kept (n int)`
    await Promise.all(
      sizes.map((size, n) =>
        client.begin(async (tx) => {
          await tx`insert into kept values (${n})`
          const [row] = await tx`select repeat('Z', ${size}::int) as c, null as d`
          expect(row?.['c']).toBe('Z'.repeat(size))
          // A turn that was given away in mid-transaction shows here: another's row, or none.
          expect(await tx`select n from kept`).toEqual([{ n }])
          await tx`delete from kept`
        }),
      ),
    )
  })

  it('of many rows, with NULL columns between long ones', async () => {
    for (const rows of [1, 119, 120, 121, 500, 5_000]) {
      const found = await client`select g, null as a, null as b,
        case when g % 3 = 0 then null else repeat('z', 80) end as c from generate_series(1, ${rows}::int) g`
      expect(found).toHaveLength(rows)
      expect(found.at(-1)).toEqual({ g: rows, a: null, b: null, c: rows % 3 === 0 ? null : 'z'.repeat(80) })
    }
  })

  it('whose bytes look like the end of an answer', async () => {
    const lookalike = Buffer.from('Z\u0000\u0000\u0000\u0005I'.repeat(4_000), 'latin1')
    await client.begin(async (tx) => {
      const [row] = await tx`select ${lookalike}::bytea as b from generate_series(1, 3)`
      expect(lookalike.equals(row?.['b'])).toBe(true)
    })
  })

  it('as an error with a long message, in and out of a transaction', async () => {
    const fail = (size: number) => `do $$ begin raise exception '%', repeat('e', ${size}); end $$`
    for (const size of [10, 8_100, 8_150, 8_192, 20_000, 70_000]) {
      await expect(client.unsafe(fail(size))).rejects.toThrow('e'.repeat(size))
      await expect(client.begin((tx) => tx.unsafe(fail(size)))).rejects.toThrow('e'.repeat(size))
    }
    expect(await client`select 1 as n`).toEqual([{ n: 1 }])
  })

  it('copied out, in lines of every length', async () => {
    // A client of its own: postgres.js 3.4 may leave the connection of a copy paused.
    const own = openClient({ socketFolder: database.socketFolder, pool: 1 }, 1)
    const reading =
      await own`copy (select g, repeat('c', g % 300) from generate_series(1, 3000) g) to stdout`.readable()
    let text = ''
    for await (const piece of reading) text += String(piece)
    await own.end({ timeout: 1 })
    expect(text.split('\n').filter((line) => line !== '')).toEqual(
      Array.from({ length: 3_000 }, (_, n) => `${n + 1}\t${'c'.repeat((n + 1) % 300)}`),
    )
  })
})

it('a client that reads slowly gets the bytes as they were, not those that came after', async () => {
  const socket = await signedOn(database.socketFolder)
  const answer: Buffer[] = []
  socket.pause()
  socket.write(query("select lpad(g::text, 2000, '.') from generate_series(1, 10000) g"))
  await pause(300)
  const done = new Promise<void>((resolve) => {
    socket.on('data', (bytes: Buffer) => {
      answer.push(bytes)
      if (bytes.subarray(-6).equals(Buffer.from('Z\u0000\u0000\u0000\u0005I', 'latin1'))) resolve()
    })
  })
  socket.resume()
  await done
  socket.destroy()
  const rows = Array.from({ length: 10_000 }, (_, n) => String(n + 1).padStart(2_000, '.'))
  const found =
    Buffer.concat(answer)
      .toString('latin1')
      .match(/\.{100,}\d+/g) ?? []
  expect(digest(found)).toBe(digest(rows))
}, 30_000)

it('many connections at once, each with answers over several cuts, never mix', async () => {
  const clients = Array.from({ length: 40 }, () => openClient({ socketFolder: database.socketFolder, pool: 1 }, 1))
  const answers = await Promise.all(
    clients.flatMap((own, n) =>
      [1, 2, 3].map(async (turn) => {
        const [row] = await own`select ${n}::int as n, repeat(${String(n)}, ${turn * 9_000}::int) as c, null as d`
        return row?.['n'] === n && row?.['c'] === String(n).repeat(turn * 9_000)
      }),
    ),
  )
  expect(answers.filter((right) => !right)).toEqual([])
  await Promise.all(clients.map((own) => own.end({ timeout: 1 })))
})

it('a client that vanishes within its transaction leaves nothing behind, and the turn goes on', async () => {
  for (const last of ["insert into abandoned select repeat('a', 9000)", 'select 1 / 0']) {
    await client`create table if not exists abandoned (c text)`
    const socket = await signedOn(database.socketFolder)
    const told = answerOf(socket)
    socket.write(Buffer.concat([query('begin'), query("insert into abandoned values ('x')"), query(last)]))
    await told
    socket.destroy()
    expect(await client`select count(*)::int as n from abandoned`).toEqual([{ n: 0 }])
    expect(await client`select pg_current_xact_id_if_assigned() is null as clean`).toEqual([{ clean: true }])
  }
})

it('a message that is no message ends its own connection and no other', async () => {
  for (const bytes of ['\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000', 'GET / HTTP/1.1\r\n\r\n']) {
    const socket = connectTo(join(database.socketFolder, '.s.PGSQL.5432'))
    const gone = new Promise((resolve) => socket.once('close', resolve))
    socket.write(Buffer.from(bytes, 'latin1'))
    await gone
  }
  const started = await signedOn(database.socketFolder)
  const gone = new Promise((resolve) => started.once('close', resolve))
  started.write(Buffer.from('Q\u0000\u0000\u0000\u0000', 'latin1'))
  await gone
  expect(await client`select 1 as n`).toEqual([{ n: 1 }])
})

it('a request to cancel is heard without harm, and so is an unknown name', async () => {
  const running = client`select pg_sleep(0.05), 7 as n`.execute()
  running.cancel()
  await running.catch(() => {})
  const socket = connectTo(join(database.socketFolder, '.s.PGSQL.5432'))
  const cancel = Buffer.alloc(16)
  cancel.writeInt32BE(16, 0)
  cancel.writeInt32BE(80_877_102, 4)
  const gone = new Promise((resolve) => socket.once('close', resolve))
  socket.resume()
  socket.write(cancel)
  await gone
  const stranger = await signedOn(
    database.socketFolder,
    'user\u0000stranger\u0000database\u0000elsewhere\u0000options\u0000-c nothing=1\u0000\u0000',
  )
  stranger.destroy()
  expect(await client`select 1 as n`).toEqual([{ n: 1 }])
})

function digest(texts: readonly string[]): string {
  return `${texts.length} ${createHash('sha256').update(texts.join('\n')).digest('hex')}`
}
