import { publishCatalog, rehearseItems } from '../../src/domains/catalog/index.ts'
import { carryOutSync, openSync } from '../../src/domains/entitlements/index.ts'
import { rehearseOffers } from '../../src/domains/orders/index.ts'
import { systemClock } from '../../src/kernel/clock.ts'
import { connect } from '../../src/platform/db/db.ts'
import { createLog } from '../../src/platform/log/log.ts'
import { formulaPlatform } from './world.ts'

// One sync in a process of its own, so that its memory is its own.
const given = JSON.parse(process.argv[2] ?? '{}') as {
  url: string
  mode: 'full' | 'incremental'
  lines: number
  revision: number
  changedOneIn: number
}
const connection = connect({ url: given.url, pool: 10 })
const deps = {
  ...{
    db: connection.db,
    clock: systemClock,
    publishCatalog,
    rehearsalObservers: { items: rehearseItems, offers: rehearseOffers },
    alarmMail: null,
    publicUrl: () => 'http://store.example',
  },
  platform: formulaPlatform(given),
  log: createLog({ level: 'error' }),
}
const baseKilobytes = process.resourceUsage().maxRSS
const started = performance.now()
const runId = await openSync(deps, { mode: given.mode, trigger: 'bench' })
let readSeconds = 0
let rows = 0
await carryOutSync(deps, runId, (progress) => {
  rows = progress.rows
  readSeconds = (performance.now() - started) / 1000
})
const seconds = (performance.now() - started) / 1000
await connection.close()
process.send?.({
  ...{ seconds, readSeconds, rows },
  baseMegabytes: baseKilobytes / 1024,
  peakMegabytes: process.resourceUsage().maxRSS / 1024,
})
