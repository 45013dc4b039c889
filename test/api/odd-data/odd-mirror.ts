import { sql } from 'drizzle-orm'
import type { Box } from '../../support/box.ts'

/** Text that a partner may lawfully have: control characters that PostgreSQL takes, both writing directions, no limit. */
const controls = 'bell \u0007 escape \u001b[31m back\b form\f \u0085\u2028\u2029'
const mixed = `<b>&amp;"' مرحبا \u202eabc\u202c 👩‍🚀🧪 ${controls}`
const long = 'Wilhelmine & Söhne '.repeat(16).trim()

export const oddActivationIds = [
  'ODD/LINE?a=1#part%41',
  'ODD LINE 🧪',
  'ODD-\u0007-CONTROL',
  `ODD-${'L'.repeat(250)}`,
  'ODD-NEGATIVE',
  'ODD-HUGE',
  'ODD-ANCIENT',
  'ODD-LAST-DAY',
  'ODD-NO-PRODUCT',
  'ODD-STATE',
  'ODD-LOOP',
]
export const oddPartNumbers = [
  'ODD/PART?a=1#b',
  'ODD PART 🧪',
  'ODD-\u001b-CONTROL',
  `ODD-${'P'.repeat(250)}`,
  'ODD-NAMELESS',
]
export const oddMembers = [
  'ada lovelace/she+her@acme.example',
  '🧪@acme.example',
  `${'m'.repeat(230)}@acme.example`,
  'nameless',
  'bell\u0007',
]

