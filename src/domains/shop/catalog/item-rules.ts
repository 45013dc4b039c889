import { z } from 'zod'
import { isLocalDate, localDate } from '../../../kernel/local-date.ts'
import type { Item } from './item.ts'

const text = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .regex(/^\P{Cc}+$/u, 'May not contain control characters')
const daySchema = z.string().refine(isLocalDate, 'Give a date of the form YYYY-MM-DD').transform(localDate)

export const buyersSchema = z.array(z.enum(['customer', 'reseller', 'distributor', 'internal', 'vendor']))
/** Products by `Name` or `Name@Version`; `offered: Name@Version` stands for a product that a chain offers. */
export const productsSchema = z.array(text(200)).max(1000)
const namesSchema = z.array(text(100)).max(10_000)

/** What may be said of any item, the store's own or one of the platform; null says nothing. */
export const ruleFields = {
  requiresAllOf: productsSchema.nullable().default(null),
  requiresNoneOf: productsSchema.nullable().default(null),
  partnerTiers: namesSchema.nullable().default(null),
  onlyAccounts: namesSchema.nullable().default(null),
  notAccounts: namesSchema.nullable().default(null),
  visibleFrom: daySchema.nullable().default(null),
  visibleThrough: daySchema.nullable().default(null),
  maxPerAccount: z.number().int().positive().max(1_000_000).nullable().default(null),
  perAccountDays: z.number().int().positive().max(36_500).nullable().default(null),
}

/** The rules of one item as staff set them. Null: as the platform or the store's defaults have it. */
export const itemRulesSchema = z
  .strictObject({
    soldTo: buyersSchema.nullable().default(null),
    requiresAnyOf: productsSchema.nullable().default(null),
    maxQuantity: z.number().int().positive().max(1_000_000).nullable().default(null),
    ...ruleFields,
  })
  .check((context) => {
    for (const [path, message] of contradictions(context.value))
      context.issues.push({ code: 'custom', path: [path], message, input: context.value })
  })
export type ItemRules = z.infer<typeof itemRulesSchema>

function contradictions(rules: Omit<ItemRules, 'soldTo' | 'maxQuantity'>): [keyof ItemRules, string][] {
  const { visibleFrom, visibleThrough, requiresAllOf, requiresNoneOf, onlyAccounts, notAccounts } = rules
  const found: [keyof ItemRules, string][] = []
  if (visibleFrom !== null && visibleThrough !== null && visibleThrough < visibleFrom)
    found.push(['visibleThrough', 'The last day lies before the first'])
  if (rules.perAccountDays !== null && rules.maxPerAccount === null)
    found.push(['perAccountDays', 'A period needs the most that may be ordered in it'])
  const both = requiresAllOf?.find((product) => requiresNoneOf?.includes(product))
  if (both !== undefined) found.push(['requiresNoneOf', `${both} cannot be asked for and ruled out`])
  const named = onlyAccounts?.find((account) => notAccounts?.includes(account))
  if (named !== undefined) found.push(['notAccounts', `${named} is among the only accounts as well`])
  return found
}

/** The rules that an item follows, whoever said them. */
export function rulesOf(item: Item): ItemRules {
  const { soldTo, requiresAnyOf, requiresAllOf, requiresNoneOf, partnerTiers, onlyAccounts, notAccounts } = item
  const { visibleFrom, visibleThrough, maxQuantity, maxPerAccount, perAccountDays } = item
  return {
    soldTo: buyersSchema.parse(soldTo),
    // Where only "all of" was said, the row repeats it as "any of".
    requiresAnyOf: JSON.stringify(requiresAnyOf) === JSON.stringify([...requiresAllOf].sort()) ? [] : requiresAnyOf,
    requiresAllOf,
    requiresNoneOf,
    partnerTiers,
    onlyAccounts,
    notAccounts,
    visibleFrom,
    visibleThrough,
    maxQuantity,
    maxPerAccount,
    perAccountDays,
  }
}
