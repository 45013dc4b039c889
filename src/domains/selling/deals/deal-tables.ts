import { sql } from 'drizzle-orm'
import { check, index, integer, pgSequence, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { instant, localDateColumn } from '../../../platform/db/columns.ts'

export const dealNumbers = pgSequence('deal_numbers', { startWith: 101 })

/** A sale that a partner works on, registered so that its work is protected. */
export const dealRegistrations = pgTable(
  'deal_registrations',
  {
    id: text('id').primaryKey(),
    number: text('number').notNull().unique(),
    partnerAccountId: text('partner_account_id').notNull(),
    registeredBy: text('registered_by').notNull(),
    /** The customer's account; null while it has none. */
    endCustomerAccountId: text('end_customer_account_id'),
    /** The company's name; empty when it was named by account. */
    prospectName: text('prospect_name').notNull(),
    state: text('state').$type<DealState>().notNull(),
    /** Those that were named, and those of the categories that were, as the catalog stood that day. */
    partNumbers: text('part_numbers').array().notNull(),
    estimatedQuantity: integer('estimated_quantity').notNull(),
    note: text('note').notNull(),
    discountBasisPoints: integer('discount_basis_points'),
    validFrom: localDateColumn('valid_from'),
    /** The last day of protection and discount. */
    validThrough: localDateColumn('valid_through'),
    decidedBy: text('decided_by'),
    decidedAt: instant('decided_at'),
    /** Why it was rejected. */
    reason: text('reason'),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [
    index('deal_registrations_partner').on(table.partnerAccountId, table.createdAt),
    index('deal_registrations_created').on(table.createdAt),
    index('deal_registrations_customer').on(table.endCustomerAccountId, table.partnerAccountId),
    check('deal_registrations_state_known', sql`${table.state} in ('submitted', 'approved', 'rejected', 'withdrawn')`),
    check(
      'deal_registrations_customer_named',
      sql`${table.endCustomerAccountId} is not null or ${table.prospectName} <> ''`,
    ),
    check('deal_registrations_discount', sql`${table.discountBasisPoints} between 0 and 10000`),
    check(
      'deal_registrations_approved_has_terms',
      sql`${table.state} <> 'approved' or (${table.discountBasisPoints} is not null and ${table.validFrom} is not null and ${table.validThrough} >= ${table.validFrom})`,
    ),
  ],
)
export type DealState = 'submitted' | 'approved' | 'rejected' | 'withdrawn'

/**
 * Who holds which part number at which customer, and for how long; an exclusion constraint lets nobody else hold it in
 * the same days. A submitted registration holds without end, an approved one to its last day.
 */
export const dealHolds = pgTable(
  'deal_holds',
  {
    dealId: text('deal_id')
      .notNull()
      .references(() => dealRegistrations.id),
    /** `account:` and the account ID, or `company:` and the prospect's name in its plain form. */
    customer: text('customer').notNull(),
    partNumber: text('part_number').notNull(),
    heldFrom: localDateColumn('held_from').notNull(),
    heldThrough: localDateColumn('held_through'),
  },
  (table) => [primaryKey({ columns: [table.dealId, table.customer, table.partNumber] })],
)
