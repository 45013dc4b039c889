import { writeFile } from 'node:fs/promises'
import { sql } from 'drizzle-orm'
import { type FastifyInstance, fastify } from 'fastify'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { DatabaseFailure, databaseAway } from '../../../src/platform/db/database-failure.ts'
import { EmbeddedDatabaseBroken } from '../../../src/platform/db/embedded-session.ts'
import { problemOf, sendProblem } from '../../../src/platform/http/answer/problems.ts'
import { startFailureOf } from '../../../src/start-failure.ts'
import { type TestDatabase, testDatabase } from '../../support/test-database.ts'

let database: TestDatabase
let app: FastifyInstance
/** A refusal of the server itself, as the driver gives it. */
const refusedWith = (state: string) => database.db.execute(sql.raw(raising(state)))

const failures: Readonly<Record<string, () => Promise<unknown>>> = {
  53100: () => refusedWith('53100'),
  53200: () => refusedWith('53200'),
  '53100 in a transaction': () => database.db.transaction((tx) => tx.execute(sql.raw(raising('53100')))),
  // The device takes no byte: the system's own ENOSPC.
  ENOSPC: () => writeFile('/dev/full', 'x'),
  53300: () => refusedWith('53300'),
  '57P01': () => refusedWith('57P01'),
  25006: () => refusedWith('25006'),
  'no turn': () => Promise.reject(databaseAway('no turn came')),
  'no turn, behind it a full disk': async () => {
    const cause = await refusedWith('53100').catch((error: unknown) => error)
    throw databaseAway('the connection was lost', cause)
  },
  'an embedded database that has ended': () => Promise.reject(new EmbeddedDatabaseBroken('out of memory', null)),
  'one that does not start': () => Promise.reject(new DatabaseFailure('database-hangs-up', 'It hangs up.')),
  // Mistakes of the store stay mistakes.
  42601: () => database.db.execute(sql.raw('this is no statement')),
  23505: () => refusedWith('23505'),
}
const raising = (state: string) => `do $$ begin raise exception 'refused' using errcode = '${state}'; end $$`

beforeAll(async () => {
  database = await testDatabase()
  app = fastify()
  app.setErrorHandler((error, request, reply) => sendProblem(reply, problemOf(error, request)))
  app.get<{ Params: { name: string } }>('/:name', ({ params }) => failures[params.name]?.())
})
afterAll(async () => {
  await app.close()
  await database.drop()
})

it.each([
  ['53100', 503, 'storage-full'],
  ['53200', 503, 'storage-full'],
  ['53100 in a transaction', 503, 'storage-full'],
  ['ENOSPC', 503, 'storage-full'],
  ['53300', 503, 'database-unavailable'],
  ['57P01', 503, 'database-unavailable'],
  ['25006', 503, 'database-unavailable'],
  ['no turn', 503, 'database-unavailable'],
  ['no turn, behind it a full disk', 503, 'storage-full'],
  ['an embedded database that has ended', 503, 'database-unavailable'],
  ['one that does not start', 503, 'database-unavailable'],
  ['42601', 500, 'internal'],
  ['23505', 500, 'internal'],
])('%s is answered with %i %s, and a passing one says when to ask again', async (name, status, code) => {
  const answer = await app.inject(`/${encodeURIComponent(name)}`)
  expect([answer.statusCode, answer.json().code]).toEqual([status, code])
  expect(answer.headers['retry-after']).toBe(status === 503 ? '10' : undefined)
})

it('a command ends with a sentence for each: the cause where there is one, else the failure itself', async () => {
  const full = await refusedWith('53100').catch((error: unknown) => error)
  const sentenceOf = (error: unknown) => startFailureOf(error)?.sentence
  expect(sentenceOf(databaseAway('no turn came'))).toBe(
    'The database is away: no turn came. Look at it, and at DATABASE_URL.',
  )
  expect(sentenceOf(databaseAway('the connection was lost', full))).toContain('The database refused: refused (53100)')
  expect(sentenceOf(new EmbeddedDatabaseBroken('out of memory', full))).toContain('has ended (out of memory)')
  expect(startFailureOf(databaseAway('no turn came'))?.kind).toBe('away')
})
