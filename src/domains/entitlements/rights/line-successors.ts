import { sql } from 'drizzle-orm'
import type { Db, Tx } from '../../../platform/db/db.ts'

/**
 * Under which activation ids the platform has lines today that the store knows by these, by former id: the id itself
 * while the line is deployed, else those that provably follow it. Empty for a line that is gone.
 */
export async function presentLines(
  tx: Db | Tx,
  activationIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await tx.execute<{ former: string; present: string }>(sql`
    with recursive way(former, id) as (
      select asked, asked from jsonb_array_elements_text(${JSON.stringify(activationIds)}::jsonb) asked
      union
      select w.former, n.activation_id from way w join line_successors n on n.former_activation_id = w.id
      where not exists (select 1 from entitlement_lines l where ${isPresent}))
    select w.former, w.id as present from way w
    where exists (select 1 from entitlement_lines l where ${isPresent}) order by 1, 2`)
  const found = new Map<string, string[]>()
  for (const { former, present } of rows) found.set(former, [...(found.get(former) ?? []), present])
  return found
}

/** The one line that an id stands for today: the id itself when nothing, or more than one line, follows it. */
export async function presentLine(tx: Db | Tx, activationId: string): Promise<string> {
  const [only, ...others] = (await presentLines(tx, [activationId])).get(activationId) ?? []
  return only === undefined || others.length > 0 ? activationId : only
}

/** The id, and those under which the store may have known the line before. */
export async function formerLines(tx: Db | Tx, activationId: string): Promise<string[]> {
  const rows = await tx.execute<{ id: string }>(sql`
    with recursive way(id) as (
      select ${activationId}::text
      union
      select n.former_activation_id from way w join line_successors n on n.activation_id = w.id)
    select id from way`)
  return rows.map(({ id }) => id)
}

/**
 * The entitlement that took the lines of one that was merged away: itself while it has a line; else the one that has
 * all of its former lines; else null, because nothing proves where it went.
 */
export async function presentEntitlement(tx: Db | Tx, entitlementId: string): Promise<string | null> {
  const [row] = await tx.execute<{ present: string | null }>(sql`
    select case
      when exists (select 1 from entitlement_lines l where l.entitlement_id = ${entitlementId} and l.removed_at is null)
        then ${entitlementId}
      else (select case when count(distinct l.entitlement_id) = 1 then min(l.entitlement_id) end
        from rights_history h join entitlement_lines l on l.activation_id = h.data ->> 'activation_id'
        where h.table_name = 'entitlement_lines' and h.data ->> 'entitlement_id' = ${entitlementId}
          and l.removed_at is null)
      end as present`)
  return row?.present ?? null
}

const isPresent = sql`l.activation_id = w.id and l.removed_at is null and l.state = 'DEPLOYED'`
