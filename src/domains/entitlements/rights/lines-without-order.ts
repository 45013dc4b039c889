import { type SQL, sql } from 'drizzle-orm'
import type { LocalDate } from '../../../kernel/local-date.ts'

/**
 * Rights in effect on a day, or beginning later, whose line carries no order ID, as a query for statements about whole
 * tables. An order ID that the store does not know is somebody else's order, and no finding. Maintenance counts for as many
 * pieces as the lines it covers, and belongs to their account.
 *
 * Columns: `activation_id`, `obligation`, `entitlement_id`, `account_id`, `account_name`, `account_currency`,
 * `product_name`, `product_version`, `part_number`, `quantity`, `start_date`, `expiration_date`.
 */
export function linesWithoutOrder(on: LocalDate): SQL {
  const isOpen = sql`l.removed_at is null and l.state = 'DEPLOYED' and coalesce(btrim(l.order_id), '') = ''
    and (l.permanent or l.expiration_date is null or l.expiration_date >= ${on}::date)`
  return sql`select r.*, a.name as account_name, a.currency as account_currency from (
      select l.activation_id, 'licence' as obligation, l.entitlement_id, l.account_id, l.product_name, l.product_version,
        l.part_number, l.quantity, l.start_date, case when l.permanent then null else l.expiration_date end as expiration_date
      from entitlement_lines l where ${isOpen} and l.entitlement_state = 'DEPLOYED'
      union all
      select l.activation_id, 'maintenance', l.entitlement_id, c.account_id, l.product_name, l.product_version,
        l.part_number, c.quantity, l.start_date, case when l.permanent then null else l.expiration_date end
      from maintenance_lines l cross join lateral (
        select min(covered.account_id) as account_id, coalesce(sum(covered.quantity), 1)::integer as quantity
        from entitlement_lines covered
        where covered.activation_id = any(l.covered_activation_ids) and covered.removed_at is null) c
      where ${isOpen}
    ) r left join accounts a on a.account_id = r.account_id`
}
