import { z } from 'zod'
import { isLocalDate, type LocalDate } from '../../../kernel/local-date.ts'
import { pageOf, pageQuerySchema } from '../../../platform/http/request/paging.ts'
import { isLedgerAccount, type LedgerAccount } from '../../money/ledger/index.ts'
import { causeCodes } from './causes.ts'

export const localDateSchema = z
  .string()
  .refine((text): text is LocalDate => isLocalDate(text), 'Give a date of the form YYYY-MM-DD')

const amount = z.number().int()
const owner = z.enum(['finance', 'operations'])

export const matchRequestSchema = z
  .strictObject({ from: localDateSchema, through: localDateSchema })
  .meta({ id: 'MatchRequest' })

export const matchRunSchema = z
  .object({
    id: z.string(),
    fromDay: z.string(),
    throughDay: z.string(),
    startedAt: z.date(),
    finishedAt: z.date().nullable(),
    lineCount: z.number().int(),
    differenceCount: z.number().int(),
    totals: z
      .array(
        z.object({
          currency: z.string(),
          orderedMinor: amount,
          postedMinor: amount,
          otherDaysMinor: amount,
          withoutOrderMinor: amount,
          otherMinor: amount,
          ledgerMinor: amount,
        }),
      )
      .nullable(),
  })
  .meta({ id: 'MatchRun' })

const sideSchema = z
  .object({
    status: z.enum(['matched', 'waiting', 'different', 'missing', 'not-needed']),
    sentence: z.string(),
  })
  .meta({ id: 'MatchSide' })

export const matchRowSchema = z
  .object({
    orderLineId: z.string(),
    orderId: z.string(),
    orderNumber: z.string(),
    lineNumber: z.number().int(),
    partNumber: z.string(),
    placedOn: z.string(),
    currency: z.string(),
    orderedMinor: amount,
    postedMinor: amount,
    money: sideSchema,
    right: sideSchema,
    parcel: sideSchema,
    cause: z.string().nullable(),
    owner: owner.nullable(),
    nextStep: z.string().nullable(),
  })
  .meta({ id: 'MatchRow' })

export const matchFactSchema = z
  .object({
    kind: z.enum(['payment', 'payout-item', 'right', 'posting']),
    subject: z.string(),
    sentence: z.string(),
    amountMinor: amount.nullable(),
    currency: z.string().nullable(),
    cause: z.string(),
    owner,
    nextStep: z.string(),
  })
  .meta({ id: 'MatchFact' })

export const rowQuerySchema = pageQuerySchema.extend({ cause: z.enum(['any', ...causeCodes]).optional() })

export const todaySchema = z
  .object({
    day: z.string(),
    cashInTransit: z.array(z.object({ currency: z.string(), minor: amount, rows: z.string() })),
    openInvoices: z.array(
      z.object({ bucket: z.string(), currency: z.string(), minor: amount, orders: z.number().int(), rows: z.string() }),
    ),
    lastMatch: matchRunSchema.nullable(),
    unmatched: z.array(
      z.object({
        cause: z.string(),
        title: z.string(),
        owner,
        nextStep: z.string(),
        count: z.number().int(),
        rows: z.string().nullable(),
        facts: z.string().nullable(),
      }),
    ),
    revenue: z.array(
      z.object({
        obligation: z.string(),
        currency: z.string(),
        deferredMinor: amount,
        earnedMinor: amount,
        deferredRows: z.string(),
        earnedRows: z.string(),
      }),
    ),
  })
  .meta({ id: 'BooksToday' })
export type Today = z.infer<typeof todaySchema>

export const payoutSheetSchema = z
  .object({
    payoutId: z.string(),
    state: z.string(),
    currency: z.string(),
    bankTraceId: z.string().nullable(),
    arrivesAt: z.date(),
    posted: z.boolean(),
    items: z.array(
      z.object({
        balanceTransactionId: z.string(),
        reportingCategory: z.string(),
        amountMinor: amount,
        feeMinor: amount,
        netMinor: amount,
        /** What the buyer was charged, and the currency of the lines, when the processor has exchanged it; else null. */
        charged: z.object({ minor: amount, currency: z.string() }).nullable(),
        sourceId: z.string().nullable(),
        paymentId: z.string().nullable(),
        orderId: z.string().nullable(),
        orderNumber: z.string().nullable(),
        /** Why the money goes back by itself; null for what stays. */
        givenBack: z.enum(['paid-twice', 'offer-over']).nullable(),
        lines: z.array(
          z.object({ orderLineId: z.string(), lineNumber: z.number().int(), partNumber: z.string(), minor: amount }),
        ),
      }),
    ),
    sums: z.object({
      orderLinesMinor: amount,
      refundsMinor: amount,
      disputesMinor: amount,
      otherMinor: amount,
      feesMinor: amount,
      leftoversMinor: amount,
      payoutMinor: amount,
      /** What the sums leave: zero for a payout that closes. */
      restMinor: amount,
    }),
    leftovers: z.array(z.object({ subject: z.string(), minor: amount, sentence: z.string() })),
  })
  .meta({ id: 'PayoutSheet' })
export type PayoutSheet = z.infer<typeof payoutSheetSchema>

const accountSchema = z
  .string()
  .max(100)
  .refine((text): text is LedgerAccount => isLedgerAccount(text), 'Give an account of the chart of accounts')

export const ledgerQuerySchema = pageQuerySchema.extend({
  from: localDateSchema.optional(),
  through: localDateSchema.optional(),
  account: accountSchema.optional(),
})

export const ledgerPageSchema = pageOf(
  z.object({
    entryId: z.string(),
    occurredOn: z.string(),
    reference: z.object({ kind: z.string(), id: z.string() }),
    description: z.string(),
    position: z.number().int(),
    account: z.string(),
    glCode: z.string(),
    side: z.enum(['debit', 'credit']),
    minor: amount,
    currency: z.string(),
    orderLineId: z.string().nullable(),
    obligation: z.string().nullable(),
  }),
)

export const balancesQuerySchema = z.strictObject({ through: localDateSchema.optional() })
export const balancesSchema = z
  .object({
    items: z.array(
      z.object({
        account: z.string(),
        glCode: z.string(),
        name: z.string(),
        currency: z.string(),
        debitMinor: amount,
        creditMinor: amount,
        balanceMinor: amount,
      }),
    ),
  })
  .meta({ id: 'Balances' })
