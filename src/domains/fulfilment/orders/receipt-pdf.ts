import type { Brand } from '../../../platform/http/pages/brand.ts'
import { viewHelpers } from '../../../platform/http/pages/view-helpers.ts'
import {
  breakPage,
  drawHead,
  drawLink,
  drawParties,
  type Press,
  quiet,
  renderPage,
  wide,
  write,
} from '../../../platform/pdf/page.ts'
import { drawLines, drawTotals } from '../../../platform/pdf/page-table.ts'
import type { Receipt } from './receipt.ts'

/** What happens with a line, and where a parcel can be followed. */
interface LineNow {
  readonly sentence: string
  readonly link: string | null
}

/** How an order stands, beside its receipt, which never changes. */
export interface ReceiptNow {
  /** What happens with each line, by its number. */
  readonly progress: ReadonlyMap<number, LineNow>
  /** Card money that came beside the order, a sentence each. */
  readonly moneyBack: readonly string[]
}

/**
 * The receipt on A4, with what happens to each line now. The same facts give the same bytes: the only date inside the
 * file is the order's.
 */
export async function renderReceiptPdf(
  receipt: Receipt,
  now: ReceiptNow,
  brand: Brand,
  press?: Press,
): Promise<Buffer> {
  const { orderNumber, placedAt, receiptUrl } = receipt
  const title = `Receipt for order ${orderNumber}`
  return renderPage({ title, reference: orderNumber, on: placedAt, brand, press }, (pen) => {
    drawHead(pen, { kind: 'Receipt', name: `Order ${orderNumber}`, sentence: placedSentence(receipt) }, brand)
    drawParties(pen, partiesOn(receipt))
    drawLines(
      pen,
      receipt.lines.map((line) => {
        const here = now.progress.get(line.lineNumber)
        return { ...line, facts: factsOf(line), now: here?.sentence ?? '', nowLink: here?.link ?? null }
      }),
    )
    drawTotals(pen, receipt)
    for (const sentence of now.moneyBack) {
      breakPage(pen, 40)
      pen.y += write(pen, sentence, wide, { size: 9.5 }) + 12
    }
    breakPage(pen, 60)
    pen.y += write(pen, 'Downloads and deliveries', wide, { size: 9.5, font: 'bold' }) + 2
    const words = 'Your downloads, and what is being made and shipped, are on the receipt page:'
    pen.y += write(pen, words, wide, { size: 9.5, colour: quiet }) + 1
    drawLink(pen, receiptUrl, brand)
  })
}

function placedSentence({ placedOn, free, paidByCard, purchaseOrderNumber }: Receipt): string {
  const on = `Placed ${viewHelpers.date(placedOn)}`
  if (free) return `${on}. There is nothing to pay.`
  return paidByCard ? `${on}. Paid by card.` : `${on} on your purchase order ${purchaseOrderNumber ?? ''}.`
}

function partiesOn(receipt: Receipt): [string, string][] {
  const { orderedBy, rightsFor, hasParcel, shipToAccount, address, billTo } = receipt
  const parties: [string, string][] = [['Ordered by', orderedBy]]
  if (rightsFor !== null) parties.push(['Rights for', rightsFor])
  const receiver = shipToAccount ? [shipToAccount] : []
  parties.push([hasParcel ? 'Goes to' : 'Address', [...receiver, ...address].join('\n')])
  if (billTo) parties.push(['Invoice to', billTo.join('\n')])
  return parties
}

function factsOf({ partNumber, activationId, right: dates, priceRule }: Receipt['lines'][number]): string[] {
  const facts = [`Part number ${partNumber}`]
  if (activationId !== null) facts.push(`Activation ID ${activationId}`)
  if (dates) {
    const from = dates.startDate === null ? '' : `from ${viewHelpers.date(dates.startDate)} `
    const until = dates.expirationDate === null ? 'without end' : viewHelpers.until(dates.expirationDate)
    facts.push(`Valid ${from}${until}`)
  }
  return [...facts, priceRule]
}
