import { fastify } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { entitlementLines, maintenanceLines } from '../../../../src/domains/entitlements/rights/tables.ts'
import { registerFinanceApi } from '../../../../src/domains/finance/reconciliation/admin-api.ts'
import { entryOfOrder } from '../../../../src/domains/fulfilment/orders/entry-of-order.ts'
import { orderLines, orders, shipmentLines, shipments } from '../../../../src/domains/fulfilment/orders/tables.ts'
import { postEntry } from '../../../../src/domains/money/ledger/index.ts'
import { registerPaymentsAdminApi } from '../../../../src/domains/money/payments/admin-api.ts'
import type { CardProcessor } from '../../../../src/domains/money/payments/port.ts'
import { payments } from '../../../../src/domains/money/payments/tables.ts'
import { carts, pricedCarts } from '../../../../src/domains/selling/carts/tables.ts'
import { newId } from '../../../../src/kernel/ids.ts'
import { type LocalDate, localDate } from '../../../../src/kernel/local-date.ts'
import type { Db } from '../../../../src/platform/db/db.ts'
import { problemOf, sendProblem } from '../../../../src/platform/http/answer/problems.ts'
import { guardAccess } from '../../../../src/platform/http/request/access-guard.ts'
import type { Caller, StaffRole } from '../../../../src/platform/http/request/caller.ts'
import { createLog } from '../../../../src/platform/log/log.ts'
import type { MovableClock } from '../../../support/movable-clock.ts'

export const log = createLog({ level: 'silent' })

type LineState = typeof orderLines.$inferInsert.state

export interface OrderWish {
  readonly number: string
  readonly placedOn?: LocalDate
  readonly currency?: string
  readonly method?: 'free' | 'purchaseOrder' | 'card'
  /** Of the card payment; one of its own when left out. */
  readonly paymentId?: string
  readonly freightMinor?: number
  readonly freightTaxMinor?: number
  readonly lines: readonly LineWish[]
  readonly posted?: boolean
}

export interface LineWish {
  readonly partNumber: string
  readonly obligation?: 'licence' | 'maintenance' | 'media' | 'goods'
  readonly quantity?: number
  readonly netMinor?: number
  readonly taxMinor?: number
  readonly state?: LineState
  /** How many the parcel holds; none when left out. */
  readonly shipped?: number
  /** What the mirror says; by default what was ordered, for a line that is live. */
  readonly right?: { readonly accountId?: string; readonly quantity?: number } | null
}

