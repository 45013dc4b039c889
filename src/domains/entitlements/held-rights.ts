import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { isLocalDate, type LocalDate } from '../../kernel/local-date.ts'
import type { Db, Tx } from '../../platform/db/db.ts'

/** One live right of an account on a given day, own or inherited from a parent account. */
export interface HeldRight {
  readonly activationId: string
  readonly entitlementId: string
  /** The account that owns the line; differs from the asking account when it is inherited. */
  readonly ownerAccountId: string
  readonly productName: string
  readonly productVersion: string
  readonly partNumber: string | null
  readonly quantity: number
  readonly startDate: LocalDate | null
  /** The last good day; null when permanent. */
  readonly expirationDate: LocalDate | null
  readonly orderId: string | null
  readonly orderLineNumber: string | null
  /** The last day of the latest maintenance that covers the line; null without maintenance, '9999-12-31' if permanent. */
  readonly maintenanceThrough: LocalDate | null
}

const optionalDate = z
  .string()
  .nullable()
  .transform((text) => (text !== null && isLocalDate(text) ? text : null))

const rowSchema = z.object({
  activation_id: z.string(),
  entitlement_id: z.string(),
  account_id: z.string(),
  product_name: z.string(),
  product_version: z.string(),
  part_number: z.string().nullable(),
  quantity: z.number(),
  start_date: optionalDate,
  expiration_date: optionalDate,
  order_id: z.string().nullable(),
  order_line_number: z.string().nullable(),
  maintenance_through: optionalDate,
})

/**
 * What an account holds on a day: entitlement and line deployed, the day within start and last good day, both included.
 * A child account holds what its parents hold (S4 deepens when a relation says so). One statement.
 */
export async function heldRights(tx: Db | Tx, accountId: string, on: LocalDate): Promise<HeldRight[]> {
  const rows = await tx.execute(sql`
    select l.activation_id, l.entitlement_id, l.account_id, l.product_name, l.product_version, l.part_number, l.quantity,
      l.start_date::text, l.expiration_date::text, l.order_id, l.order_line_number,
      (select case when bool_or(m.permanent) then '9999-12-31' else max(m.expiration_date)::text end
        from maintenance_lines m
        where m.covered_activation_ids @> array[l.activation_id] and m.state = 'DEPLOYED' and m.removed_at is null
      ) as maintenance_through
    from entitlement_lines l
    where l.account_id in (select ${accountId}::text
        union all select parent_account_id from account_parents where account_id = ${accountId})
      and l.state = 'DEPLOYED' and l.entitlement_state = 'DEPLOYED' and l.removed_at is null
      and l.product_name is not null and l.product_version is not null
      and (l.start_date is null or l.start_date <= ${on}::date)
      and (l.permanent or l.expiration_date >= ${on}::date)
    order by l.product_name, l.product_version, l.activation_id`)
  return rows.map((raw) => {
    const row = rowSchema.parse(raw)
    return {
      activationId: row.activation_id,
      entitlementId: row.entitlement_id,
      ownerAccountId: row.account_id,
      productName: row.product_name,
      productVersion: row.product_version,
      partNumber: row.part_number,
      quantity: row.quantity,
      startDate: row.start_date,
      expirationDate: row.expiration_date,
      orderId: row.order_id,
      orderLineNumber: row.order_line_number,
      maintenanceThrough: row.maintenance_through,
    }
  })
}
