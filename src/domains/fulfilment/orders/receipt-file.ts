import { NotFound } from '../../../platform/http/answer/problems.ts'
import type { PdfFile } from '../../../platform/http/answer/send-pdf.ts'
import type { Brand } from '../../../platform/http/pages/brand.ts'
import { moneyBackSentence } from '../../money/payments/index.ts'
import type { OrderDeps } from './deps.ts'
import { loadReceipt } from './load-receipt.ts'
import { viewOrder } from './order-view.ts'
import { renderReceiptPdf } from './receipt-pdf.ts'
import * as store from './store.ts'

type ReceiptFileDeps = Pick<OrderDeps, 'db' | 'publicUrl' | 'fonts' | 'log'> & { readonly brand: Brand }

/**
 * The receipt of an order of this account as a PDF: the same bytes for as long as nothing happens to the order.
 * @throws {NotFound} alike for an order of another account and for one that does not exist
 */
export async function receiptFileOf(deps: ReceiptFileDeps, accountId: string, orderId: string): Promise<PdfFile> {
  const order = await store.findOrder(deps.db, orderId)
  if (!order || order.accountId !== accountId) throw new NotFound('order')
  return fileOf(deps, order)
}

/** For staff: the receipt of any order. @throws {NotFound} */
export async function anyReceiptFile(deps: ReceiptFileDeps, orderId: string): Promise<PdfFile> {
  const order = await store.findOrder(deps.db, orderId)
  if (!order) throw new NotFound('order')
  return fileOf(deps, order)
}

async function fileOf({ db, publicUrl, brand, fonts, log }: ReceiptFileDeps, order: store.Order): Promise<PdfFile> {
  const receipt = await loadReceipt(db, order, await store.linesOf(db, [order.id]), publicUrl())
  const { lines, moneyBack } = await viewOrder(db, order)
  const progress = new Map(
    lines.map(({ lineNumber, sentence, shipment }) => [lineNumber, { sentence, link: shipment?.trackingUrl ?? null }]),
  )
  const now = { progress, moneyBack: moneyBack.map(moneyBackSentence) }
  return {
    name: `receipt-${order.number}.pdf`,
    bytes: await renderReceiptPdf(receipt, now, brand, { fonts, log }),
  }
}
