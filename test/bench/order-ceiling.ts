import { randomUUID } from 'node:crypto'
import type { Sql } from 'postgres'
import postgres from 'postgres'

interface Row {
  readonly table: string
  readonly json: string
}

interface Ordered {
  readonly id: string
  readonly number: string
  readonly priced_cart_id: string
  readonly purchase_order_number: string
  readonly purchase_order_key: string
}

/** Every row that one order left, found by the ids of its cart, priced cart and order. */
export async function rowsOfOrder(sql: Sql): Promise<{ rows: Row[]; names: string[] }> {
  const [order] = await sql<Ordered[]>`
    select id, number, priced_cart_id, purchase_order_number, purchase_order_key from orders order by placed_at desc limit 1`
  if (!order) throw new Error('the store has no order')
  const [cart] = await sql<{ cart_id: string }[]>`select cart_id from priced_carts where id = ${order.priced_cart_id}`
  const { id, number, priced_cart_id, purchase_order_number, purchase_order_key } = order
  const names = [id, number, priced_cart_id, purchase_order_number, purchase_order_key, cart?.cart_id ?? '']
  const tables = await sql<
    { name: string }[]
  >`select table_schema || '.' || table_name as name from information_schema.tables
    where table_schema in ('public', 'pgboss') and table_type = 'BASE TABLE' and table_name !~ '^job_|^j[0-9a-f]+$|^queue|^version|^schedule'`
  const rows: Row[] = []
  for (const { name } of tables) {
    const found = await sql<{ json: string }[]>`select row_to_json(t)::text as json from ${sql.unsafe(name)} t
      where ${names.map((id) => sql`row_to_json(t)::text like ${`%${id}%`}`).reduce((a, b) => sql`${a} or ${b}`)}`
    rows.push(...found.map(({ json }) => ({ table: name, json })))
  }
  return { rows, names }
}

/**
 * Writes an order's rows in one transaction by hand, into tables with the same columns, keys and indexes: what the database could
 * do at most. @returns transactions a second
 */
export async function writeRows(
  url: string,
  { rows, names }: { readonly rows: readonly Row[]; readonly names: readonly string[] },
  { connections, orders }: { readonly connections: number; readonly orders: number },
): Promise<number> {
  const sql = postgres(url, { max: connections, onnotice: () => {} })
  try {
    await sql.unsafe('drop schema if exists ceiling cascade; create schema ceiling')
    for (const table of new Set(rows.map((row) => row.table)))
      await sql.unsafe(`create table ceiling.${short(table)} (like ${table} including all)`)
    let next = 0
    const started = performance.now()
    await Promise.all(
      Array.from({ length: connections }, async () => {
        while (next++ < orders) {
          const written = rows.map(({ table, json }) => ({ table, json: renamed(json, names) }))
          await sql.begin((tx) =>
            written.map(
              ({ table, json }) =>
                tx`insert into ceiling.${tx.unsafe(short(table))} overriding system value
                  select * from json_populate_record(null::${tx.unsafe(table)}, ${json}::text::json)`,
            ),
          )
        }
      }),
    )
    return orders / ((performance.now() - started) / 1000)
  } finally {
    await sql.unsafe('drop schema if exists ceiling cascade')
    await sql.end({ timeout: 1 })
  }
}

/** Copies the rows of one order so often, as if they had been ordered: all but the jobs, which are done and gone by then. */
export async function copyOrder(sql: Sql, { rows, names }: Awaited<ReturnType<typeof rowsOfOrder>>, copies: number) {
  const tables = ['public.carts', 'public.cart_lines', 'public.priced_carts', 'public.orders', 'public.order_lines']
  const others = ['public.order_events', 'public.journal_entries', 'public.journal_lines']
  for (const table of [...tables, ...others])
    for (const { json } of rows.filter((row) => row.table === table)) {
      // Longer names first: one of them may stand within another.
      const named = [...new Set(names)].sort((a, b) => b.length - a.length)
      const moved = named.reduce((text, name, at) => text.replaceAll(name, `<${at}>`), json)
      const own = moved.replace(/"id":"([^"<]*)"/, '"id":"$1-<n>"')
      const whole = named.reduce((text, name, at) => text.replaceAll(`<${at}>`, `${name}-<n>`), own)
      await sql`insert into ${sql.unsafe(table)} overriding system value
        select (json_populate_record(null::${sql.unsafe(table)}, replace(${whole}::text, '<n>', n::text)::json)).*
        from generate_series(1, ${copies}::int) n`
    }
}

function short(table: string): string {
  return table.replace('.', '_')
}

/** New names for all ids in a row: the same for each row of one order, new for each order. */
function renamed(json: string, names: readonly string[]): string {
  const own = randomUUID().slice(0, 13)
  const moved = names.reduce((text, name) => text.replaceAll(name, `${name.slice(0, -13)}${own}`), json)
  return moved.replace(/"(id|key|singleton_key)":"[^"]*"/g, (_, field: string) => `"${field}":"${randomUUID()}"`)
}
