import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Clock } from '../../kernel/clock.ts'
import { dateOf, type LocalDate } from '../../kernel/local-date.ts'
import type { Db, Tx } from '../../platform/db/db.ts'
import { type PublishCatalog, publishRun } from './publish-sync.ts'
import type { Rehearsal, SyncReport } from './tables.ts'

/** As many as a person reads; the figures beside them count all. */
const changesShown = 500

/**
 * What publishing a run that was read would do, found by doing it in a transaction that is rolled back: the figures are
 * those of the publication itself. Readers see nothing of it. Null when the run has nothing to publish.
 */
export async function rehearseSync(
  deps: { readonly db: Db; readonly clock: Clock; readonly publishCatalog: PublishCatalog },
  runId: string,
): Promise<{ readonly report: SyncReport; readonly rehearsal: Rehearsal } | null> {
  let found: { report: SyncReport; rehearsal: Rehearsal } | null = null
  const { publishCatalog } = deps
  await deps.db
    .transaction(async (tx) => {
      const at = deps.clock.now()
      await keepHeldProducts(tx, dateOf(at))
      const report = await publishRun(tx, { runId, at, publishCatalog })
      if (report) found = { report, rehearsal: await compareHeldProducts(tx, dateOf(at)) }
      throw new RolledBack()
    })
    .catch((error: unknown) => {
      if (!(error instanceof RolledBack)) throw error
    })
  return found
}

class RolledBack extends Error {}

// Own lines that are in effect today. What parents and chains give follows from them and is not listed again.
const heldProducts = (on: LocalDate) => sql`select distinct account_id, product_name, product_version
  from entitlement_lines
  where removed_at is null and state = 'DEPLOYED' and entitlement_state = 'DEPLOYED' and product_name is not null
    and (start_date is null or start_date <= ${on}::date) and (permanent or expiration_date >= ${on}::date)`

async function keepHeldProducts(tx: Tx, on: LocalDate): Promise<void> {
  await tx.execute(sql`create temporary table held_before on commit drop as ${heldProducts(on)}`)
}

const changeRow = z.object({
  account_id: z.string(),
  product: z.string(),
  change: z.enum(['gains', 'loses']),
  accounts: z.coerce.number(),
})

async function compareHeldProducts(tx: Tx, on: LocalDate): Promise<Rehearsal> {
  await tx.execute(sql`create temporary table held_after on commit drop as ${heldProducts(on)}`)
  const side = async (change: 'gains' | 'loses') => {
    const [from, without] = change === 'gains' ? ['held_after', 'held_before'] : ['held_before', 'held_after']
    const rows = await tx.execute(sql`with changed as (
        select * from ${sql.raw(from)} except select * from ${sql.raw(without)})
      select account_id, product_name || coalesce(' ' || product_version, '') as product, ${change}::text as change,
        (select count(distinct account_id) from changed) as accounts
      from changed order by 1, 2 limit ${changesShown}`)
    return z.array(changeRow).parse([...rows])
  }
  const [gains, loses] = [await side('gains'), await side('loses')]
  return {
    accountsGaining: gains[0]?.accounts ?? 0,
    accountsLosing: loses[0]?.accounts ?? 0,
    changes: [...loses, ...gains].map(({ account_id, product, change }) => ({
      accountId: account_id,
      product,
      change,
    })),
  }
}
