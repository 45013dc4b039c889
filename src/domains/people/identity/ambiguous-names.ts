import { sql } from 'drizzle-orm'
import type { Tx } from '../../../platform/db/db.ts'

/**
 * Takes sign-in names that two records of the platform share, such as names that differ in case alone, out of what a sync
 * has read, with their accounts: to join them would give each the other's accounts, so neither is a member. An incremental
 * run reads only one of the two, so there a record beside the mirror's own counts too, until the next full run has read
 * both. How many names they are.
 */
export async function setAmbiguousNamesAside(
  tx: Tx,
  { alsoBeside }: { readonly alsoBeside: boolean },
): Promise<number> {
  const [found] = await tx.execute<{ names: string[] }>(sql`
    select coalesce(array_agg(user_name), '{}') as names from (
      select s.user_name from staged_members s
      left join members m on m.user_name = s.user_name and m.removed_at is null and ${alsoBeside}
      group by s.user_name having count(distinct s.platform_id) > 1 or bool_or(m.platform_id <> s.platform_id)) shared`)
  const names = found?.names ?? []
  if (names.length === 0) return 0
  const shared = sql`user_name in (select jsonb_array_elements_text(${JSON.stringify(names)}::jsonb))`
  await tx.execute(sql`delete from staged_members where ${shared}`)
  await tx.execute(sql`delete from staged_memberships where ${shared}`)
  return names.length
}
