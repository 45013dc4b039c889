import { sql } from 'drizzle-orm'
import type { Clock } from '../../../kernel/clock.ts'
import { dateOf } from '../../../kernel/local-date.ts'
import { mostMinor } from '../../../kernel/money.ts'
import type { Db } from '../../../platform/db/db.ts'
import { linesWithoutOrder } from '../../entitlements/rights/index.ts'
import { everybodysPrices } from '../../shop/pricing/index.ts'

/**
 * Makes a new list of rights without an order from mirror and price lists, in statements about whole tables. A right is
 * valued in its account's currency, and where nobody is offered it in that, in the first other one by its code. May run
 * twice; readers see the former list until it ends.
 */
export async function listRightsWithoutOrder({ db, clock }: { readonly db: Db; readonly clock: Clock }): Promise<void> {
  const at = clock.now()
  const on = dateOf(at)
  await db.transaction(async (tx) => {
    // Taking the row first makes a second maker, and who marks a grant, wait.
    await tx.execute(sql`insert into rights_listings (name, making, listed_at)
      values ('current', 1, ${at.toISOString()}::timestamptz)
      on conflict (name) do update set making = rights_listings.making + 1, listed_at = excluded.listed_at`)
    // Sorting and joining half a million rows stays in memory; the setting ends with the transaction.
    await tx.execute(sql`set local work_mem = '96MB'`)
    await tx.execute(sql`delete from rights_without_order`)
    await tx.execute(sql`with price as materialized (${everybodysPrices(on)}),
      first_price as (select distinct on (part_number) * from price order by part_number, currency),
      valued as (
        select r.*, coalesce(own.unit_minor, other.unit_minor) as unit_minor,
          -- Nobody could order so much at once, and the product would leave the range of the column.
          case when coalesce(own.unit_minor, other.unit_minor)::numeric * r.quantity <= ${mostMinor}::bigint
            then coalesce(own.unit_minor, other.unit_minor) * r.quantity end as value_minor,
          case when own.unit_minor is null then other.currency else own.currency end as currency
        from (${linesWithoutOrder(on)}) r
        left join price own on own.part_number = r.part_number and own.currency = r.account_currency
        left join first_price other on other.part_number = r.part_number)
      insert into rights_without_order (activation_id, position, granted, obligation, entitlement_id, account_id,
        account_name, product_name, product_version, part_number, quantity, start_date, expiration_date, unit_minor,
        value_minor, currency)
      select v.activation_id,
        row_number() over (order by v.currency nulls last, v.value_minor desc nulls last, v.activation_id),
        exists (select from right_grants g where g.activation_id = v.activation_id), v.obligation, v.entitlement_id,
        v.account_id, v.account_name, v.product_name, v.product_version, v.part_number, v.quantity, v.start_date,
        v.expiration_date, v.unit_minor, v.value_minor, v.currency
      from valued v on conflict (activation_id) do nothing`)
  })
}
