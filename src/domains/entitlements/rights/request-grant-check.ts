import { sql } from 'drizzle-orm'
import type { Tx } from '../../../platform/db/db.ts'
import { enqueue } from '../../../platform/queue/jobs.ts'
import { grantsToCheck } from './events.ts'

/** A run of the sync, as far as the question depends on it. */
export interface ReadRun {
  readonly id: string
  readonly mode: 'full' | 'incremental'
}

/** Beyond so many accounts, or chains, all of them are looked at. */
const accountsNamed = 500
const chainsNamed = 100

/**
 * After a publication the platform is asked what it delivers of what chains grant: of every account after a full run, and
 * after an incremental one of the accounts that it has read, or of every account where products or what leads to them have
 * changed. To be called while what the run has read is still staged.
 */
export async function requestGrantCheck(
  tx: Tx,
  {
    run,
    kinds,
  }: { readonly run: ReadRun; readonly kinds: Readonly<Record<string, { added: number; changed: number }>> },
): Promise<void> {
  const changed = (kind: string) => (kinds[kind]?.added ?? 0) + (kinds[kind]?.changed ?? 0) > 0
  const isWide = run.mode === 'full' || changed('products') || changed('relations')
  const accountIds = isWide ? null : await accountsRead(tx)
  if (accountIds?.length === 0) return
  const named = accountIds !== null && accountIds.length <= accountsNamed ? accountIds : null
  const payload = { since: null, chainIds: null, accountIds: named, after: null }
  await enqueue(tx, grantsToCheck, payload, { key: run.id })
}

/** Chains were saved: what they grant is to be asked about. */
export async function requestCheckOfChains(tx: Tx, chainIds: readonly string[]): Promise<void> {
  if (chainIds.length === 0) return
  const named = chainIds.length <= chainsNamed ? [...chainIds] : null
  await enqueue(tx, grantsToCheck, { since: null, chainIds: named, accountIds: null, after: null })
}

async function accountsRead(tx: Tx): Promise<string[]> {
  const rows = await tx.execute<{ account_id: string }>(sql`
    select distinct account_id from (
      select account_id from staged_accounts
      union all select account_id from staged_entitlement_lines
      union all select l.account_id from staged_maintenance_lines m
        join entitlement_lines l on l.activation_id = any(m.covered_activation_ids)) read_now
    order by account_id limit ${accountsNamed + 1}`)
  return rows.map(({ account_id: accountId }) => accountId)
}
