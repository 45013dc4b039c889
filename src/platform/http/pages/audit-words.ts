import { isLocalDate, writtenDate } from '../../../kernel/local-date.ts'
import { formatMoney, money } from '../../../kernel/money.ts'

/** An act of staff as its code is stored, in words, with the page of what it was done to; `{id}` is the subject's. */
const acts: Readonly<Record<string, readonly [words: string, thing: string, page: string | null]>> = {
  'account-groups.fill': ['Added accounts to a group', 'Group', '/admin/account-groups/{id}'],
  'account-groups.make': ['Made a group of accounts', 'Group', '/admin/account-groups/{id}'],
  'account-groups.remove': ['Removed a group of accounts', 'Group', '/admin/account-groups'],
  'account-groups.rename': ['Renamed a group of accounts', 'Group', '/admin/account-groups/{id}'],
  'account-groups.save': ['Changed a group of accounts', 'Group', '/admin/account-groups/{id}'],
  'account-groups.take-out': ['Took accounts out of a group', 'Group', '/admin/account-groups/{id}'],
  'approval.rejected': ['Rejected an order that waited for approval', 'Request', null],
  'approval.released': ['Approved an order that waited for approval', 'Request', null],
  'chains.open': ['Opened a product chain to everybody', 'Chain', '/admin/chains'],
  'chains.remove': ['Removed a product chain', 'Chain', '/admin/chains'],
  'chains.save': ['Saved product chains', 'Chain', '/admin/chains'],
  'chains.take-back': ['Took back the opening of a product chain', 'Chain', '/admin/chains'],
  'company.administrator-named': ['Named an administrator of a company', 'Member', null],
  'company.invitation-accepted': ['Accepted an invitation', 'Invitation', null],
  'company.invitation-confirmed': ['Confirmed an invitation', 'Invitation', null],
  'company.invitation-withdrawn': ['Withdrew an invitation', 'Invitation', null],
  'company.limit-set': ['Set a spending limit', 'Member', null],
  'company.member-invited': ['Invited a member', 'Invitation', null],
  'company.member-removed': ['Removed a member', 'Member', null],
  'company.own-approval': ['Decided whether approvers may approve their own orders', 'Account', null],
  'company.role-changed': ["Changed a member's role", 'Member', null],
  'company.rule-added': ['Added an approval rule', 'Rule', null],
  'company.rule-dropped': ['Dropped an approval rule', 'Rule', null],
  'dead-letter.replay': ['Ran a dead letter again', 'Dead letter', '/admin/dead-letters'],
  'deal.approved': ['Approved a deal', 'Deal', '/admin/deals'],
  'deal.rejected': ['Rejected a deal', 'Deal', '/admin/deals'],
  'identity.link': ['Linked an identity to a member', 'Identity', '/admin/identities'],
  'identity.reject': ['Rejected an identity', 'Identity', '/admin/identities'],
  'identity.undo': ['Took back a decision on an identity', 'Identity', '/admin/identities'],
  'item.rules.save': ['Saved the rules of an item', 'Item', '/admin/rules/{id}'],
  'kept-message.set-aside': ['Set a webhook aside', 'Webhook', '/admin/kept-messages'],
  'mail.resend': ['Sent a mail again', 'Mail', '/admin/mails/{id}'],
  'match.run': ['Matched orders, money, rights and parcels', 'Match', '/admin/finance/match'],
  'media-job.cancel': ['Cancelled a production job', 'Job', '/admin/production/{id}'],
  'media-job.reroute': ['Moved a production job to another site', 'Job', '/admin/production/{id}'],
  'media-job.retry': ['Started a production job again', 'Job', '/admin/production/{id}'],
  'media-offer.switch': ['Switched a physical copy on or off', 'Item', '/admin/rules/{id}'],
  'order.placedForAccount': ['Placed an order for an account', 'Order', '/admin/orders/{id}'],
  'order.ship': ['Recorded a parcel', 'Order', '/admin/orders/{id}'],
  'parent-link.retry': ['Tried a link of an update again', 'Line', '/admin/parent-links'],
  'partner.customer-asked': ['Asked a customer to let a partner order', 'Account', '/admin/partners'],
  'partner.declined': ['Declined a partner for a customer', 'Account', '/admin/partners'],
  'partner.ended': ['Ended the consent to a partner', 'Account', '/admin/partners'],
  'partner.granted': ['Let a partner order for a customer', 'Account', '/admin/partners'],
  'partner.withdrawn': ['Withdrew the consent to a partner', 'Account', '/admin/partners'],
  'payouts.import': ['Asked the card processor for payouts', 'Payouts', '/admin/finance/payouts'],
  'price-lists.publish': ['Published price lists', 'Price list', '/admin/price-lists/{id}'],
  'push.retry': ['Pushed an order to the platform again', 'Order', '/admin/orders/{id}'],
  'quote.drafted': ['Drafted a quote', 'Quote', '/admin/quotes/{id}'],
  'quote.sent': ['Sent a quote', 'Quote', '/admin/quotes/{id}'],
  'quote.withdrawn': ['Withdrew a quote', 'Quote', '/admin/quotes/{id}'],
  'redirect-rule.define': ['Set a redirect', 'Redirect', '/admin/redirect-rules'],
  'redirect-rule.remove': ['Removed a redirect', 'Redirect', '/admin/redirect-rules'],
  'right.grant': ['Marked a right as given away on purpose', 'Line', '/admin/finance/drift'],
  'right.grant.take-back': ['Took back the mark of a right given away', 'Line', '/admin/finance/drift'],
  'sync.held.apply': ['Let held removals happen', 'Sync run', '/admin/sync/{id}'],
  'sync.held.reject': ['Rejected held removals', 'Sync run', '/admin/sync/{id}'],
  'sync.dryRun.discard': ['Discarded a dry run', 'Sync run', '/admin/sync/{id}'],
  'sync.dryRun.publish': ['Published a dry run', 'Sync run', '/admin/sync/{id}'],
  'sync.start': ['Started a sync', 'Sync run', '/admin/sync/{id}'],
}

