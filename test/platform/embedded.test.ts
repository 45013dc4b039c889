import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Connection, connect } from '../../src/platform/db/db.ts'
import { type EmbeddedDatabase, startEmbedded } from '../../src/platform/db/embedded.ts'
import { migrate } from '../../src/platform/db/migrate.ts'

const directory = mkdtempSync(join(tmpdir(), 'store-embedded-'))
let database: EmbeddedDatabase
let connections: Connection[]

beforeAll(async () => {
  database = await startEmbedded(directory, () => {})
  const target = { socketFolder: database.socketFolder, pool: 5 }
  await migrate(target)
  connections = [connect(target), connect(target)]
})
afterAll(async () => {
  for (const connection of connections) await connection.close()
  await database.close()
  rmSync(directory, { recursive: true, force: true })
})

it('statements and transactions of many connections at once never mix', async () => {
  const answers = await Promise.all(
    Array.from({ length: 300 }, async (_, n) => {
      const db = connections[n % 2]?.db
      if (n % 3 === 0)
        return db?.transaction(async (tx) => {
          await tx.execute(sql`select ${n}::int, ${'a'}::text`)
          const [row] = await tx.execute<{ n: number }>(sql`select ${n}::int as n`)
          return row?.n
        })
      const [row] = (await db?.execute<{ n: number }>(sql`select ${n}::int as n, ${`x${n}`}::text as x`)) ?? []
      return row?.n
    }),
  )
  expect(answers).toEqual(Array.from({ length: 300 }, (_, n) => n))
})

it('a failed statement and a rolled back transaction leave the session clean', async () => {
  const [first, second] = connections
  await expect(first?.db.execute(sql`select 1 / 0`)).rejects.toMatchObject({ cause: { code: '22012' } })
  await expect(
    first?.db.transaction(async (tx) => {
      await tx.execute(sql`create table left_behind (n int)`)
      throw new Error('no')
    }),
  ).rejects.toThrow('no')
  expect(await second?.db.execute(sql`select to_regclass('left_behind') as found`)).toEqual([{ found: null }])
})

it('a second start on the same directory is refused with the way out, and the directory stays whole', async () => {
  await expect(startEmbedded(directory, () => {})).rejects.toThrow(/in use by process/)
})
