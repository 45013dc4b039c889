import { type SQL, sql } from 'drizzle-orm'
import type { ApprovalRule } from './approval-rules.ts'
import type { SpendingLimit } from './spending.ts'

/** What the company has laid down for an order of a member. */
export interface ApprovalFacts {
  /** Whether the priced cart waits for an approver, or waited. */
  readonly asked: boolean
  /** Whether a request that waits has the purchase order number. */
  readonly numberUsed: boolean
  readonly rules: readonly ApprovalRule[]
  readonly limits: readonly SpendingLimit[]
}

/** An expression for all of it. `key` is the key of a purchase order number, or null. */
export function approvalFacts(of: {
  readonly accountId: SQL
  readonly userName: SQL
  readonly pricedCartId: SQL
  readonly key: SQL
}): SQL {
  const { accountId, userName, pricedCartId, key } = of
  return sql`json_build_object(
    'asked', exists (select from approval_requests where asked_priced_cart_id = ${pricedCartId} or priced_cart_id = ${pricedCartId}),
    'numberUsed', exists (select from approval_requests
      where account_id = ${accountId} and purchase_order_key = ${key} and state = 'waiting'),
    'rules', (select coalesce(json_agg(json_build_object('id', id, 'userName', user_name, 'overMinor', over_minor,
      'currency', currency) order by created_at, id), '[]') from approval_rules where account_id = ${accountId}),
    'limits', (select coalesce(json_agg(json_build_object('period', period, 'limitMinor', limit_minor, 'currency', currency)),
      '[]') from spending_limits where account_id = ${accountId} and user_name = ${userName}))`
}
