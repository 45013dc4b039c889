import { formatMoney, money } from '../../../kernel/money.ts'
import type { PdfFile } from '../../../platform/http/answer/send-pdf.ts'
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
import { addressLines, type OrderDeps } from '../../fulfilment/orders/index.ts'
import { findAccount } from '../../people/accounts/index.ts'
import type { QuoteView } from './quote-schemas.ts'
import { quoteOf } from './quote-view.ts'

/** What stands of a quote of the account, on A4. @throws {NotFound} */
export async function quoteFileOf(
  deps: Pick<OrderDeps, 'db' | 'clock' | 'publicUrl' | 'fonts' | 'log'> & { readonly brand: Brand },
  accountId: string,
  quoteId: string,
): Promise<PdfFile> {
  const quote = await quoteOf(deps, accountId, quoteId)
  const { offer, endCustomerAccountId } = quote
  const nameOf = async (id: string) => `${(await findAccount(deps.db, id))?.name ?? id} (${id})`
  const receiver = offer.shipToAccountId === null ? [] : [await nameOf(offer.shipToAccountId)]
  const parties: [string, string][] = [['Quoted to', await nameOf(accountId)]]
  if (endCustomerAccountId !== null) parties.push(['Rights for', await nameOf(endCustomerAccountId)])
  const isShipped = viewHelpers.isShipped(offer.lines)
  parties.push([isShipped ? 'Goes to' : 'Address', [...receiver, ...addressLines(offer.shipTo)].join('\n')])
  const invoiced = await nameOf(offer.billToAccountId ?? accountId)
  parties.push(['Invoice to', [invoiced, ...addressLines(offer.billTo ?? offer.shipTo)].join('\n')])
  const url = `${deps.publicUrl()}/quotes/${quoteId}`
  return { name: `quote-${quote.number}-${offer.version}.pdf`, bytes: await render(quote, parties, url, deps) }
}

async function render(
  quote: QuoteView,
  parties: readonly [string, string][],
  url: string,
  { brand, ...press }: Press & { readonly brand: Brand },
): Promise<Buffer> {
  const { number, offer } = quote
  const amount = (minor: number) => formatMoney(money(minor, offer.currency))
  const reference = `${number}, version ${offer.version}`
  const on = new Date(offer.sentAt ?? quote.createdAt)
  return renderPage({ title: `Quote ${reference}`, reference, on, brand, press }, (pen) => {
    const sentence = `${viewHelpers.word(offer.state)}. Version ${offer.version} of ${viewHelpers.date(on)}, good until the end of ${viewHelpers.date(offer.validThrough)}.`
    drawHead(pen, { kind: 'Quote', name: `Quote ${number}`, sentence }, brand)
    drawParties(pen, parties)
    drawLines(
      pen,
      offer.lines.map((line) => ({
        quantity: line.quantity,
        title: line.title,
        unitPrice: amount(line.unitPriceMinor),
        net: amount(line.netMinor),
        facts: [`Part number ${line.partNumber}`, line.priceRule],
        now: '',
      })),
    )
    drawTotals(pen, {
      net: amount(offer.netMinor),
      freight: viewHelpers.freight(offer) || null,
      tax: viewHelpers.tax(offer),
      total: amount(offer.totalMinor),
    })
    for (const [title, text] of [
      ['Note', offer.note],
      ['Terms', offer.terms],
    ] as const) {
      if (text === '') continue
      breakPage(pen, 60)
      pen.y += write(pen, title, wide, { size: 9.5, font: 'bold' }) + 2
      pen.y += write(pen, text, wide, { size: 9.5, colour: quiet }) + 12
    }
    breakPage(pen, 60)
    pen.y += write(pen, 'To order', wide, { size: 9.5, font: 'bold' }) + 2
    pen.y += write(pen, 'Accept the quote on its page, on a purchase order or by card:', wide, {
      size: 9.5,
      colour: quiet,
    })
    drawLink(pen, url, brand)
  })
}