/** Writes an order as the store leaves it behind, with its ledger entry, its rights and its parcels. */
export async function writeOrder(db: Db, wish: OrderWish): Promise<{ orderId: string; lineIds: string[] }> {
  const { number, placedOn = localDate('2026-06-15'), currency = 'EUR', method = 'card', posted = true } = wish
  const placedAt = new Date(`${placedOn}T10:00:00Z`)
  const [orderId, cartId, pricedCartId] = [newId('ord'), newId('crt'), newId('pct')]
  const place = { line1: 'S 1', line2: '', city: 'B', region: '', postalCode: '1', country: 'DE', phone: '' }
  const shipTo = { recipient: 'C', organisation: '', ...place }
  const sum = (of: (line: LineWish) => number | undefined) =>
    wish.lines.reduce((total, line) => total + (of(line) ?? 0), 0)
  const { freightMinor = 0, freightTaxMinor = 0 } = wish
  const netMinor = sum((line) => line.netMinor)
  const taxMinor = sum((line) => line.taxMinor) + freightTaxMinor
  const amounts = { netMinor, freightMinor, taxMinor, totalMinor: netMinor + freightMinor + taxMinor }
  const who = { accountId: 'BUYER', userName: 'bea' }
  const lineIds = wish.lines.map(() => newId('orl'))
  await db.transaction(async (tx) => {
    await tx.insert(carts).values({ id: cartId, ...who, state: 'ordered', createdAt: placedAt, updatedAt: placedAt })
    await tx.insert(pricedCarts).values({
      id: pricedCartId,
      cartId,
      ...who,
      state: 'accepted',
      contentHash: '',
      currency,
      lines: [],
      ...amounts,
      shipTo,
      createdAt: placedAt,
      expiresAt: placedAt,
    })
    const [order] = await tx
      .insert(orders)
      .values({
        id: orderId,
        number,
        ...who,
        endCustomerAccountId: 'CUSTOMER',
        pricedCartId,
        paymentMethod: method,
        currency,
        ...amounts,
        shipTo,
        contactEmail: 'bea@example.com',
        locale: 'en',
        placedAt,
        placedOn,
        purchaseOrderNumber: method === 'purchaseOrder' ? `PO-${number}` : null,
        paymentId: method === 'card' ? (wish.paymentId ?? `pay_${orderId}`) : null,
      })
      .returning()
    const rows = await tx
      .insert(orderLines)
      .values(
        wish.lines.map((line, index) => {
          const { obligation = 'licence', quantity = 1, state = 'live' } = line
          const isRight = obligation === 'licence' || obligation === 'maintenance'
          return {
            id: lineIds[index] ?? '',
            orderId,
            lineNumber: index + 1,
            partNumber: line.partNumber,
            obligation,
            title: line.partNumber,
            origin: isRight ? ('platform' as const) : ('store' as const),
            quantity,
            state,
            listPriceMinor: 0,
            unitPriceMinor: 0,
            netMinor: line.netMinor ?? 0,
            taxMinor: line.taxMinor ?? 0,
            priceRule: '',
            trace: {},
            downloadDeclined: false,
            updatedAt: placedAt,
            activationId: isRight ? `${number}-L${index + 1}` : null,
          }
        }),
      )
      .returning()
    if (order && posted) await postEntry(tx, entryOfOrder(order, rows))
    for (const [index, line] of wish.lines.entries()) {
      const row = rows[index]
      if (!row) continue
      const isLive = row.activationId !== null && row.state === 'live'
      const right = line.right === undefined ? (isLive ? {} : null) : line.right
      if (row.obligation === 'maintenance' && isLive)
        await tx.insert(maintenanceLines).values({
          activationId: row.activationId ?? '',
          entitlementId: number,
          state: 'DEPLOYED',
          permanent: false,
          orderId: number,
          orderLineNumber: String(index + 1),
          coveredActivationIds: [],
          rowHash: '',
        })
      else if (right !== null)
        await writeRight(db, { ...right, number, line: index + 1, quantity: right.quantity ?? row.quantity }, tx)
      if (line.shipped === undefined) continue
      const shipmentId = newId('shp')
      await tx.insert(shipments).values({
        id: shipmentId,
        orderId,
        carrier: 'Post',
        trackingNumber: shipmentId,
        shippedAt: placedAt,
        createdBy: 'o',
      })
      await tx.insert(shipmentLines).values({ shipmentId, orderLineId: row.id, quantity: line.shipped })
    }
    if (method === 'card' && wish.paymentId === undefined)
      await tx.insert(payments).values({
        id: `pay_${orderId}`,
        pricedCartId,
        accountId: 'BUYER',
        state: 'settled',
        amountMinor: amounts.totalMinor,
        currency,
        description: '',
        payerEmail: '',
        stripePaymentIntentId: `pi_${orderId}`,
        orderId,
        createdAt: placedAt,
        checkedAt: placedAt,
        settledAt: placedAt,
      })
  })
  return { orderId, lineIds }
}

export async function writeRight(
  db: Db,
  right: { number: string; line: number; quantity: number; accountId?: string },
  tx: Pick<Db, 'insert'> = db,
): Promise<void> {
  const activationId = `${right.number}-L${right.line}`
  await tx.insert(entitlementLines).values({
    activationId,
    entitlementId: right.number,
    accountId: right.accountId ?? 'CUSTOMER',
    entitlementState: 'DEPLOYED',
    state: 'DEPLOYED',
    quantity: right.quantity,
    remainingQuantity: right.quantity,
    permanent: true,
    orderId: right.number,
    orderLineNumber: String(right.line),
    rowHash: '',
  })
}

/** The routes of finance; the caller is set by the test. */
export function financeApp(deps: { db: Db; clock: MovableClock; cards: CardProcessor }) {
  let caller: Caller = { kind: 'nobody' }
  const app = fastify()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler((error, request, reply) => sendProblem(reply, problemOf(error, request)))
  guardAccess(app, { authenticate: async () => caller, origin: () => 'http://store.example' })
  registerFinanceApi(app, { ...deps, log })
  registerPaymentsAdminApi(app, { ...deps, log })
  return {
    close: () => app.close(),
    asStaff: (...roles: StaffRole[]) => {
      caller = { kind: 'staff', sessionId: 's', accountId: 'PUB', userName: 'fiona', roles }
      return app
    },
    asMember: () => {
      caller = { kind: 'member', sessionId: 's', accountId: 'BUYER', userName: 'bea', roles: [], companyRole: 'buyer' }
      return app
    },
  }
}
