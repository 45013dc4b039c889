import { dateOf } from '../../../kernel/local-date.ts'
import type { Tx } from '../../../platform/db/db.ts'
import { NotFound } from '../../../platform/http/answer/problems.ts'
import { audit } from '../../../platform/http/operations/audit.ts'
import type { Actor, OrderDeps } from '../../fulfilment/orders/index.ts'
import type { Pair } from '../partners/index.ts'
import { endVersion } from './quote-card-pages.ts'
import { requestQuoteMail } from './quote-mails.ts'
import { QuoteStateConflict, standingOf } from './quote-state.ts'
import * as store from './quote-store.ts'
import type { Staff } from './sales-staff.ts'

type MoveDeps = Pick<OrderDeps, 'db' | 'clock' | 'publicUrl'>

/**
 * Sends the draft to the account, with a mail to the one whom it is for. The version that was sent before is superseded.
 * @throws {NotFound | QuoteStateConflict} when there is no draft, or it would be expired already
 */
export async function sendQuote(deps: MoveDeps, staff: Staff, quoteId: string): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const at = deps.clock.now()
    const known = await store.versionsOf(tx, [quoteId])
    for (const { id, state } of known) if (state === 'sent') await endVersion(tx, id, at)
    const { quote, versions } = await locked(tx, quoteId)
    const draft = versions.find(({ state }) => state === 'draft')
    if (!draft) throw new QuoteStateConflict(versions.at(-1)?.state ?? 'withdrawn')
    if (draft.validThrough < dateOf(at)) throw new QuoteStateConflict('expired')
    for (const before of versions) if (before.state === 'sent') await store.moveVersion(tx, before, 'supersede', { at })
    await store.moveVersion(tx, draft, 'send', { at })
    await requestQuoteMail(tx, 'quote-sent', { quote, version: draft, publicUrl: deps.publicUrl(), at })
    const detail = { accountId: quote.accountId, version: draft.version, totalMinor: draft.totalMinor }
    await audit(tx, { at, actor: staff.userName, action: 'quote.sent', subject: quoteId, detail })
  })
}

/** Takes back what was drafted or sent. @throws {NotFound | QuoteStateConflict} */
export async function withdrawQuote(deps: MoveDeps, staff: Staff, quoteId: string, reason: string): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const at = deps.clock.now()
    for (const { id } of await store.versionsOf(tx, [quoteId])) await endVersion(tx, id, at)
    const { quote, versions } = await locked(tx, quoteId)
    const open = versions.filter(({ state }) => state === 'draft' || state === 'sent')
    if (open.length === 0) throw new QuoteStateConflict(versions.at(-1)?.state ?? 'withdrawn')
    for (const version of open) await store.moveVersion(tx, version, 'withdraw', { at, reason })
    const detail = { accountId: quote.accountId, versions: open.map(({ version }) => version) }
    await audit(tx, { at, actor: staff.userName, action: 'quote.withdrawn', subject: quoteId, detail })
  })
}

/** The account does not want it. @throws {NotFound | QuoteStateConflict} */
export async function declineQuote(deps: MoveDeps, actor: Actor, quoteId: string, reason: string): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const at = deps.clock.now()
    const known = await store.findQuote(tx, quoteId)
    if (known?.accountId !== actor.accountId) throw new NotFound('quote')
    for (const { id } of await store.versionsOf(tx, [quoteId])) await endVersion(tx, id, at)
    const { versions } = await locked(tx, quoteId)
    const offer = versions.findLast(({ sentAt }) => sentAt !== null)
    if (!offer) throw new NotFound('quote')
    const standing = standingOf(offer, dateOf(at))
    if (standing !== 'sent') throw new QuoteStateConflict(standing)
    await store.moveVersion(tx, offer, 'decline', { at, reason })
  })
}

/** Takes back what a partner has drafted or been sent for a customer; what was ordered stays. @returns how many quotes it was */
export async function closeQuotesOfPair(
  tx: Tx,
  pair: Pair,
  { reason, at }: { readonly reason: string; readonly at: Date },
): Promise<number> {
  let closed = 0
  for (const id of await store.quotesOfPair(tx, pair)) {
    for (const version of await store.versionsOf(tx, [id])) await endVersion(tx, version.id, at)
    const quote = await store.lockQuote(tx, id)
    if (quote?.orderId !== null) continue
    const open = (await store.versionsOf(tx, [id])).filter(({ state }) => state === 'draft' || state === 'sent')
    for (const version of open) await store.moveVersion(tx, version, 'withdraw', { at, reason })
    closed += open.length > 0 ? 1 : 0
  }
  return closed
}

// The priced cart of a version is locked before its quote, as accepting does: nobody waits in a circle.
async function locked(tx: Tx, quoteId: string): Promise<{ quote: store.Quote; versions: store.QuoteVersion[] }> {
  const quote = await store.lockQuote(tx, quoteId)
  if (!quote) throw new NotFound('quote')
  if (quote.orderId !== null) throw new QuoteStateConflict('accepted')
  return { quote, versions: await store.versionsOf(tx, [quoteId]) }
}
