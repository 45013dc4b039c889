import type { Sql } from 'postgres'
import { loadCatalog } from './catalog-data.ts'
import { settle } from './with-database.ts'

/** A small shop with accounts that hold so many lines each, two sessions of buyers for each account and more. */
export async function loadShop(
  sql: Sql,
  { accounts, linesOfAccount }: { readonly accounts: number; readonly linesOfAccount: number },
): Promise<void> {
  const world = { items: 1000, accounts }
  await loadCatalog(sql, world)
  await sql`insert into tax_rates (country, obligation, name, basis_points) values ('IE', '*', 'VAT', 2300)`
  await sql`insert into freight_rates (country, currency, unit_minor) values ('*', 'EUR', 1500), ('*', 'USD', 1800)`
  await sql`insert into entitlement_lines (activation_id, entitlement_id, account_id, entitlement_state, state, product_name,
      product_version, part_number, quantity, remaining_quantity, start_date, expiration_date, permanent, row_hash)
    select 'ACT-' || n, 'ENT-' || n / 3, 'ACCOUNT-' || n % ${accounts}, 'DEPLOYED', 'DEPLOYED', 'Product ' || n % 200,
      1 + n % 4 || '.0', 'PART-' || n % 200, 1 + n % 50, 0, '2026-01-01',
      case when n % 4 > 0 then '2036-12-31'::date end, n % 4 = 0, 'h'
    from generate_series(0, ${accounts * linesOfAccount - 1}::int) n`
  // More buyers than accounts: each has a cart of its own, and waits for its account.
  await sql`insert into members (user_name, platform_id, first_name, last_name, email, phone, active, locale, row_hash)
    select 'buyer' || n || '@example.com', 'BUYER-' || n, 'Bea', 'Buyer', 'buyer' || n || '@example.com', '', true, 'en', 'h'
    from generate_series(0, 63) n`
  await sql`insert into memberships (user_name, account_id, roles)
    select 'buyer' || n || '@example.com', 'ACCOUNT-' || n % ${accounts}, '{Buyer}' from generate_series(0, 63) n`
  await sql`insert into sessions (id, user_name, account_id, roles, profile, created_at, expires_at)
    select 'ses_bench_' || n, 'buyer' || n || '@example.com', 'ACCOUNT-' || n % ${accounts}, '{Buyer}',
      jsonb_build_object('firstName', 'Bea', 'lastName', 'Buyer', 'email', 'buyer' || n || '@example.com', 'locale', 'en', 'address', null),
      now(), now() + interval '12 hours'
    from generate_series(0, 63) n`
  await settle(sql)
}
