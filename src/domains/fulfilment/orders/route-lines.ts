import type { Tx } from '../../../platform/db/db.ts'
import { requestPush } from '../../entitlements/push/index.ts'
import { lineEnds, presentLine } from '../../entitlements/rights/index.ts'
import { itemsByPartNumber, loadViewer } from '../../shop/catalog/index.ts'
import { createMediaJob } from '../production/index.ts'
import { welcomeReader } from './customer-contacts.ts'
import type { OrderDeps } from './deps.ts'
import { isPushed, type LineMove, nextLineState } from './line-state.ts'
import { notifyCustomer } from './notify-customer.ts'
import { requestReceipt } from './request-receipt.ts'
import { renewalsIn, rightTermOf, targetLineOf } from './right-terms.ts'
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
  const named = await Promise.all(
    pushed.map(async (line) => ({
      ...line,
      target: line.targetActivationId && (await presentLine(tx, line.targetActivationId)),
      base: line.baseActivationId && (await presentLine(tx, line.baseActivationId)),
    })),
  )
  const own = viewer.held.filter((right) => right.ownerAccountId === viewer.rightsOf)
  const known = await lineEnds(
    tx,
    viewer.rightsOf,
    named.flatMap(({ target }) => target || []),
  )
  const renewals = renewalsIn(named)
  await requestPush(tx, {
    orderId: order.id,
    orderNumber: order.number,
    accountId: order.endCustomerAccountId,
    partnerAccountId: order.accountId === order.endCustomerAccountId ? null : order.accountId,
    contactUserName: order.accountId === order.endCustomerAccountId ? order.userName : null,
    ...(await welcomeReader(tx, order)),
    at,
    lines: named.map((line) => {
      const item = items.get(line.partNumber)
      const target = item && targetLineOf(line, item, { own, known })
      return {
        lineNumber: line.lineNumber,
        partNumber: line.partNumber,
        quantity: line.quantity,
        ...rightTermOf(line, { item, target, placedOn: order.placedOn, renewals }),
        targetEntitlementId: target?.entitlementId ?? null,
        baseActivationId: line.base,
        maintenanceOf:
          line.obligation === 'maintenance' && item?.productName && target
            ? { name: item.productName, version: item.productVersion ?? '', covers: [target.activationId] }
            : null,
      }
    }),
  })
}
