import { isNull } from 'drizzle-orm'
import { entitlementLines } from '../../../../src/domains/entitlements/rights/tables.ts'
import {
  carryOutSync,
  findRun,
  openSync,
  type SyncDeps,
  type SyncRun,
} from '../../../../src/domains/entitlements/sync/index.ts'
import { dryRunOffers } from '../../../../src/domains/selling/carts/dry-run-offers.ts'
import { dryRunItems, publishCatalog } from '../../../../src/domains/shop/catalog/index.ts'
import { createLog } from '../../../../src/platform/log/log.ts'
import { startBoss } from '../../../../src/platform/queue/boss.ts'
import { type MovableClock, movableClock } from '../../../support/movable-clock.ts'
import { type TestDatabase, testDatabase } from '../../../support/test-database.ts'
import { account, type ListedPlatform, line, listedPlatform } from './listed-platform.ts'

export interface SyncWorld {
  readonly database: TestDatabase
  readonly platform: ListedPlatform
  readonly clock: MovableClock
  readonly deps: SyncDeps
  /** Opens a run, or takes up the open one, and carries it out. */
  run(mode: 'full' | 'incremental'): Promise<SyncRun>
  /** Activation ID and quantity of every line in the mirror. */
  mirror(): Promise<Record<string, number>>
  onPlatform(): Record<string, number>
  close(): Promise<void>
}

/** A store's sync over a database of its own and a platform of lists: 40 lines of 3 accounts. */
export async function syncWorld(pageSize = 7): Promise<SyncWorld> {
  const database = await testDatabase()
  const log = createLog({ level: 'silent' })
  const boss = await startBoss(database.queueClient, log)
  const clock = movableClock()
  const platform = listedPlatform(pageSize, {
    lines: Array.from({ length: 40 }, (_, n) => line(n, 5, clock.now())),
    products: [],
    partNumbers: [{ partNumber: 'PAINT-1', description: 'Paint', product: { name: 'Paint', version: '1.0' } }],
    accounts: [account(0), account(1), account(2)],
    members: [],
  })
  const publicUrl = () => 'http://store.example'
  const deps: SyncDeps = {
    db: database.db,
    clock,
    platform,
    publishCatalog,
    log,
    publicUrl,
    alarmMail: 'operators@paintworks.example',
    dryRunObservers: { items: dryRunItems, offers: dryRunOffers },
  }
  return {
    database,
    platform,
    clock,
    deps,
    run: async (mode) => {
      const runId = await openSync(deps, { mode, trigger: 'test' })
      await carryOutSync(deps, runId)
      const run = await findRun(database.db, runId)
      if (!run) throw new Error('the run is gone')
      return run
    },
    mirror: async () =>
      sorted(await database.db.select().from(entitlementLines).where(isNull(entitlementLines.removedAt))),
    onPlatform: () => sorted(platform.lists.lines),
    close: async () => {
      await boss.stop({ graceful: false })
      await database.drop()
    },
  }
}

function sorted(lines: readonly { readonly activationId: string; readonly quantity: number }[]) {
  const byId = [...lines].sort((a, b) => (a.activationId < b.activationId ? -1 : 1))
  return Object.fromEntries(byId.map(({ activationId, quantity }) => [activationId, quantity]))
}
