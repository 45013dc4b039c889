import type { Sql } from 'postgres'
import type { PlatformEntitlementLine } from '../../src/domains/entitlements/rights/port.ts'
import { type Edition, lineOf } from './world.ts'

const rowsAStatement = 10_000

/** Writes lines by the barest means: one statement for each 10,000, straight into a table like the mirror. */
export async function upsertLines(sql: Sql, edition: Edition): Promise<number> {
  const accounts = Math.max(1, Math.floor(edition.lines / 10))
  const started = performance.now()
  for (let first = 0; first < edition.lines; first += rowsAStatement) {
    const rows: PlatformEntitlementLine[] = []
    for (let n = first; n < Math.min(edition.lines, first + rowsAStatement); n += 1)
      rows.push(lineOf(n, edition, accounts))
    const column = <Value>(pick: (row: (typeof rows)[number]) => Value) => rows.map(pick)
    await sql`insert into ceiling_lines (activation_id, entitlement_id, account_id, entitlement_state, state,
        product_name, product_version, part_number, quantity, remaining_quantity, start_date, expiration_date, permanent,
        order_id, order_line_number, parent_activation_id, platform_id, origin_activation_id, row_hash)
      select *, '' from unnest(${column((row) => row.activationId)}::text[], ${column((row) => row.entitlementId)}::text[],
        ${column((row) => row.accountId)}::text[], ${column((row) => row.entitlementState)}::text[],
        ${column((row) => row.state)}::text[], ${column((row) => row.product?.name ?? null)}::text[],
        ${column((row) => row.product?.version ?? null)}::text[], ${column((row) => row.partNumber)}::text[],
        ${column((row) => row.quantity)}::int[], ${column((row) => row.remainingQuantity)}::int[],
        ${column((row) => row.startDate)}::date[], ${column((row) => row.expirationDate)}::date[],
        ${column((row) => String(row.permanent))}::boolean[], ${column((row) => row.orderId)}::text[],
        ${column((row) => row.orderLineNumber)}::text[], ${column((row) => row.parentActivationId)}::text[],
        ${column((row) => row.platformId)}::text[], ${column((row) => row.originActivationId)}::text[])
      on conflict (activation_id) do update set quantity = excluded.quantity, account_id = excluded.account_id,
        state = excluded.state, expiration_date = excluded.expiration_date
      where (ceiling_lines.quantity, ceiling_lines.account_id, ceiling_lines.state, ceiling_lines.expiration_date)
        is distinct from (excluded.quantity, excluded.account_id, excluded.state, excluded.expiration_date)`
  }
  return (performance.now() - started) / 1000
}
