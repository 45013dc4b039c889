import { formatMoney, money } from '../../../kernel/money.ts'
import type { Tx } from '../../../platform/db/db.ts'
import { findMember } from '../../people/accounts/index.ts'
import { requestMail } from '../../people/notifications/index.ts'
import type { Quote, QuoteVersion } from './quote-store.ts'

/** One mail of each kind for a version, to the member whom the quote is for; none when the member is gone. */
export async function requestQuoteMail(
  tx: Tx,
  kind: 'quote-sent' | 'quote-ending',
  given: {
    readonly quote: Quote
    readonly version: QuoteVersion
    readonly publicUrl: string
    readonly at: Date
  },
): Promise<void> {
  const { quote, version, publicUrl, at } = given
  const member = await findMember(tx, quote.contactUserName)
  if (!member) return
  const amount = (minor: number) => formatMoney(money(minor, version.currency))
  await requestMail(tx, {
    kind,
    dedupeKey: `${kind}:${version.id}`,
    reference: quote.number,
    recipient: member.email,
    locale: member.locale,
    at,
    data: {
      quoteNumber: quote.number,
      version: version.version,
      quoteUrl: `${publicUrl}/quotes/${quote.id}`,
      validThrough: version.validThrough,
      lines: version.lines.map(({ title, quantity, netMinor }) => ({ title, quantity, net: amount(netMinor) })),
      total: amount(version.totalMinor),
      note: version.note,
    },
  })
}
