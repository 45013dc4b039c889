import { and, eq, gte, inArray, lte, sql } from 'drizzle-orm'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { textArray } from '../../../platform/db/text-array.ts'
import type { Viewer } from '../../shop/catalog/index.ts'
import type { DiscountRule } from '../../shop/pricing/index.ts'
import { dealRegistrations } from './deal-tables.ts'

/**
 * What registered deals take off, by part number, for a partner that orders for the customer of the deal: one rule more
 * among those that may win. One statement for a partner with a customer, none for anybody else.
 */
export async function registeredDiscounts(
  tx: Db | Tx,
  { accountId, rightsOf, on }: Pick<Viewer, 'accountId' | 'rightsOf' | 'on'>,
  partNumbers: readonly string[],
): Promise<ReadonlyMap<string, DiscountRule[]>> {
  if (rightsOf === accountId || partNumbers.length === 0) return new Map()
  const deals = await tx
    .select()
    .from(dealRegistrations)
    .where(
      and(
        eq(dealRegistrations.partnerAccountId, accountId),
        eq(dealRegistrations.endCustomerAccountId, rightsOf),
        inArray(dealRegistrations.state, ['approved']),
        lte(dealRegistrations.validFrom, on),
        gte(dealRegistrations.validThrough, on),
        sql`${dealRegistrations.partNumbers} && ${textArray(partNumbers)}`,
      ),
    )
  const rules = new Map<string, DiscountRule[]>()
  for (const deal of deals)
    for (const partNumber of deal.partNumbers) rules.set(partNumber, [...(rules.get(partNumber) ?? []), ruleOf(deal)])
  return rules
}

function ruleOf(deal: typeof dealRegistrations.$inferSelect): DiscountRule {
  return {
    id: deal.id,
    name: `Deal registration ${deal.number}`,
    audience: 'account',
    audienceValue: deal.partnerAccountId,
    category: null,
    basisPoints: deal.discountBasisPoints ?? 0,
    validFrom: deal.validFrom,
    validThrough: deal.validThrough,
  }
}
