import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Box } from './box.ts'

/** Written by the asking itself, whatever becomes of the request. */
const mayChange = [
  'sessions',
  'idempotency_keys',
  'used_handoffs',
  'sign_in_failures',
  'account_guesses',
  'partner_contacts',
  'sign_on_tickets',
  'queue_workers',
]

const tableSchema = z.object({ name: z.string() })
const contentSchema = z.object({ rows: z.number(), hash: z.string().nullable() })

/** Rows and a hash of the contents of every table of the store and of its queue: equal means that nothing was written. */
export async function contentsOf(box: Box): Promise<Readonly<Record<string, string>>> {
  const { db } = box.database
  const tables = await db.execute(sql`
    select table_schema || '.' || table_name as name from information_schema.tables
    where table_type = 'BASE TABLE' and (table_schema = 'public' or (table_schema, table_name) = ('pgboss', 'job'))`)
  const contents: Record<string, string> = {}
  for (const { name } of z.array(tableSchema).parse([...tables])) {
    if (mayChange.includes(name.split('.')[1] ?? '')) continue
    const [found] = await db.execute(
      sql`select count(*)::int as rows, md5(string_agg(t::text, '|' order by t::text)) as hash from ${sql.raw(name)} t`,
    )
    const { rows, hash } = contentSchema.parse(found)
    contents[name] = `${rows} rows ${hash}`
  }
  if (Object.keys(contents).length < 30) throw new Error('some tables were not found')
  return contents
}
