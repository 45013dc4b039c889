import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Db, Tx } from '../../../platform/db/db.ts'

export interface OrderElsewhere {
  /** The order number that the platform has. */
  readonly orderNumber: string
  /** The first good day of its earliest line; null where the platform names none. */
  readonly startDate: string | null
  readonly lines: readonly {
    readonly activationId: string
    readonly productName: string | null
    readonly productVersion: string | null
    readonly partNumber: string | null
    /** Null for maintenance, which covers lines instead of counting. */
    readonly quantity: number | null
    readonly startDate: string | null
    readonly expirationDate: string | null
  }[]
}

/**
 * Orders whose number the platform has and this store did not give, with the account's own lines of them, ended ones
 * too: latest first. Where the platform has a number of this store for another order as well, the lines of that order are
 * there too: they are nowhere among the orders of this store. One statement.
 */
export async function ordersElsewhere(
  tx: Db | Tx,
  accountId: string,
  page: { readonly after: readonly [startDate: string, orderNumber: string] | null; readonly limit: number },
): Promise<OrderElsewhere[]> {
  const [date, number] = page.after ?? [null, null]
  const rows = await tx.execute(sql`
    with own as (
      select activation_id, product_name, product_version, part_number, quantity, start_date, expiration_date, order_id
      from entitlement_lines where account_id = ${accountId} and removed_at is null and order_id is not null
      union all
      select m.activation_id, m.product_name, m.product_version, m.part_number, null, m.start_date, m.expiration_date,
        m.order_id
      from maintenance_lines m where m.removed_at is null and m.order_id is not null and m.entitlement_id in (
        select entitlement_id from entitlement_lines where account_id = ${accountId} and removed_at is null))
    select order_id as "orderNumber", min(start_date)::text as "startDate",
      json_agg(json_build_object('activationId', activation_id, 'productName', product_name,
        'productVersion', product_version, 'partNumber', part_number, 'quantity', quantity, 'startDate', start_date,
        'expirationDate', expiration_date) order by activation_id) as lines
    from own
    where order_id <> '' and not exists (
      select from pushes p where p.order_number = own.order_id and (
        not exists (select from push_attempts a where a.order_id = p.order_id and a.action = 'clash')
        or exists (select from push_lines l where l.order_id = p.order_id and l.activation_id = own.activation_id)))
    group by order_id
    having ${date}::text is null
      or (coalesce(min(start_date)::text, ''), order_id) < (${date}::text, ${number}::text)
    order by coalesce(min(start_date)::text, '') desc, order_id desc
    limit ${page.limit}`)
  return z.array(rowSchema).parse(rows)
}

const rowSchema = z.object({
  orderNumber: z.string(),
  startDate: z.string().nullable(),
  lines: z.array(
    z.object({
      activationId: z.string(),
      productName: z.string().nullable(),
      productVersion: z.string().nullable(),
      partNumber: z.string().nullable(),
      quantity: z.number().nullable(),
      startDate: z.string().nullable(),
      expirationDate: z.string().nullable(),
    }),
  ),
})
