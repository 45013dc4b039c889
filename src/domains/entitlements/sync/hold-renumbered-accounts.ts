import { sql } from 'drizzle-orm'
import type { Tx } from '../../../platform/db/db.ts'
import type { SyncRun } from './sync-store.ts'

/**
 * Accounts of the mirror that the platform has under another account ID now, told by its own id of them. They keep their
 * orders, carts and prices under the ID that these were made for, and wait for a person: applying takes the former ID out
 * of use, rejecting keeps it. Nothing is moved from one account to another. How many they are.
 */
export async function holdRenumberedAccounts(tx: Tx, run: SyncRun): Promise<number> {
  const decided = run.mode === 'full' ? sql`h.state = 'held'` : sql`h.state in ('held', 'rejected')`
  const done = await tx.execute(sql`insert into held_removals (run_id, kind, key, label, state)
    select ${run.id}, 'accounts', m.account_id, m.name || ', now ' || s.account_id, 'held'
    from staged_accounts s join accounts m on m.platform_id = s.platform_id and m.account_id <> s.account_id
    where m.removed_at is null
      and not exists (select 1 from staged_accounts r where r.account_id = m.account_id)
      and not exists (select 1 from held_removals h where h.kind = 'accounts' and h.key = m.account_id and ${decided})
    on conflict do nothing`)
  return done.count
}

/** Rows `m` of the accounts that were read under another account ID. */
export const accountRenumbered = sql`(m.platform_id is not null and exists (select 1 from staged_accounts r
  where r.platform_id = m.platform_id and r.account_id <> m.account_id))`
