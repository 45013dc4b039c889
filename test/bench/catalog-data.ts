import type { Sql } from 'postgres'
import { settle } from './with-database.ts'

/** How large the world of the catalog's bench is. */
export interface CatalogWorld {
  readonly items: number
  readonly accounts: number
}

export const accountOf = (n: number) => `ACCOUNT-${n}`

/**
 * Everything that an answer of the catalog follows from, but for the lines: accounts of each type, every twentieth with a
 * parent; five versions of each product with items open to all (four in ten) or opened by a right; chains; price lists
 * for everybody, types, tiers and single accounts, in two currencies; discount rules.
 */
export async function loadCatalog(sql: Sql, { items, accounts }: CatalogWorld): Promise<void> {
  const products = Math.max(1, Math.floor(items / 5))
  await sql`insert into accounts (account_id, name, account_type, platform_type, partner_tier, currency, attributes, row_hash)
    select 'ACCOUNT-' || n, 'Account ' || n, kind, upper(kind),
      case when kind = 'reseller' then (array['gold', 'silver', 'bronze'])[1 + n / 10 % 3] end,
      case when n % 5 = 0 then 'EUR' else 'USD' end, '{}', 'h'
    from (select n, case when n % 10 = 7 then 'reseller' when n % 100 = 3 then 'distributor' else 'customer' end as kind
      from generate_series(0, ${accounts - 1}::int) n) each`
  await sql`insert into account_parents (account_id, parent_account_id)
    select 'ACCOUNT-' || n, 'ACCOUNT-' || n - 1 from generate_series(1, ${accounts - 1}::int, 20) n`
  await sql`insert into members (user_name, platform_id, first_name, last_name, email, phone, active, locale, row_hash)
    select 'member' || n || '@example.com', 'USER-' || n, 'Mem', 'Ber', 'member' || n || '@example.com', '', true, 'en', 'h'
    from generate_series(0, ${accounts - 1}::int) n`
  await sql`insert into memberships (user_name, account_id, roles)
    select 'member' || n || '@example.com', 'ACCOUNT-' || n, '{Buyer}' from generate_series(0, ${accounts - 1}::int) n`
  await sql`insert into products (name, version, kind, platform_id, description, state, product_line, attributes, row_hash)
    select 'Product ' || n % ${products}, n / ${products} + 1 || '.0', 'product', 'PROD-' || n, 'What it is good for.', 'DEPLOYED',
      'Line ' || n % 40, jsonb_build_object('storeCategory', case when n % 10 < 4 then 'base' when n % 10 = 9 then 'update' else 'upgrade' end), 'h'
    from generate_series(0, ${items - 1}::int) n`
  await sql`insert into product_releases (name, version, first_seen_on) select name, version, '2026-01-01' from products`
  await sql`insert into product_relations (from_name, from_version, to_name, to_version, relation, row_hash)
    select 'Product ' || n % ${products}, n / ${products} || '.0', 'Product ' || n % ${products}, n / ${products} + 1 || '.0', 'UPGRADE_TO', 'h'
    from generate_series(${products}::int, ${items - 1}::int) n`
  await sql`insert into product_chains (id, from_name, to_name, to_version, grants, validator, cohort)
    select 'chain-' || n, 'Product ' || n * 7, 'Product ' || n * 7, '5.0', (array['update', 'upgrade'])[1 + n % 2], 'maintenance', '{}'
    from generate_series(1, ${Math.floor(products / 40)}::int) n`
  await sql`insert into items (part_number, origin, title, description, category, obligation, product_name, product_version,
      product_line, sold_to, requires_any_of, requirement_from, term_months, adds_to_line, max_quantity, row_hash)
    select 'PART-' || n, 'platform', 'Product ' || n % ${products} || ' ' || n / ${products} + 1 || '.0', 'What it is good for, in a sentence or two that a shopper reads.',
      category, case when category = 'maintenance' then 'maintenance' when category = 'media' then 'media' else 'licence' end,
      'Product ' || n % ${products}, n / ${products} + 1 || '.0', 'Line ' || n % 40,
      case when n % 50 = 0 then '{reseller}'::text[] else '{customer,reseller,distributor,internal}' end,
      case category when 'base' then '{}'::text[] when 'upgrade' then array['Product ' || n % ${products} || '@' || n / ${products} || '.0', 'Product ' || n % ${products} || '@1.0']
        else array['Product ' || n % ${products}] end,
      case category when 'base' then null when 'upgrade' then 'UPGRADE_TO' else 'STORE_RULE' end,
      case when category = 'maintenance' then 12 end, false, 999, 'h'
    from (select n, (array['base', 'base', 'base', 'base', 'upgrade', 'upgrade', 'addon', 'maintenance', 'media', 'addon'])[1 + n % 10] as category
      from generate_series(0, ${items - 1}::int) n) each`
  await loadPrices(sql, { items, accounts })
}

