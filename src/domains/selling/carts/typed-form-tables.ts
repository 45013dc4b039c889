import { index, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { instant } from '../../../platform/db/columns.ts'
import { carts } from './tables.ts'

/**
 * What a member typed for an order that is not placed: it is there after a reload, in a second tab and after signing on
 * again. It goes with the cart that becomes an order.
 */
export const typedForms = pgTable(
  'typed_forms',
  {
    accountId: text('account_id').notNull(),
    userName: text('user_name').notNull(),
    /** `checkout`, or `kit:` and the title. */
    form: text('form').notNull(),
    /** As typed, also what was refused. */
    fields: jsonb('fields').$type<Record<string, string>>().notNull(),
    /** Of checkout: the cart that it was typed for. */
    cartId: text('cart_id').references(() => carts.id),
    /** Of checkout: the priced cart that the member was shown last. */
    shownPricedCartId: text('shown_priced_cart_id'),
    changedAt: instant('changed_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.userName, table.form] }),
    index('typed_forms_changed').on(table.changedAt),
    index('typed_forms_cart').on(table.cartId),
  ],
)
