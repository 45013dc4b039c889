import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '../support/test-database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase(3)
})
afterAll(() => database.drop())

it('a hundred statements and transactions at once on a pool of three all get their answer', async () => {
  const { db } = database
  const answers = await Promise.all(
    Array.from({ length: 100 }, async (_, n) => {
      const [row] =
        n % 2 === 0
          ? await db.execute<{ n: number }>(sql`select ${n}::int as n, pg_sleep(0.005)::text`)
          : await db.transaction((tx) => tx.execute<{ n: number }>(sql`select ${n}::int as n`))
      return row?.n
    }),
  )
  expect(answers).toEqual(Array.from({ length: 100 }, (_, n) => n))
})

it('a statement that fails gives its place to the next', async () => {
  const { db } = database
  for (let n = 0; n < 10; n += 1)
    await expect(db.execute(sql`select 1 / 0`)).rejects.toMatchObject({ cause: { code: '22012' } })
  await expect(db.transaction(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await db.execute(sql`select 1 as one`)).toHaveLength(1)
})