/** Things of a detail that have a page, and others whose names are known. */
const detailPages: Readonly<Record<string, string>> = {
  orderId: '/admin/orders/{id}',
  quoteId: '/admin/quotes/{id}',
  jobId: '/admin/production/{id}',
  retryId: '/admin/production/{id}',
  runId: '/admin/sync/{id}',
  payoutId: '/admin/finance/payouts/{id}',
}

interface AuditLine {
  readonly act: string
  readonly subject: { readonly words: string; readonly href: string | null }
  readonly detail: readonly { readonly name: string; readonly words: string; readonly href: string | null }[]
}

/** An entry of the audit trail as people read it. `names` has what an id is called: the number of an order, the name of an account. */
export function auditLine(
  entry: { readonly action: string; readonly subject: string; readonly detail: Readonly<Record<string, unknown>> },
  names: ReadonlyMap<string, string>,
): AuditLine {
  const [act, thing, page] = acts[entry.action] ?? [plain(entry.action), '', null]
  const name = names.get(entry.subject)
  const isPlural = /^\d+ /.test(entry.subject)
  // A link that names the thing says more than an id of ours that no person reads.
  const said = name ?? (page !== null && isOwnId(entry.subject) ? '' : entry.subject)
  const words = [isPlural ? '' : thing, said].filter((part) => part !== '').join(' ')
  return {
    act,
    subject: {
      words,
      href: page === null ? null : address(isPlural ? page.replace('/{id}', '') : page, entry.subject),
    },
    detail: Object.entries(writtenMoney(entry.detail)).flatMap(([key, value]) => {
      if (key === 'id' && value === entry.subject) return []
      const text = wordsOf(value, names)
      const place = detailPages[key]
      const href = place === undefined || typeof value !== 'string' ? null : address(place, value)
      const label = plain(key.replace(/(?<=[a-z])Ids?$/, ''))
      return text === '' ? [] : [{ name: label, words: href !== null && isOwnId(text) ? 'open it' : text, href }]
    }),
  }
}

/** Amounts in the currency beside them, as people write them: `overMinor: 10000` is `over: 100.00 EUR`. */
function writtenMoney(detail: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { currency, ...others } = detail
  if (typeof currency !== 'string' || !Object.keys(others).some((key) => key.endsWith('Minor'))) return detail
  return Object.fromEntries(
    Object.entries(others).map(([key, value]) =>
      key.endsWith('Minor') && Number.isSafeInteger(value)
        ? [key.slice(0, -'Minor'.length), formatMoney(money(Number(value), currency))]
        : [key, value],
    ),
  )
}

/** Every text of the entries that may be an id with a name. */
export function idsIn(entries: readonly { subject: string; detail: Readonly<Record<string, unknown>> }[]): string[] {
  const texts = entries.flatMap(({ subject, detail }) => [subject, ...Object.values(detail).flat()])
  return [...new Set(texts.filter((text): text is string => typeof text === 'string'))]
}

function wordsOf(value: unknown, names: ReadonlyMap<string, string>): string {
  if (value === null || value === undefined || value === '') return ''
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value)) return value.map((one) => wordsOf(one, names)).join(', ')
  if (typeof value === 'object')
    return Object.entries(value)
      .map(([key, one]) => `${plain(key).toLowerCase()} ${wordsOf(one, names)}`)
      .join(', ')
  const text = String(value)
  return names.get(text) ?? (isLocalDate(text) ? writtenDate(text) : text)
}

/** An id that the store made, such as `job_kar6c87hmr4gg68mrxm43xz1`. */
function isOwnId(text: string): boolean {
  return /^[a-z]{3}_[0-9a-z]{20,}$/.test(text)
}

function address(page: string, id: string): string {
  return page.replace('{id}', () => encodeURIComponent(id))
}

/** `partNumber` and `part-number` as people write them: `Part number`. */
function plain(code: string): string {
  const spaced = code
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll(/[-_.]/g, ' ')
    .toLowerCase()
  return spaced.charAt(0).toUpperCase() + spaced.slice(1)
}
