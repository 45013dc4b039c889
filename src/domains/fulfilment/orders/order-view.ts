import type { Db, Tx } from '../../../platform/db/db.ts'
import { NotFound } from '../../../platform/http/answer/problems.ts'
import { decodeCursor, encodeCursor, isCursorInstant } from '../../../platform/http/request/paging.ts'
import { linesOf as pushLinesOf } from '../../entitlements/push/index.ts'
import { presentLines } from '../../entitlements/rights/index.ts'
import { moneyBackOf, returnsOfOrder } from '../../money/payments/index.ts'
import { type JobProgress, jobsOfOrder } from '../production/index.ts'
import { lineSentence } from './line-sentence.ts'
import { orderStatusOf } from './line-state.ts'
import type { OrderView } from './schemas.ts'
import * as store from './store.ts'
import { trackingLink } from './tracking-link.ts'

/** The order as its buyer sees it: what is live, what is being made, what was shipped. */
export async function viewOrder(db: Db, order: store.Order): Promise<OrderView> {
  return db.transaction((tx) => viewIn(tx, order), { accessMode: 'read only' })
}

/** @throws {NotFound} alike for an order of another account and for one that does not exist */
export async function orderOf(deps: { db: Db }, accountId: string, orderId: string): Promise<OrderView> {
  const order = await store.findOrder(deps.db, orderId)
  if (!order || order.accountId !== accountId) throw new NotFound('order')
  return viewOrder(deps.db, order)
}

/** For staff: any order. @throws {NotFound} */
export async function anyOrder(deps: { db: Db }, orderId: string): Promise<OrderView> {
  const order = await store.findOrder(deps.db, orderId)
  if (!order) throw new NotFound('order')
  return viewOrder(deps.db, order)
}

export interface OrderPage {
  readonly items: OrderSummary[]
  readonly nextCursor: string | null
}
export type OrderSummary = Pick<
  OrderView,
  | 'id'
  | 'number'
  | 'accountId'
  | 'status'
  | 'paymentMethod'
  | 'purchaseOrderNumber'
  | 'currency'
  | 'totalMinor'
  | 'placedAt'
> & { readonly lineCount: number }

