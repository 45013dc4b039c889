import type { SQL } from 'drizzle-orm'
import { z } from 'zod'
import type { LocalDate } from '../../../kernel/local-date.ts'
import type { Tx } from '../../../platform/db/db.ts'

/** As many rows of each list as a person reads; the figures beside them count all. */
export const rowsShown = 500

const change = z.enum(['gains', 'loses'])
const figures = z.object({
  /** Accounts that gain, or lose, at least one item. */
  accounts: z.number().int(),
  /** Pairs of an account and an item that it gains or loses. */
  items: z.number().int(),
})
const brokenLine = z.object({
  partNumber: z.string(),
  title: z.string(),
  quantity: z.number().int(),
  valueMinor: z.number().int(),
  /** Why it could not be ordered any more. */
  problem: z.string(),
})
const brokenOffer = z.object({
  kind: z.enum(['cart', 'pricedCart']),
  id: z.string(),
  accountId: z.string(),
  userName: z.string(),
  endCustomerAccountId: z.string().nullable(),
  currency: z.string(),
  valueMinor: z.number().int(),
  lines: z.array(brokenLine),
})
const value = z.object({ currency: z.string(), minor: z.number().int() })
const brokenFigures = z.object({ count: z.number().int(), lines: z.number().int(), value: z.array(value) })

export const itemChangesSchema = z
  .object({
    gains: figures,
    loses: figures,
    /** What accounts gain and lose through what they hold, losses first; at most `rowsShown` of either. */
    changes: z.array(z.object({ accountId: z.string(), partNumber: z.string(), title: z.string(), change })),
    /** All of them, shown or not. */
    changesInAll: z.number().int(),
    /** Items that need no right and open or close: said once, with the account types and how many accounts it is. */
    everybody: z.array(
      z.object({
        partNumber: z.string(),
        title: z.string(),
        change,
        accountTypes: z.array(z.string()),
        accounts: z.number().int(),
      }),
    ),
    everybodyInAll: z.number().int(),
    /** Accounts that come, go or change their type, with how many items that need no right they gain and lose by it. */
    accounts: z.array(
      z.object({
        accountId: z.string(),
        /** Null for an account that comes. */
        from: z.string().nullable(),
        /** Null for one that goes. */
        to: z.string().nullable(),
        gains: z.number().int(),
        loses: z.number().int(),
      }),
    ),
    accountsInAll: z.number().int(),
  })
  .meta({ id: 'ItemChanges' })
export type ItemChanges = z.infer<typeof itemChangesSchema>

export const brokenOffersSchema = z
  .object({
    carts: brokenFigures,
    pricedCarts: brokenFigures,
    /** By currency; what lies in a cart and in a priced cart made of it counts once, at the price of its latest priced cart. */
    atRisk: z.array(value),
    /** Most recent first; at most `rowsShown`. */
    broken: z.array(brokenOffer),
  })
  .meta({ id: 'BrokenOffers' })
export type BrokenOffers = z.infer<typeof brokenOffersSchema>

/** What publishing a run would do to customers; the counts of rows are in the run's report beside it. */
export const dryRunReportSchema = z
  .object({
    at: z.iso.datetime(),
    items: itemChangesSchema,
    offers: brokenOffersSchema,
  })
  .meta({ id: 'DryRunReport' })
export type DryRunReport = z.infer<typeof dryRunReportSchema>

/** The dry run of a run; null where there was none, or one in the words of an earlier version of the store. */
export function dryRunReportOf(run: { readonly dryRunReport: unknown }): DryRunReport | null {
  return dryRunReportSchema.safeParse(run.dryRunReport).data ?? null
}

/** What a publication touched, as subselects over tables of its transaction: more than what it changed, never less. */
export interface Touched {
  readonly accountIds: SQL
  readonly partNumbers: SQL
}

/** The domains that know what a publication means: the catalog and the orders, which this domain may not ask. */
export interface DryRunObservers {
  /** Called before the publication; what it answers is called after it, in the same transaction. */
  readonly items: (
    tx: Tx,
  ) => Promise<(tx: Tx, on: LocalDate) => Promise<{ readonly changes: ItemChanges; readonly touched: Touched }>>
  /** Called while the publication stands; what it answers is called when it has been rolled back. */
  readonly offers: (
    tx: Tx,
    context: { readonly at: Date; readonly touched: Touched },
  ) => Promise<(tx: Tx) => Promise<BrokenOffers>>
}
