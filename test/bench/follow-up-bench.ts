import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { handOver, signInAtPortal } from '../../src/cli/demo/portal-visit.ts'
import { seedBox } from '../../src/cli/seed/index.ts'
import { readConfig } from '../../src/config.ts'
import { systemClock } from '../../src/kernel/clock.ts'
import { createLog } from '../../src/platform/log/log.ts'
import { startStore } from '../../src/start-store.ts'
import { shopping } from '../support/shopping.ts'
import type { CheckoutBench } from './checkout-bench.ts'
import { countOf, forgetStatements, linesOf, statementsByCalls } from './statements.ts'

const orders = 20

/** What follows from an order of one licence in the box, up to the receipt's mail: its statements, one after the other. */
export async function benchFollowUp({ url, say }: CheckoutBench): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  const dataDir = mkdtempSync(join(tmpdir(), 'store-bench-'))
  const ports = { PORT: '0', BOX_PORTAL_PORT: '0', BOX_CARD_PORT: '0', BOX_MAILBOX_PORT: '0', BOX_SMTP_PORT: '0' }
  const store = await startStore({
    config: readConfig({ DATA_DIR: dataDir, DATABASE_URL: url, ...ports }),
    clock: systemClock,
    log: createLog({ level: 'error' }),
    seed: ({ db, clock }, { siteToken }) => seedBox({ db, clock, siteToken }),
    work: false,
  })
  try {
    const { worker, sandbox } = store
    if (!worker || !sandbox?.portal) throw new Error('the box lacks its worker or its portal')
    await worker.drain()
    const visitor = await signInAtPortal(sandbox.portal.url, 'alice@acme.example')
    await handOver(visitor, sandbox.portal.url, { entry: 'catalog' })
    const place = async (n: number) => {
      await shopping(store.url, visitor).order([{ partNumber: 'TEXTURES-2-LIC' }], `PO-FOLLOW-${n}`)
    }
    for (let n = 0; n < orders; n += 1) await place(n)
    await worker.drain()
    await forgetStatements(sql)
    for (let n = orders; n < 2 * orders; n += 1) await place(n)
    const placed = countOf(await statementsByCalls(sql), orders)
    await forgetStatements(sql)
    await worker.drain()
    const followed = await statementsByCalls(sql)
    say(
      `placed with ${placed.toFixed(1)} statements, followed by ${countOf(followed, orders).toFixed(1)}: an order of one licence in the box`,
    )
    for (const line of linesOf(followed, orders)) say(line)
  } finally {
    await store.close()
    await sql.end({ timeout: 1 })
    rmSync(dataDir, { recursive: true, force: true })
  }
}
