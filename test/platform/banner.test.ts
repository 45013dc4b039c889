import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { anyPorts, startStoreProcess } from '../support/store-process.ts'

it('the first start says what it makes where, the second does not, and each prints addresses that answer', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'store-banner-'))
  try {
    for (const first of [true, false]) {
      const store = await startStoreProcess({ ...anyPorts, DATA_DIR: join(folder, 'box') })
      try {
        const output = store.output()
        expect(output.includes(`First start: making the database of the store in ${join(folder, 'box')}.`)).toBe(first)
        const addresses = [...output.matchAll(/^ {2}(portal|store|admin|mailbox|card processor) +(\S+)$/gm)]
        expect(addresses.map(([, name]) => name)).toEqual(['portal', 'store', 'admin', 'mailbox', 'card processor'])
        expect(output).toMatch(/^ {2}click first +http\S+ and sign in as \S+, then "Purchase media kit"$/m)
        const cards = addresses.at(-1)?.[2] ?? ''
        expect(await (await fetch(cards)).text()).toContain('Pay out all that is available')
        for (const [, , address = ''] of addresses) expect((await fetch(address)).status, address).toBeLessThan(500)
      } finally {
        await store.interrupt()
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}, 240_000)
