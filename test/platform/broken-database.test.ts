import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, expect, it } from 'vitest'
import { holderOf } from '../../src/platform/db/data-lock.ts'
import { giveEmbeddedDatabase } from '../support/embedded-data.ts'
import { query, signedOn } from '../support/postgres-wire.ts'
import { anyPorts, startCommand, startStoreProcess } from '../support/store-process.ts'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

/** PGlite cannot take rows in from a client: it loses its place in the protocol, which is fatal to its one session. */
async function breakDatabase(dataDir: string, until: () => boolean = () => false): Promise<boolean> {
  while (!until()) {
    const folder = await holderOf(dataDir)
    // Not yet there, or what a broken one left behind.
    const socket = folder === null ? null : await signedOn(folder).catch(() => null)
    if (socket !== null) {
      socket.on('error', () => {})
      socket.resume().write(query('copy pg_description from stdin'))
      return true
    }
    await pause(20)
  }
  return false
}

/** A command can be done before anybody reaches its database, so another one is broken then. */
async function brokenCommand(dataDir: string): Promise<{ readonly code: number | null; readonly output: string }> {
  for (let round = 0; round < 10; round += 1) {
    const command = startCommand(['reconcile'], { DATA_DIR: dataDir })
    let ended = false
    const end = command.ended.then((told) => {
      ended = true
      return told
    })
    await breakDatabase(dataDir, () => ended)
    const told = await end
    if (told.code !== 0) return told
  }
  throw new Error('no command could be reached')
}

it('an embedded database that breaks ends the store, and a command, with one sentence; the directory starts again', async () => {
  const DATA_DIR = mkdtempSync(join(tmpdir(), 'store-broken-'))
  closers.push(() => rmSync(DATA_DIR, { recursive: true, force: true }))
  await giveEmbeddedDatabase(DATA_DIR)
  const store = await startStoreProcess({ ...anyPorts, DATA_DIR }, { withinMs: 240_000 })
  closers.push(() => store.kill())
  expect((await fetch(`${store.url}/healthz`)).status).toBe(200)
  await breakDatabase(DATA_DIR)
  const end = await store.ended
  expect(end.code).toBe(1)
  expect(end.output).toContain(
    'The embedded database has ended (terminating connection because protocol synchronization was lost). What was committed is kept; mend the cause, then start again.',
  )
  expect(end.output).not.toMatch(/^ +at /m)

  const told = await brokenCommand(DATA_DIR)
  expect(told.output).toMatch(/^The embedded database has ended \(.*\)\. What was committed is kept;.*\n$/)
  expect(told.code).toBe(3)

  const again = startCommand(['queue'], { DATA_DIR })
  expect((await again.ended).code).toBe(0)
}, 480_000)
