import { fastify } from 'fastify'
import postgres from 'postgres'
import { z } from 'zod'

// The least that can answer the same: no session, no reasons, one statement by hand. What the store is measured against.
const sql = postgres(process.argv[2] ?? '', { max: 10, onnotice: () => {} })
const app = fastify()
const pageQuery = z.object({ account: z.string(), category: z.string() })
const itemQuery = z.object({ account: z.string(), partNumber: z.string() })

const holding = (account: string) => sql`
  viewer as (select account_id, account_type, partner_tier, currency from accounts where account_id = ${account}),
  held as (select distinct unnest(array[product_name, product_name || '@' || product_version]) as entry from entitlement_lines
    where account_id in (select ${account}::text union all select parent_account_id from account_parents where account_id = ${account})
      and state = 'DEPLOYED' and entitlement_state = 'DEPLOYED' and removed_at is null
      and (permanent or expiration_date >= current_date)),
  lists as (select l.id, l.audience, l.priority from price_lists l, viewer v where l.currency = v.currency and (l.audience = 'everybody'
    or l.audience = 'account' and l.audience_value = v.account_id or l.audience = 'accountType' and l.audience_value = v.account_type
    or l.audience = 'partnerTier' and l.audience_value = v.partner_tier))`

const price = sql`
  cross join lateral (select e.unit_minor from price_list_entries e join lists on lists.id = e.price_list_id
    where e.part_number = page.part_number and e.min_quantity = 1
    order by array_position(array['account', 'partnerTier', 'accountType', 'everybody'], lists.audience), lists.priority desc limit 1) price
  left join lateral (select max(basis_points) as off from discount_rules r, viewer v where (r.category is null or r.category = page.category)
    and (r.audience = 'accountType' and r.audience_value = v.account_type
      or r.audience = 'partnerTier' and r.audience_value = v.partner_tier)) rule on true`

const shown = sql`part_number, title, description, category, obligation, product_name, product_version, product_line,
  term_months, adds_to_line, max_quantity, partner_product_id, requires_any_of`

app.get('/page', async (request) => {
  const { account, category } = pageQuery.parse(request.query)
  const sellable = sql`category = ${category} and withdrawn_at is null and unsellable_reason is null
    and sold_to @> array[(select account_type from viewer)]`
  const items = await sql`with ${holding(account)}, page as (
    (select ${shown} from items where requires_any_of = '{}' and ${sellable} order by title, part_number limit 20)
    union all (select ${shown} from items where part_number = any(array(select part_number from items
      where requires_any_of && array(select entry from held))) and ${sellable} order by title, part_number limit 20)
    order by title, part_number limit 20)
    select page.*, price.unit_minor, rule.off from page ${price} order by title, part_number`
  return { items }
})

app.get('/item', async (request) => {
  const { account, partNumber } = itemQuery.parse(request.query)
  const [item] =
    await sql`with ${holding(account)}, page as (select ${shown} from items where part_number = ${partNumber}
      and withdrawn_at is null and unsellable_reason is null and sold_to @> array[(select account_type from viewer)]
      and (requires_any_of = '{}' or requires_any_of && array(select entry from held)))
    select page.*, price.unit_minor, rule.off from page ${price}`
  return item
})

app.get('/static', async () => ({ status: 'ok' }))

process.send?.({ url: await app.listen({ host: '127.0.0.1', port: 0 }) })
process.once('disconnect', () => process.exit(0))
