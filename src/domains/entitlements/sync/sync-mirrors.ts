import { type SQL, sql } from 'drizzle-orm'
import { type MirrorTable, writtenByStore } from '../../../platform/db/mirror-table.ts'
import { accountMirror, accountParentMirror, memberMirror, membershipMirror } from '../../people/accounts/index.ts'
import { lineMirror, maintenanceMirror, partNumberMirror, productMirror, relationMirror } from '../rights/index.ts'
import { accountRenumbered } from './hold-renumbered-accounts.ts'

/**
 * Everything that a sync publishes. Lines come first and members last, because rows stay locked for other writers until
 * the end, and a sign-on writes members.
 */
// Each mirror parses nothing: the rows were shaped by the adapter.
export const mirrors = [
  lineMirror,
  maintenanceMirror,
  productMirror,
  partNumberMirror,
  relationMirror,
  accountMirror,
  accountParentMirror,
  memberMirror,
  membershipMirror,
] as readonly MirrorTable<never>[]

/**
 * Rows `m` that are not missed although a run did not read them: a line that was pushed after the run began may be on a
 * page that the run had read before, and an account that was read under another ID is held for a person.
 */
export function notMissed(kind: string, runStartedAt: Date): SQL {
  if (kind === 'accounts') return accountRenumbered
  if (kind !== 'entitlementLines' && kind !== 'maintenanceLines') return sql`false`
  return sql`(${writtenByStore} and exists (select 1 from push_lines p
    where p.activation_id = m.activation_id and p.live_at >= ${runStartedAt.toISOString()}::timestamptz))`
}
