import { derivedId, newId } from '../../../kernel/ids.ts'
import { addDays, dateOf, type LocalDate, localDate } from '../../../kernel/local-date.ts'
import type { Tx } from '../../../platform/db/db.ts'
import { InvalidInput, NotFound } from '../../../platform/http/answer/problems.ts'
import { audit } from '../../../platform/http/operations/audit.ts'
import type { OrderDeps, RateRules } from '../../fulfilment/orders/index.ts'
import { contactsOf, findAccount, isPartnerType } from '../../people/accounts/index.ts'
import * as carts from '../carts/index.ts'
import { type HandDiscount, partiesOf, priceOffer, refuseTooHigh } from '../carts/index.ts'
import { groundOf } from '../partners/index.ts'
import { endVersion } from './quote-card-pages.ts'
import type { DraftContent, DraftQuote } from './quote-schemas.ts'
import { QuoteStateConflict } from './quote-state.ts'
import * as store from './quote-store.ts'
import type { Staff } from './sales-staff.ts'
import { usualQuoteDays } from './save-quote.ts'

type DraftDeps = Pick<OrderDeps, 'db' | 'clock' | 'log' | keyof RateRules>

/**
 * Drafts a quote as an account: its catalog, prices, tax and freight, less what staff take off by hand. The same request
 * key gives the same quote. Answers its id.
 * @throws {NotFound | InvalidInput | DiscountTooHigh | ItemNotAvailable | QuantityNotAllowed | LineNotEligible}
 */
export async function draftQuote(deps: DraftDeps, staff: Staff, draft: DraftQuote): Promise<string> {
  const id = derivedId('quo', 'staff', staff.userName, draft.requestKey)
  await deps.db.transaction(async (tx) => {
    const at = deps.clock.now()
    if (await store.findQuote(tx, id)) return
    const { content, contactUserName, endCustomerAccountId } = await contentOf(tx, deps, staff, draft.accountId, draft)
    const isNew = await store.insertQuote(tx, {
      id,
      number: await store.nextQuoteNumber(tx, at.getUTCFullYear()),
      accountId: draft.accountId,
      endCustomerAccountId,
      contactUserName,
      draftedBy: staff.userName,
      createdAt: at,
    })
    // A second click that came at the same time.
    if (!isNew) return
    await store.insertVersion(tx, { id: newId('quv'), quoteId: id, version: 1, state: 'draft', ...content })
    await recordDraft(tx, staff, { id, accountId: draft.accountId, version: 1, totalMinor: content.totalMinor }, at)
  })
  deps.log.info({ quoteId: id, accountId: draft.accountId }, 'quote drafted')
  return id
}

/**
 * Replaces the draft of a quote, or begins one for its next version; what was sent stays in force until that is sent.
 * @throws {NotFound | QuoteStateConflict} for a quote that became an order, and what drafting throws
 */
export async function redraftQuote(
  deps: DraftDeps,
  staff: Staff,
  quoteId: string,
  content: DraftContent,
): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const at = deps.clock.now()
    for (const { id, state } of await store.versionsOf(tx, [quoteId]))
      if (state === 'draft') await endVersion(tx, id, at)
    const quote = await store.lockQuote(tx, quoteId)
    if (!quote) throw new NotFound('quote')
    if (quote.orderId !== null) throw new QuoteStateConflict('accepted')
    const priced = await contentOf(tx, deps, staff, quote.accountId, content)
    const versions = await store.versionsOf(tx, [quoteId])
    if (priced.endCustomerAccountId !== quote.endCustomerAccountId && versions.some(({ sentAt }) => sentAt !== null))
      throw new InvalidInput([
        { pointer: '#/endCustomerAccountId', detail: 'This quote was sent for another customer: draft a new one' },
      ])
    const open = versions.find(({ state }) => state === 'draft')
    // What somebody has begun to order stays as it was; the next version takes its place.
    const isBegun = open !== undefined && (await carts.isPriced(tx, open.id))
    if (isBegun) await store.moveVersion(tx, open, 'withdraw', { at })
    const draft = isBegun ? undefined : open
    const version = draft?.version ?? (versions.at(-1)?.version ?? 0) + 1
    if (draft) await store.replaceDraft(tx, draft.id, priced.content)
    else await store.insertVersion(tx, { id: newId('quv'), quoteId, version, state: 'draft', ...priced.content })
    const { contactUserName, endCustomerAccountId } = priced
    await store.changeAddressee(tx, quoteId, { contactUserName, endCustomerAccountId })
    const { accountId } = quote
    const { totalMinor } = priced.content
    await recordDraft(tx, staff, { id: quoteId, accountId, version, totalMinor }, at)
  })
}

