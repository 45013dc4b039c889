import { addDays, addMonths, type LocalDate } from '../../../kernel/local-date.ts'
import type { Tx } from '../../../platform/db/db.ts'
import { requestPush } from '../../entitlements/push/index.ts'
import { type HeldRight, presentLine } from '../../entitlements/rights/index.ts'
import { itemsByPartNumber, loadViewer, type Viewer } from '../../shop/catalog/index.ts'
import { createMediaJob } from '../production/index.ts'
import { welcomeReader } from './customer-contacts.ts'
import type { OrderDeps } from './deps.ts'
import { isPushed, type LineMove, nextLineState } from './line-state.ts'
import { notifyCustomer } from './notify-customer.ts'
import { requestReceipt } from './request-receipt.ts'
import * as store from './store.ts'

/**
 * Sends the lines of a placed order their ways, in one transaction: licences and maintenance to the push, media to
 * production, goods to shipment (S49). May run twice: what was sent stays sent.
 */
export async function routeLines(
  deps: Pick<OrderDeps, 'db' | 'clock' | 'log' | 'publicUrl'>,
  orderId: string,
): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const order = await store.findOrder(tx, orderId)
    if (!order) return
    const at = deps.clock.now()
    const lines = await store.linesOf(tx, [orderId])
    await pushRights(tx, order, lines, at)
    for (const line of lines.filter(({ obligation }) => obligation === 'media'))
      await createMediaJob(tx, {
        orderId,
        orderNumber: order.number,
        orderLineId: line.id,
        lineNumber: line.lineNumber,
        accountId: order.endCustomerAccountId,
        userName: order.userName,
        kitPartNumber: line.partNumber,
        copies: line.quantity,
        country: order.shipTo.country,
        at,
      })
    for (const line of lines) await startLine(tx, line, at)
    await requestReceipt(tx, order, lines, deps.publicUrl(), at)
    if (lines.some(({ state }) => state === 'placed')) await notifyCustomer(tx, order, lines, deps.publicUrl(), at)
  })
  deps.log.info({ orderId }, 'order lines routed')
}

async function startLine(tx: Tx, line: store.OrderLine, at: Date): Promise<void> {
  if (line.state !== 'placed') return
  const [move, kind, sentence] = startOf(line)
  await store.moveLine(tx, { id: line.id, from: 'placed', to: nextLineState('placed', move), failure: null, at })
  await store.addEvent(tx, { orderId: line.orderId, at, kind, actor: 'store', sentence })
}

function startOf(line: store.OrderLine): readonly [LineMove, string, string] {
  if (isPushed(line))
    return ['push', 'push-requested', `Line ${line.lineNumber} goes to the platform as ${line.activationId ?? ''}.`]
  if (line.obligation === 'media')
    return ['produce', 'production-requested', `Line ${line.lineNumber} goes to production.`]
  return ['awaitShipment', 'shipment-requested', `Line ${line.lineNumber} waits to be shipped.`]
}

async function pushRights(tx: Tx, order: store.Order, lines: readonly store.OrderLine[], at: Date): Promise<void> {
  const pushed = lines.filter(isPushed)
  if (pushed.length === 0) return
  const items = await itemsByPartNumber(
    tx,
    pushed.map((line) => line.partNumber),
  )
  const viewer = await loadViewer(tx, order.accountId, order.placedOn, order.endCustomerAccountId)
  // A line that was chosen when the order was placed may have been renumbered since.
  const chosen = await Promise.all(
    pushed.map(async ({ lineNumber, obligation, targetActivationId: target, baseActivationId: base }) => ({
      lineNumber,
      obligation,
      target: target && (await presentLine(tx, target)),
      base: base && (await presentLine(tx, base)),
    })),
  )
  const byNumber = new Map(chosen.map((line) => [line.lineNumber, line]))
  const renewedThrough = new Map(
    pushed.flatMap((line) => {
      const { target = '', base = null } = byNumber.get(line.lineNumber) ?? {}
      // An add-on with a term of its own renews nothing of the line that it belongs to.
      const continues = target !== '' && target !== base
      return line.obligation === 'licence' && line.termThrough && continues ? [[target, line.termThrough]] : []
    }),
  )
  await requestPush(tx, {
    orderId: order.id,
    orderNumber: order.number,
    accountId: order.endCustomerAccountId,
    partnerAccountId: order.accountId === order.endCustomerAccountId ? null : order.accountId,
    contactUserName: order.accountId === order.endCustomerAccountId ? order.userName : null,
    ...(await welcomeReader(tx, order)),
    at,
    lines: pushed.map((line) => {
      const named = byNumber.get(line.lineNumber)
      const item = items.get(line.partNumber)
      const base = named && item ? baseLineOf(named, item, viewer) : undefined
      return {
        lineNumber: line.lineNumber,
        partNumber: line.partNumber,
        quantity: line.quantity,
        startDate: line.termStart ?? order.placedOn,
        // Added seats end with the line that they are added to, renewed in the same order or not.
        expirationDate:
          item?.addsToLine && base
            ? base.expirationDate && (renewedThrough.get(base.activationId) ?? base.expirationDate)
            : (line.termThrough ?? lastDayOf(order.placedOn, line.termMonths)),
        targetEntitlementId: base?.entitlementId ?? null,
        baseActivationId: named?.base ?? null,
        maintenanceOf:
          line.obligation === 'maintenance' && item?.productName && base
            ? { name: item.productName, version: item.productVersion ?? '', covers: [base.activationId] }
            : null,
      }
    }),
  })
}

// Seats belong to the line that was chosen, maintenance to the newest line that it covers.
function baseLineOf(
  line: {
    readonly target: string
    readonly base: string | null
    readonly obligation: store.OrderLine['obligation']
  },
  item: { addsToLine: boolean; requiresAnyOf: readonly string[] },
  viewer: Viewer,
): HeldRight | undefined {
  const own = viewer.held.filter((right) => right.ownerAccountId === viewer.rightsOf)
  // An add-on is a right of its own; its parent is told to the platform beside it.
  if (line.base !== null && line.base === line.target) return undefined
  if (line.target !== '') return own.find((right) => right.activationId === line.target)
  if (!item.addsToLine && line.obligation !== 'maintenance') return undefined
  return own
    .filter(({ productName, productVersion }) =>
      item.requiresAnyOf.some((entry) => entry === productName || entry === `${productName}@${productVersion}`),
    )
    .at(-1)
}

function lastDayOf(start: LocalDate, termMonths: number | null): LocalDate | null {
  return termMonths === null ? null : addDays(addMonths(start, termMonths), -1)
}
