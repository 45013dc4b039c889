import { sql } from 'drizzle-orm'
import type { Tx } from '../../../platform/db/db.ts'
import { writtenByStore } from '../../../platform/db/mirror-table.ts'
import type { SyncRun } from './sync-store.ts'

/**
 * Tells from what a run has read which lines of the mirror are there under other activation ids, notes where they went,
 * and takes the former ids out of use, in full and in incremental runs. It comes before anything is missed, so that a
 * vendor who renumbers everything is not taken for one who withdraws everything. What proves it:
 *
 * - `platform-id`: the platform's own id of the line is read under another activation id, and the former was not read.
 * - `origin`: the platform says that the line was split or transferred from the former. The former is out of use when it
 *   was not read and new lines, or lines new from those, have taken all of its quantity; as long as the platform shows it, it
 *   counts as shown. What came and went between two runs leaves no trace: then the next full run finds the former gone.
 * - `order-line`: the run misses a line that the store pushed, and one new line alone carries its order number and line
 *   number, with the same part number and quantity. For platforms without ids of their own, and for lines that no run
 *   has read yet. A full run misses what it did not read; an incremental one only what the store wrote by itself since the last run.
 *
 * @returns how many former ids went out of use
 */
export async function rehomeLines(tx: Tx, { run, at }: { readonly run: SyncRun; readonly at: Date }): Promise<number> {
  const noted = sql`${run.id}, ${at.toISOString()}::timestamptz`
  await tx.execute(sql`insert into line_successors (former_activation_id, activation_id, proof, run_id, noted_at)
    select m.activation_id, s.activation_id, 'platform-id', ${noted}
    from ${run.mode === 'full' ? sql`staged_entitlement_lines` : underNewIds} s
    join entitlement_lines m on m.platform_id = s.platform_id
    where m.activation_id <> s.activation_id and m.removed_at is null and ${unread}
    on conflict do nothing`)
  await tx.execute(sql`insert into line_successors (former_activation_id, activation_id, proof, run_id, noted_at)
    select s.origin_activation_id, s.activation_id, 'origin', ${noted}
    from staged_entitlement_lines s
    where s.origin_activation_id is not null and s.origin_activation_id <> s.activation_id
    on conflict do nothing`)
  // A line that was born before and has only another id now takes nothing more.
  const isNotRenumbered = sql`not exists (select 1 from line_successors r
    where r.activation_id = s.activation_id and r.run_id = ${run.id} and r.proof <> 'origin')`
  const canTell = run.mode === 'full' ? sql`true` : writtenByStore
  await tx.execute(sql`insert into line_successors (former_activation_id, activation_id, proof, run_id, noted_at)
    select m.activation_id, min(s.activation_id), 'order-line', ${noted}
    from push_lines p join pushes o on o.order_id = p.order_id
    join entitlement_lines m on m.activation_id = p.activation_id and m.removed_at is null
    join staged_entitlement_lines s on s.order_id = o.order_number and s.order_line_number = p.order_line_number::text
      and s.part_number = p.part_number and s.quantity = m.quantity
    where p.live_at < ${run.startedAt.toISOString()}::timestamptz and ${canTell} and ${unread} and ${isNew}
    group by m.activation_id having count(*) = 1
    on conflict do nothing`)
  const gone = await tx.execute<{ former: string; present: string }>(sql`
    with recursive taken(former, id, quantity) as (
      select s.origin_activation_id, s.activation_id, s.quantity from staged_entitlement_lines s
      where s.origin_activation_id is not null and ${isNew} and ${isNotRenumbered}
      union
      select t.former, s.activation_id, s.quantity from taken t
      join staged_entitlement_lines s on s.origin_activation_id = t.id
      where ${isNew} and ${isNotRenumbered}
    ), gone as (
      select n.former_activation_id as former, min(n.activation_id) as present
      from line_successors n join entitlement_lines m on m.activation_id = n.former_activation_id
      left join (select former, sum(quantity) as quantity from taken group by former) t on t.former = m.activation_id
      where n.run_id = ${run.id} and m.removed_at is null and ${unread}
      group by n.former_activation_id
      having bool_or(n.proof <> 'origin') or min(t.quantity) >= min(m.quantity))
    update entitlement_lines l set removed_at = ${at.toISOString()}::timestamptz from gone
    where l.activation_id = gone.former returning gone.former, gone.present`)
  // The platform's maintenance names the line by its new id, and need not count as changed for that.
  for (const { former } of gone)
    await tx.execute(sql`update maintenance_lines c set row_hash = null,
        covered_activation_ids = array_replace(c.covered_activation_ids, ${former}, n.activation_id)
      from line_successors n
      where n.former_activation_id = ${former} and n.proof <> 'origin' and c.covered_activation_ids @> array[${former}]`)
  return gone.length
}

/** The row `m` of the mirror was not read in this run. */
const unread = sql`not exists (select 1 from staged_entitlement_lines r where r.activation_id = m.activation_id)`

/** Lines that the mirror did not have under this id. Found first (`offset 0`): mostly none, and no million rows are passed by. */
const underNewIds = sql`(select activation_id, platform_id from staged_entitlement_lines s
  where not exists (select 1 from entitlement_lines k
    where k.activation_id = s.activation_id and k.platform_id = s.platform_id and k.removed_at is null) offset 0)`

/** The mirror did not have the staged row `s` before. */
const isNew = sql`not exists (select 1 from entitlement_lines k where k.activation_id = s.activation_id and k.removed_at is null)`

/**
 * Lines that the store pushed and that the mirror has lost without knowing where they went, as sentences for a person.
 * Part of the transaction that publishes, after the removals.
 */
export async function unprovenMoves(tx: Tx, at: Date): Promise<string[]> {
  const rows = await tx.execute<{ id: string; number: string; line: number }>(sql`
    select p.activation_id as id, o.order_number as number, p.order_line_number as line
    from push_lines p join pushes o on o.order_id = p.order_id
    join entitlement_lines m on m.activation_id = p.activation_id
    where m.removed_at = ${at.toISOString()}::timestamptz
      and not exists (select 1 from line_successors n where n.former_activation_id = p.activation_id)
    order by 1 limit 20`)
  return rows.map(
    ({ id, number, line }) =>
      `Line ${id} (order ${number}, line ${line}) is gone from the platform, and nothing that it says tells where to: somebody has to look.`,
  )
}