async function contentOf(tx: Tx, deps: DraftDeps, staff: Staff, accountId: string, draft: DraftContent) {
  const at = deps.clock.now()
  const today = dateOf(at)
  const account = await findAccount(tx, accountId)
  if (!account) throw new NotFound('account')
  const contact = (await contactsOf(tx, accountId)).find(({ userName }) => userName === draft.contactUserName)
  if (!contact)
    throw new InvalidInput([{ pointer: '#/contactUserName', detail: 'Choose a member of the account who can sign on' }])
  const endCustomerAccountId = await endCustomerOf(
    tx,
    account,
    draft.endCustomerAccountId ?? null,
    dateOf(deps.clock.now()),
  )
  const validThrough = draft.validThrough === undefined ? addDays(today, usualQuoteDays) : localDate(draft.validThrough)
  if (validThrough < today) throw new InvalidInput([{ pointer: '#/validThrough', detail: 'Give today or a later day' }])
  const requestedLines = wantsOf(draft, staff)
  refuseTooHigh(
    requestedLines.map(({ discount }) => discount),
    staff.discountLimitBasisPoints,
  )
  const { shipTo, terms, note } = draft
  const parties = await partiesOf(tx, { accountId, endCustomerAccountId }, draft)
  const totals = await priceOffer(tx, deps, { accountId, endCustomerAccountId, requestedLines, shipTo })
  const written = { terms, note, validThrough, createdBy: staff.userName, createdAt: at }
  return {
    contactUserName: contact.userName,
    endCustomerAccountId,
    content: { ...totals, ...parties, shipTo, ...written },
  }
}

function wantsOf(draft: DraftContent, staff: Staff) {
  const seen = new Set<string>()
  return draft.lines.map((line, index) => {
    const { partNumber, quantity, targetActivationId, discountBasisPoints: basisPoints, discountReason } = line
    const key = JSON.stringify([partNumber, targetActivationId])
    if (seen.has(key))
      throw new InvalidInput([{ pointer: `#/lines/${index}/partNumber`, detail: 'Give this part number on one line' }])
    seen.add(key)
    const discount: HandDiscount | null =
      basisPoints === 0 ? null : { basisPoints, reason: discountReason, by: staff.userName }
    // Staff offer the disc itself; whether a download would do is the account's choice.
    return { id: String(index + 1), partNumber, quantity, targetActivationId, downloadDeclined: true, discount }
  })
}

async function endCustomerOf(
  tx: Tx,
  account: { readonly accountId: string; readonly accountType: string },
  asked: string | null,
  on: LocalDate,
): Promise<string | null> {
  if (asked === null || asked === account.accountId) return null
  if (!isPartnerType(account.accountType) || (await findAccount(tx, asked))?.accountType !== 'customer')
    throw new InvalidInput([
      {
        pointer: '#/endCustomerAccountId',
        detail: 'Only a partner orders for a customer, by the customer’s account ID',
      },
    ])
  if ((await groundOf(tx, { partnerAccountId: account.accountId, customerAccountId: asked }, on)) === null)
    throw new InvalidInput([
      {
        pointer: '#/endCustomerAccountId',
        detail: 'This partner may not order for this customer. Name it as the customer’s partner first',
      },
    ])
  return asked
}

async function recordDraft(
  tx: Tx,
  staff: Staff,
  quote: { readonly id: string; readonly accountId: string; readonly version: number; readonly totalMinor: number },
  at: Date,
): Promise<void> {
  const { id, ...detail } = quote
  await audit(tx, { at, actor: staff.userName, action: 'quote.drafted', subject: id, detail })
}
