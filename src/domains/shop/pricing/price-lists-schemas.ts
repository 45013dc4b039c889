import { z } from 'zod'
import { listStates } from './price-list-store.ts'
import { audienceSchema, keySchema } from './schemas.ts'

const count = z.number().int()
const listShape = {
  id: z.string(),
  name: z.string(),
  audience: audienceSchema,
  audienceValue: z.string(),
  currency: z.string(),
  priority: count,
  validFrom: z.string().nullable(),
  /** The last good day. */
  validThrough: z.string().nullable(),
  fallsBack: z.boolean(),
}

export const priceListSchema = z.object({ ...listShape, state: z.enum(listStates) })
export const sizedListSchema = priceListSchema
  .extend({ partNumbers: count, entries: count })
  .meta({ id: 'PriceListSummary' })

export const entryRowSchema = z
  .object({
    partNumber: z.string(),
    minQuantity: count,
    increment: count,
    unitMinor: count,
  })
  .meta({ id: 'PriceListEntry' })

/** What a file changes; see `PriceChange`. */
export const priceChangeSchema = z
  .object({
    published: z.boolean(),
    hash: z.string(),
    on: z.string(),
    lists: z
      .array(
        z.object({
          list: z.object(listShape),
          state: z.enum(listStates),
          entries: count,
          accounts: count,
          isNew: z.boolean(),
          terms: z.array(z.string()).readonly(),
          dearer: count,
          cheaper: count,
          added: count,
          gone: count,
          otherIncrement: count,
          same: count,
          lowestPercent: z.number().nullable(),
          highestPercent: z.number().nullable(),
        }),
      )
      .readonly(),
    rows: z
      .array(
        z.object({
          list: z.string(),
          partNumber: z.string(),
          minQuantity: count,
          beforeMinor: count.nullable(),
          nowMinor: count.nullable(),
          currency: z.string(),
        }),
      )
      .readonly(),
    offers: z.object({
      affected: z
        .array(
          z.object({
            kind: z.enum(['cart', 'pricedCart']),
            id: z.string(),
            accountId: z.string(),
            userName: z.string(),
            currency: z.string(),
            beforeMinor: count,
            afterMinor: count,
            lost: z.array(z.string()).readonly(),
          }),
        )
        .readonly(),
      more: z.boolean(),
    }),
    warnings: z
      .array(z.object({ code: z.string(), detail: z.string(), partNumbers: z.array(z.string()).readonly() }))
      .readonly(),
  })
  .meta({ id: 'PriceChange' })

export const groupSchema = z.object({ groupId: z.string(), accounts: count }).meta({ id: 'AccountGroup' })
export const groupMembersSchema = z
  .strictObject({ accountIds: z.array(keySchema).max(200_000) })
  .meta({ id: 'GroupMembers' })