/** The orders of one account, newest first. */
export async function ordersOf(
  deps: { db: Db },
  accountId: string,
  page: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<OrderPage> {
  return pageOfOrders(deps.db, { accountId }, page)
}

/** All orders, newest first; `search` is an order number, a purchase order number or an account ID. */
export async function adminOrders(
  deps: { db: Db },
  page: {
    readonly search?: string | undefined
    readonly accountId?: string
    readonly placedBy?: string
    readonly cursor?: string | undefined
    readonly limit: number
  },
): Promise<OrderPage> {
  const { cursor: _, limit: __, ...filter } = page
  return pageOfOrders(deps.db, filter, page)
}

/**
 * What happened to an order, for its buyer; the steps of production stand with their line instead.
 * @throws {NotFound} alike for an order of another account and for one that does not exist
 */
export async function buyersTimeline(
  deps: { db: Db },
  accountId: string,
  orderId: string,
): Promise<store.OrderEvent[]> {
  const order = await store.findOrder(deps.db, orderId)
  if (!order || order.accountId !== accountId) throw new NotFound('order')
  return (await timelineOf(deps, orderId)).filter(({ kind }) => !kind.startsWith('production-'))
}

/** What people and machines did to an order, in order of time. */
export async function timelineOf(deps: { db: Db }, orderId: string): Promise<store.OrderEvent[]> {
  return store.eventsOf(deps.db, orderId)
}

async function pageOfOrders(
  db: Db,
  filter: { accountId?: string; placedBy?: string; search?: string | undefined },
  page: { cursor?: string | undefined; limit: number },
): Promise<OrderPage> {
  const [placedAt, id] = decodeCursor(page.cursor) ?? []
  const before = isCursorInstant(placedAt) && id !== undefined ? ([placedAt, id] as const) : null
  const rows = await store.listOrders(db, { ...filter, before, limit: page.limit + 1 })
  const shown = rows.slice(0, page.limit)
  const lines = await store.linesOf(
    db,
    shown.map(({ id }) => id),
  )
  const last = rows.length > page.limit ? shown.at(-1) : undefined
  return {
    items: shown.map((order) => {
      const own = lines.filter((line) => line.orderId === order.id)
      return {
        id: order.id,
        number: order.number,
        accountId: order.accountId,
        status: orderStatusOf(own.map((line) => line.state)),
        paymentMethod: order.paymentMethod,
        purchaseOrderNumber: order.purchaseOrderNumber,
        currency: order.currency,
        totalMinor: order.totalMinor,
        placedAt: order.placedAt.toISOString(),
        lineCount: own.length,
      }
    }),
    nextCursor: last ? encodeCursor([last.placedAt.toISOString(), last.id]) : null,
  }
}

/** The order as it stands in a transaction. */
export async function viewIn(tx: Tx, order: store.Order): Promise<OrderView> {
  const lines = await store.linesOf(tx, [order.id])
  const rights = new Map((await pushLinesOf(tx, order.id)).map((right) => [right.orderLineNumber, right]))
  // What the platform has renumbered since is shown under the id that works there today.
  const present = await presentLines(tx, [
    ...[...rights.values()].map((right) => right.activationId),
    ...lines.flatMap((line) => line.baseActivationId ?? []),
  ])
  return viewOf(order, lines, {
    rights,
    present,
    shipped: new Map((await store.shippedLines(tx, [order.id])).map((line) => [line.orderLineId, line])),
    jobs: latestJobs(await jobsOfOrder(tx, order.id)),
    releasedBy: (await store.eventsOf(tx, order.id)).find(({ kind }) => kind === 'released')?.actor ?? null,
    moneyBack: (await returnsOfOrder(tx, order.id)).map(moneyBackOf),
  })
}

/** An order at the moment when it was placed: nothing has followed from it yet. No statement for lines that name no other. */
export async function viewPlaced(
  tx: Db | Tx,
  order: store.Order,
  lines: readonly store.OrderLine[],
): Promise<OrderView> {
  const named = lines.flatMap((line) => line.baseActivationId ?? [])
  const present = named.length === 0 ? new Map() : await presentLines(tx, named)
  const nothing = { rights: new Map(), shipped: new Map(), jobs: new Map(), releasedBy: null, moneyBack: [] }
  return viewOf(order, lines, { ...nothing, present })
}

interface Followed {
  readonly rights: ReadonlyMap<number, Awaited<ReturnType<typeof pushLinesOf>>[number]>
  /** The lines of today that a line has become, by the id that it had. */
  readonly present: ReadonlyMap<string, readonly string[]>
  readonly shipped: ReadonlyMap<string, store.ShippedLine>
  readonly jobs: ReadonlyMap<string, JobProgress>
  readonly releasedBy: string | null
  readonly moneyBack: OrderView['moneyBack']
}

function viewOf(order: store.Order, lines: readonly store.OrderLine[], followed: Followed): OrderView {
  const { rights, present, shipped, jobs, releasedBy, moneyBack } = followed
  return {
    id: order.id,
    number: order.number,
    accountId: order.accountId,
    endCustomerAccountId: order.endCustomerAccountId,
    status: orderStatusOf(lines.map((line) => line.state)),
    paymentMethod: order.paymentMethod,
    purchaseOrderNumber: order.purchaseOrderNumber,
    currency: order.currency,
    netMinor: order.netMinor,
    freightMinor: order.freightMinor,
    taxMinor: order.taxMinor,
    noRateMinor: order.noRateMinor,
    freightNoRate: order.freightNoRate,
    totalMinor: order.totalMinor,
    shipTo: order.shipTo,
    shipToAccountId: order.shipToAccountId,
    billToAccountId: order.billToAccountId,
    billTo: order.billTo,
    placedAt: order.placedAt.toISOString(),
    placedBy: order.userName,
    releasedBy,
    moneyBack,
    lines: lines.map((line) => {
      const right = rights.get(line.lineNumber)
      const job = jobs.get(line.id)
      const parcel = shipped.get(line.id)
      return {
        lineNumber: line.lineNumber,
        partNumber: line.partNumber,
        title: line.title,
        obligation: line.obligation,
        quantity: line.quantity,
        listPriceMinor: line.listPriceMinor,
        unitPriceMinor: line.unitPriceMinor,
        netMinor: line.netMinor,
        taxMinor: line.taxMinor,
        term: frozenTerm(line),
        base: baseOf(line, (id) => onlyOne(present.get(id))),
        priceRule: line.priceRule,
        state: line.state,
        sentence: lineSentence(line, job, parcel),
        right: right
          ? {
              activationId: onlyOne(present.get(right.activationId)) ?? right.activationId,
              startDate: right.startDate,
              expirationDate: right.expirationDate,
              live: right.liveAt !== null,
              waitSeconds: right.liveAt === null ? null : secondsBetween(order.placedAt, right.liveAt),
            }
          : null,
        production: job
          ? {
              reference: job.reference,
              state: job.state,
              discsMade: job.discs.made,
              discsFailed: job.discs.failed,
              steps: job.steps.map(({ step, at }) => ({ step, at: at.toISOString() })),
            }
          : null,
        shipment: parcel
          ? {
              carrier: parcel.carrier,
              trackingNumber: parcel.trackingNumber,
              trackingUrl: trackingLink(parcel.carrier, parcel.trackingNumber),
              shippedAt: parcel.shippedAt.toISOString(),
            }
          : null,
      }
    }),
  }
}

/** From paid to live, and never less than nothing: two machines' clocks may differ. */
function secondsBetween(from: Date, to: Date): number {
  return Math.max(0, Math.round((to.getTime() - from.getTime()) / 1000))
}

function frozenTerm({ termStart, termThrough, wholeTerms, daysUsed, daysInTerm }: store.OrderLine) {
  if (termStart === null || termThrough === null) return null
  return {
    startDate: termStart,
    through: termThrough,
    wholeTerms: wholeTerms ?? 0,
    daysUsed: daysUsed ?? 0,
    daysInTerm: daysInTerm ?? 0,
  }
}

function baseOf({ baseActivationId: id, baseProduct }: store.OrderLine, presentId: (id: string) => string | undefined) {
  return id === null || baseProduct === null ? null : { activationId: presentId(id) ?? id, product: baseProduct }
}

function onlyOne(ids: readonly string[] | undefined): string | undefined {
  return ids?.length === 1 ? ids[0] : undefined
}

function latestJobs(jobs: readonly JobProgress[]): Map<string, JobProgress> {
  const latest = new Map<string, JobProgress>()
  for (const job of jobs)
    if ((latest.get(job.orderLineId)?.attempt ?? 0) < job.attempt) latest.set(job.orderLineId, job)
  return latest
}