async function loadPrices(sql: Sql, { items, accounts }: CatalogWorld): Promise<void> {
  await sql`insert into price_lists (id, name, audience, audience_value, currency, priority, falls_back)
    select 'everybody-' || c, 'Everybody ' || c, 'everybody', '', c, 0, true from unnest(array['USD', 'EUR']) c
    union all select 'reseller-' || c, 'Resellers ' || c, 'accountType', 'reseller', c, 0, true from unnest(array['USD', 'EUR']) c
    union all select t || '-' || c, t || ' ' || c, 'partnerTier', t, c, 0, true
      from unnest(array['gold', 'silver', 'bronze']) t, unnest(array['USD', 'EUR']) c
    union all select 'contract-' || n, 'Contract ' || n, 'account', 'ACCOUNT-' || n, case when n % 5 = 0 then 'EUR' else 'USD' end, 0, true
      from generate_series(0, ${accounts - 1}::int, 50) n`
  await sql`insert into price_list_entries (price_list_id, part_number, min_quantity, unit_minor)
    select 'everybody-' || c, 'PART-' || n, 1, 1000 + n % 90000 from generate_series(0, ${items - 1}::int) n, unnest(array['USD', 'EUR']) c
    union all select 'everybody-' || c, 'PART-' || n, 10, 900 + n % 81000 from generate_series(0, ${items - 1}::int, 5) n, unnest(array['USD', 'EUR']) c
    union all select 'reseller-' || c, 'PART-' || n, 1, 800 + n % 70000 from generate_series(0, ${items - 1}::int, 2) n, unnest(array['USD', 'EUR']) c
    union all select t || '-' || c, 'PART-' || n, 1, 700 + n % 60000
      from generate_series(0, ${items - 1}::int, 20) n, unnest(array['gold', 'silver', 'bronze']) t, unnest(array['USD', 'EUR']) c
    union all select 'contract-' || n, 'PART-' || k * ${Math.max(1, Math.floor(items / 25))}, 1, 500 + k
      from generate_series(0, ${accounts - 1}::int, 50) n, generate_series(0, 24) k where k * ${Math.max(1, Math.floor(items / 25))} < ${items}`
  await sql`insert into discount_rules (id, name, audience, audience_value, category, basis_points) values
    ('gold', 'Gold partners', 'partnerTier', 'gold', null, 1500), ('silver', 'Silver partners', 'partnerTier', 'silver', null, 1000),
    ('reseller-upgrades', 'Upgrades for resellers', 'accountType', 'reseller', 'upgrade', 500)`
}

/**
 * Lines `from` up to `to`, spread over all accounts; three in four have an end, one in eight of these is past.
 * Everything is settled then.
 */
export async function addLines(sql: Sql, world: CatalogWorld, from: number, to: number): Promise<void> {
  const products = Math.max(1, Math.floor(world.items / 5))
  const accounts = world.accounts
  await sql`insert into entitlement_lines (activation_id, entitlement_id, account_id, entitlement_state, state, product_name,
      product_version, part_number, quantity, remaining_quantity, start_date, expiration_date, permanent, row_hash)
    select 'ACT-' || n, 'ENT-' || n / 3, 'ACCOUNT-' || n * 7919::bigint % ${accounts}, 'DEPLOYED', 'DEPLOYED',
      'Product ' || n * 104729::bigint % ${products}, 1 + n % 4 || '.0', 'PART-' || n * 104729::bigint % ${products}, 1 + n % 50, 0,
      '2026-01-01', case when n % 4 > 0 then case when n % 32 = 1 then '2026-02-01' else '2036-12-31' end::date end, n % 4 = 0, 'h'
    from generate_series(${from}::int, ${to - 1}::int) n`
  await sql`insert into maintenance_lines (activation_id, entitlement_id, state, product_name, product_version, start_date,
      expiration_date, permanent, covered_activation_ids, row_hash)
    select 'MNT-' || n, 'ENT-' || n / 3, 'DEPLOYED', 'Maintenance', '1', '2026-01-01', '2036-12-31', false, array['ACT-' || n], 'h'
    from generate_series(${from}::int, ${to - 1}::int) n where n % 10 = 0`
  await settle(sql)
}

/** A session for each of the accounts, as a sign-on leaves it; the token of session n names `ses_bench_n`. */
export async function openSessions(sql: Sql, accounts: readonly number[]): Promise<void> {
  await sql`insert into sessions (id, user_name, account_id, roles, profile, created_at, expires_at)
    select 'ses_bench_' || n, 'member' || n || '@example.com', 'ACCOUNT-' || n, '{Buyer}',
      jsonb_build_object('firstName', 'Mem', 'lastName', 'Ber', 'email', 'member' || n || '@example.com', 'locale', 'en', 'address', null),
      now(), now() + interval '12 hours'
    from unnest(${sql.array([...accounts], 1007)}::int[]) n`
}
