import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import postgres from 'postgres'
import { afterEach, expect, inject, it } from 'vitest'
import { giveEmbeddedDatabase } from '../support/embedded-data.ts'
import { anyPorts, runStoreProcess, startCommand } from '../support/store-process.ts'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'store-unreleased-'))
  closers.push(() => rmSync(made, { recursive: true, force: true }))
  return made
}

const sentence =
  'This database was made by a version from before 0.1.0, which is not carried over. Remove the data directory (DATA_DIR) or name an empty database in DATABASE_URL, and start again.'
const ofToday = 'select max(created_at)::text as at from drizzle.__drizzle_migrations'
const ofBefore = `insert into drizzle.__drizzle_migrations (hash, created_at) values ('of-before', 1763000000000)`

it('a database of a version from before 0.1.0 is refused in one sentence by start and command, and is left as it was', async () => {
  const name = `store_test_${randomBytes(6).toString('hex')}`
  const admin = postgres(inject('postgresUrl'), { max: 1, onnotice: () => {} })
  await admin.unsafe(`create database ${name}`)
  const url = new URL(inject('postgresUrl'))
  url.pathname = `/${name}`
  const client = postgres(url.href, { max: 1, onnotice: () => {} })
  closers.push(async () => {
    await client.end({ timeout: 1 })
    await admin.unsafe(`drop database if exists ${name} with (force)`)
    await admin.end({ timeout: 1 })
  })
  await client`create schema drizzle`
  await client`create table drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)`
  await client.unsafe(ofBefore)
  const [start, command] = await Promise.all([
    runStoreProcess({ ...anyPorts, DATABASE_URL: url.href, DATA_DIR: folder() }),
    startCommand(['queue'], { DATABASE_URL: url.href, DATA_DIR: folder() }).ended,
  ])
  expect(start.output).toContain(sentence)
  expect(start.output).not.toMatch(/^ +at /m)
  expect([start.code, command.code, command.output]).toEqual([1, 2, `${sentence}\n`])
  expect(await client`select tablename from pg_tables where schemaname = 'public'`).toEqual([])
}, 240_000)

it('so is the data directory of such a version', async () => {
  const DATA_DIR = folder()
  await giveEmbeddedDatabase(DATA_DIR)
  const before = await PGlite.create(join(DATA_DIR, 'postgres'))
  await before.exec(ofBefore)
  const { rows } = await before.query(ofToday)
  await before.close()
  const { code, output } = await startCommand(['queue'], { DATA_DIR }).ended
  expect([code, output]).toEqual([2, `${sentence}\n`])
  const after = await PGlite.create(join(DATA_DIR, 'postgres'))
  expect((await after.query(ofToday)).rows).toEqual(rows)
  await after.close()
}, 240_000)