/** Puts odd but lawful rows of the partner beside those of the box, and makes some of the box's own odd. */
export async function plantOddRows(box: Box): Promise<void> {
  const { db } = box.database
  const oddAddress = JSON.stringify({
    line1: long,
    line2: mixed,
    city: '',
    region: long,
    postalCode: '',
    country: 'GERMANY',
  })
  const attributes = JSON.stringify({ '': '', [mixed]: long, store_partner_tier: mixed })
  await db.execute(
    sql`update accounts set name = ${long}, address = ${oddAddress}::jsonb, attributes = ${attributes}::jsonb where account_id in ('ACME', 'PIXEL')`,
  )
  await db.execute(
    sql`update members set first_name = '', last_name = '', email = '', phone = ${mixed}, locale = ${'x'.repeat(90)} where user_name in ('alice@acme.example', 'rosa@pixel.example')`,
  )
  const names = ['', ' ', mixed, long]
  for (const [index, name] of names.entries()) {
    const id = ['ODD/ACCOUNT?a=1', 'ODD ACCOUNT 🧪', 'ODD-\u0007', `ODD-${'A'.repeat(250)}`][index] ?? ''
    await like(
      box,
      'accounts',
      { account_id: 'BRIGHT' },
      {
        account_id: id,
        platform_id: `odd-${index}`,
        name,
        address: index % 2 ? null : JSON.parse(oddAddress),
        platform_type: mixed,
      },
    )
    await db.execute(sql`insert into account_parents (account_id, parent_account_id) values (${id}, 'ACME')`)
    await like(
      box,
      'entitlement_lines',
      { activation_id: 'ACT-ACME-BRUSH' },
      { activation_id: `OF-${index}`, account_id: id, partner_account_ids: ['PIXEL'] },
    )
  }
  for (const [index, userName] of oddMembers.entries()) {
    await like(
      box,
      'members',
      { user_name: 'bob@acme.example' },
      {
        user_name: userName,
        platform_id: `odd-${index}`,
        first_name: names[index] ?? '',
        last_name: names[index + 1] ?? '',
        email: index % 2 ? '' : 'not an address',
        phone: mixed,
        locale: mixed,
      },
    )
    await db.execute(
      sql`insert into memberships (user_name, account_id, roles) values (${userName}, 'ACME', ARRAY[${mixed}, '', ${long}]::text[])`,
    )
  }
  const lines: readonly Readonly<Record<string, unknown>>[] = [
    ...oddActivationIds.map((activation_id) => ({ activation_id })),
    {
      activation_id: 'ODD-NEGATIVE',
      quantity: -5,
      remaining_quantity: -2_147_483_648,
      order_id: mixed,
      order_line_number: '',
    },
    {
      activation_id: 'ODD-HUGE',
      quantity: 2_147_483_647,
      remaining_quantity: 2_147_483_647,
      part_number: mixed,
      order_id: long,
    },
    { activation_id: 'ODD-ANCIENT', start_date: '0001-01-01', expiration_date: '0001-12-31', permanent: false },
    {
      activation_id: 'ODD-LAST-DAY',
      start_date: '9999-12-31',
      expiration_date: '9999-12-31',
      permanent: false,
      entitlement_id: mixed,
    },
    { activation_id: 'ODD-NO-PRODUCT', product_name: null, product_version: null, part_number: null, start_date: null },
    {
      activation_id: 'ODD-STATE',
      state: 'PENDING_REVIEW',
      entitlement_state: '',
      permanent: false,
      expiration_date: null,
    },
    {
      activation_id: 'ODD-LOOP',
      parent_activation_id: 'ODD-LOOP',
      origin_activation_id: 'ODD-LOOP',
      partner_account_ids: ['ACME', '', mixed],
    },
  ]
  await db.execute(sql`delete from entitlement_lines where activation_id like 'ODD%'`)
  for (const line of [...new Map(lines.map((one) => [one['activation_id'], one])).values()])
    await like(box, 'entitlement_lines', { activation_id: 'ACT-ACME-BRUSH' }, line)
  for (const [index, end] of ['9999-12-31', '0001-01-01', null].entries())
    await like(
      box,
      'maintenance_lines',
      { activation_id: 'MNT-ACME-PAINT' },
      {
        activation_id: `${oddActivationIds[index]} maintenance`,
        state: index === 2 ? 'WHATEVER' : 'DEPLOYED',
        expiration_date: end,
        permanent: index === 2,
        covered_activation_ids: [oddActivationIds[index], '', 'ODD-GONE'],
        product_name: index === 1 ? null : 'Paint Maintenance',
      },
    )
  for (const [index, partNumber] of oddPartNumbers.entries()) {
    const title = names[index] ?? ''
    await like(
      box,
      'items',
      { part_number: 'BRUSH-LIB-LIC' },
      {
        part_number: partNumber,
        title,
        description: mixed,
        product_line: index % 2 ? '' : mixed,
        product_version: index % 2 ? '' : mixed,
      },
    )
    await like(box, 'price_list_entries', { part_number: 'BRUSH-LIB-LIC' }, { part_number: partNumber })
    await like(
      box,
      'platform_part_numbers',
      { part_number: 'BRUSH-LIB-LIC' },
      { part_number: partNumber, description: title, product_version: mixed },
    )
  }
  await like(
    box,
    'products',
    { name: 'Brush Library', version: '1.4' },
    {
      name: mixed,
      version: '',
      platform_id: 'odd-1',
      description: long,
      state: 'PENDING',
      product_line: '',
      attributes: { '': long },
    },
  )
  await like(
    box,
    'products',
    { name: 'Brush Library', version: '1.4' },
    { name: 'a/b?c#d@e', version: '1@2', platform_id: 'odd-2' },
  )
  await db.execute(
    sql`insert into product_relations (from_name, from_version, to_name, to_version, relation, row_hash) values (${mixed}, '', 'Brush Library', '1.4', 'SOMETHING_NEW', 'odd'), ('a/b?c#d@e', '1@2', 'a/b?c#d@e', '1@2', 'UPGRADE_TO', 'odd')`,
  )
}

/** Copies rows of a table with some columns changed. */
async function like(
  box: Box,
  table: string,
  where: Readonly<Record<string, string>>,
  changes: Readonly<Record<string, unknown>>,
): Promise<void> {
  const generated = table === 'items' ? ['search', 'partner_product_id'] : []
  const conditions = Object.entries(where).map(([column, value]) => sql`${sql.identifier(column)} = ${value}`)
  const found = await box.database.db.execute<Record<string, unknown>>(
    sql`select * from ${sql.identifier(table)} where ${sql.join(conditions, sql` and `)}`,
  )
  const rows = found.map((row) => {
    const copy = { ...row, ...changes }
    for (const column of generated) Reflect.deleteProperty(copy, column)
    return copy
  })
  if (rows.length === 0) throw new Error(`No row of ${table} to copy`)
  const columns = sql.join(
    Object.keys(rows[0] ?? {}).map((column) => sql.identifier(column)),
    sql`, `,
  )
  await box.database.db.execute(
    sql`insert into ${sql.identifier(table)} (${columns}) select ${columns} from jsonb_populate_recordset(null::${sql.identifier(table)}, ${JSON.stringify(rows)}::jsonb)`,
  )
}
