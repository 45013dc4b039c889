import type { Payment } from './buyer.ts'
import type { Moment } from './gate.ts'
import type { Way } from './rig.ts'
import type { Write } from './row-gate.ts'

/** A point between two steps of an order at which the process dies. */
export interface Boundary {
  readonly name: string
  readonly stop: Stop
  /** What stands still with it. */
  readonly blocks: readonly Block[]
  /** How the order is paid; by card unless told. */
  readonly payment?: Payment
  /** The buyer's browser comes back from the payment page; else the tab is closed and only the webhook is left. */
  readonly comesBack?: true
  /** How many welcome mails there may be; one unless told. */
  readonly welcomes?: number
  /** How often the receipt may be delivered, always under one Message-ID; once unless told. */
  readonly deliveries?: number
}

/**
 * What stops beside the order: a `request` of somebody, a `job` of the worker, its one `long` job, one of the two calls to
 * the `platform` that the store makes at once, the way of a production `site`, or the `queue`, from which one loop takes
 * all short jobs over one connection.
 */
export type Block = 'request' | 'job' | 'long' | 'platform' | 'site' | 'queue'

export type Stop =
  | {
      readonly at: 'call'
      readonly way: Way
      readonly moment: Moment
      readonly call: RegExp
      readonly anyCompany?: true
    }
  | WriteStop
type WriteStop = { readonly at: 'write' } & Write

const call = (way: Way, moment: Moment, pattern: RegExp): Stop => ({ at: 'call', way, moment, call: pattern })
// The store fetches in its own name, so the address does not say for whom; only one media job is prepared at a time.
const fetched = (moment: Moment): Stop => ({ at: 'call', way: 'platform', moment, call: download, anyCompany: true })
const insert = (table: string, when = 'true'): WriteStop => ({ at: 'write', table, operation: 'insert', when })
const update = (table: string, when = 'true'): Stop => ({ at: 'write', table, operation: 'update', when })
const becomes = (column: string, value: string) =>
  `$1->>'${column}' = '${value}' and $2->>'${column}' is distinct from '${value}'`
const postedReturn = (step: string) => insert('journal_entries', `$1->>'entry_id' like 'jen_card-return:%:${step}'`)
const enqueued = (name: string) => insert('pgboss.job', `$1->'data'->>'job' = '${name}'`)
const jobBecomes = (name: string, state: string) =>
  update('pgboss.job', `$1->'data'->>'job' = '${name}' and ${becomes('state', state)}`)
const claimed = (name: string): Stop =>
  insert(
    'queue_claims',
    `exists (select from pgboss.job j where j.id::text = $1->>'job_id' and j.data->>'job' = '${name}'
      and exists (select from unnest($3) word where position(word in j.data::text) > 0))`,
  )

/** Of a job that gives money back: it names the return alone. */
const ofReturn = (column: string) =>
  `exists (select from card_returns r where r.id = ${column}->'data'->'payload'->>'returnId' and r.payment_id = any ($3))`
const sessionCreate = /^POST \/v1\/checkout\/sessions /
const sessionRead = /^GET \/v1\/checkout\/sessions\//
const sessionExpire = /^POST \/v1\/checkout\/sessions\/\S+\/expire /
const refundRead = /^GET \/v1\/refunds/
const refundCreate = /^POST \/v1\/refunds /
const webhook = /^POST \/webhooks\/stripe .*checkout\.session\.completed/s
const search = /searchEntitlementLineItemPropertiesRequest/
const create = /createSimpleEntitlementRequest/
const welcome = /emailEntitlementRequest/
const packages = /getDownloadPackages\w*Request/
const files = /getDownloadableFilesRequest/
const download = /^GET \/files\//
/** The site says that a step is done. */
export const report = (step: string) => new RegExp(`^POST /api/site/jobs/.*"step":"${step}"`, 's')
export const reported = (step: string) => insert('media_job_reports', `$1->>'step' = '${step}'`)

const accepting: readonly Boundary[] = [
  { name: 'a card payment is begun, uncommitted', blocks: ['request'], stop: insert('payments') },
  { name: 'a payment page is asked for', blocks: ['request'], stop: call('cards', 'before', sessionCreate) },
  {
    name: 'a payment page exists, its address is lost',
    blocks: ['request'],
    stop: call('cards', 'after', sessionCreate),
  },
  {
    name: 'a payment page is asked for, and made after the death',
    blocks: ['request'],
    stop: call('cards', 'late', sessionCreate),
  },
  {
    name: 'a payment page is noted, uncommitted',
    blocks: ['request'],
    stop: update('payments', becomes('state', 'open')),
  },
  {
    name: 'a purchase order is written, uncommitted',
    blocks: ['request'],
    stop: insert('orders'),
    payment: 'purchaseOrder',
  },
  {
    name: 'a purchase order is posted, uncommitted',
    blocks: ['request'],
    stop: insert('journal_entries'),
    payment: 'purchaseOrder',
  },
  {
    name: 'the first job of a purchase order is enqueued, uncommitted',
    blocks: ['request'],
    stop: enqueued('orders.placed'),
    payment: 'purchaseOrder',
  },
  // The request closes the page, and so does the job that it left for the case that it dies; the processor's word that the
  // page has ended makes another job, which waits behind them.
  {
    name: 'the card page beside a purchase order is to be closed, uncommitted',
    blocks: ['request'],
    stop: update('payments', becomes('state', 'closing')),
    payment: 'cardThenPurchaseOrder',
  },
  {
    name: 'the card page beside a purchase order is asked to close',
    blocks: ['request', 'job', 'job'],
    stop: call('cards', 'before', sessionExpire),
    payment: 'cardThenPurchaseOrder',
  },
  {
    name: 'the card page beside a purchase order is closed, the answer is lost',
    blocks: ['request', 'job', 'job'],
    stop: call('cards', 'after', sessionExpire),
    payment: 'cardThenPurchaseOrder',
  },
  {
    name: 'the card page beside a purchase order is noted as closed, uncommitted',
    blocks: ['request', 'job', 'job'],
    stop: update('payments', becomes('state', 'expired')),
    payment: 'cardThenPurchaseOrder',
  },
]

const paying: readonly Boundary[] = [
  { name: 'the webhook is on its way', blocks: ['request'], stop: call('inbound', 'before', webhook) },
  {
    name: 'the webhook is kept, uncommitted',
    blocks: ['request'],
    stop: insert(
      'inbound_events',
      "exists (select from payments p where p.stripe_session_id = $1->>'object_id' and p.account_id = any ($3))",
    ),
  },
  { name: 'the webhook is answered, the answer is lost', blocks: ['request'], stop: call('inbound', 'after', webhook) },
  {
    name: 'the buyer is back and the payment is looked up',
    // The webhook comes too, and its job stands still at the same call.
    blocks: ['request', 'job'],
    stop: call('cards', 'before', sessionRead),
    comesBack: true,
  },
  {
    name: 'the job of the webhook is taken, uncommitted',
    blocks: ['queue'],
    stop: jobBecomes('payments.card-payment-moved', 'active'),
  },
  {
    name: 'the job of the webhook is taken, its worker not noted',
    blocks: ['queue'],
    stop: claimed('payments.card-payment-moved'),
  },
  { name: 'the payment is looked up', blocks: ['job'], stop: call('cards', 'before', sessionRead) },
  { name: 'the payment is looked up, the answer is lost', blocks: ['job'], stop: call('cards', 'after', sessionRead) },
  {
    name: 'the payment is settled, uncommitted',
    blocks: ['job'],
    stop: update('payments', becomes('state', 'settled')),
  },
  { name: 'the paid order is written, uncommitted', blocks: ['job'], stop: insert('orders') },
  { name: 'the paid order’s lines are written, uncommitted', blocks: ['job'], stop: insert('order_lines') },
  { name: 'the paid order is posted, uncommitted', blocks: ['job'], stop: insert('journal_entries') },
  {
    name: 'the priced cart is accepted, uncommitted',
    blocks: ['job'],
    stop: update('priced_carts', becomes('state', 'accepted')),
  },
  {
    name: 'the first job of the paid order is enqueued, uncommitted',
    blocks: ['job'],
    stop: enqueued('orders.placed'),
  },
  {
    name: 'the payment is linked to its order, uncommitted',
    blocks: ['job'],
    stop: update('payments', "$1->>'order_id' is not null"),
  },
  {
    name: 'the paid order is placed, its job is not done',
    blocks: ['queue'],
    stop: jobBecomes('payments.card-payment-moved', 'completed'),
  },
]

/** Money that comes on a card page beside an order that stands goes back, once. */
const givingBack: readonly Boundary[] = [
  { name: 'the money beside the order is noted, uncommitted', stop: insert('card_returns') },
  { name: 'the money beside the order is posted, uncommitted', stop: postedReturn('received') },
  {
    name: 'the mail about it is written, uncommitted',
    stop: insert('mails', "$1->>'kind' = 'money-back'"),
  },
  {
    name: 'the giving back is enqueued, uncommitted',
    stop: insert('pgboss.job', `$1->'data'->>'job' = 'payments.give-back' and ${ofReturn('$1')}`),
  },
  { name: 'refunds are looked for', stop: call('cards', 'before', refundRead) },
  { name: 'the refund is asked for', stop: call('cards', 'before', refundCreate) },
  { name: 'the refund is made, the answer is lost', stop: call('cards', 'after', refundCreate) },
  { name: 'the refund is asked for, and made after the death', stop: call('cards', 'late', refundCreate) },
  {
    name: 'the money is noted as given back, uncommitted',
    stop: update('card_returns', becomes('state', 'returned')),
  },
  { name: 'the giving back is posted, uncommitted', stop: postedReturn('returned') },
  { name: 'the order tells of it, uncommitted', stop: insert('order_events', "$1->>'kind' = 'given-back'") },
].map((boundary) => ({ ...boundary, blocks: ['job'], payment: 'twice' }))

const routing: readonly Boundary[] = [
  { name: 'the order’s job is taken, its worker not noted', blocks: ['queue'], stop: claimed('orders.placed') },
  { name: 'the push is written, uncommitted', blocks: ['job'], stop: insert('pushes') },
  { name: 'the push’s lines are written, uncommitted', blocks: ['job'], stop: insert('push_lines') },
  { name: 'the push is enqueued, uncommitted', blocks: ['job'], stop: enqueued('entitlements.push') },
  { name: 'the media job is written, uncommitted', blocks: ['job'], stop: insert('media_jobs') },
  { name: 'the media job is enqueued, uncommitted', blocks: ['job'], stop: enqueued('production.prepare') },
  {
    name: 'the lines are on their ways, uncommitted',
    blocks: ['job'],
    stop: update('order_lines', becomes('state', 'awaitingShipment')),
  },
  { name: 'the receipt is written, uncommitted', blocks: ['job'], stop: insert('mails') },
  {
    name: 'the lines are routed, the order’s job is not done',
    blocks: ['queue'],
    stop: jobBecomes('orders.placed', 'completed'),
  },
]

const pushing: readonly Boundary[] = [
  { name: 'the push is begun, uncommitted', blocks: ['job'], stop: update('pushes', becomes('state', 'sending')) },
  { name: 'the platform is searched', blocks: ['job', 'platform'], stop: call('platform', 'before', search) },
  {
    name: 'the search is answered, the answer is lost',
    blocks: ['job', 'platform'],
    stop: call('platform', 'after', search),
  },
  {
    name: 'the search is noted, uncommitted',
    blocks: ['job'],
    stop: insert('push_attempts', "$1->>'action' = 'search'"),
  },
  { name: 'the entitlement is sent', blocks: ['job', 'platform'], stop: call('platform', 'before', create) },
  {
    name: 'the entitlement exists, the answer is lost',
    blocks: ['job', 'platform'],
    stop: call('platform', 'after', create),
  },
  {
    name: 'the entitlement is sent, and made after the death, between the next search and the next try',
    blocks: ['job', 'platform'],
    stop: call('platform', 'late', create),
  },
  {
    name: 'the creation is noted, uncommitted',
    blocks: ['job'],
    stop: insert('push_attempts', "$1->>'action' = 'create'"),
  },
  { name: 'the push is live, uncommitted', blocks: ['job'], stop: update('pushes', becomes('state', 'live')) },
  { name: 'the new rights are mirrored, uncommitted', blocks: ['job'], stop: insert('entitlement_lines') },
  { name: 'the live push is announced, uncommitted', blocks: ['job'], stop: enqueued('entitlements.push-changed') },
  { name: 'the welcome is enqueued, uncommitted', blocks: ['job'], stop: enqueued('entitlements.welcome') },
  {
    name: 'the push is live, its job is not done',
    blocks: ['queue'],
    stop: jobBecomes('entitlements.push', 'completed'),
  },
  {
    name: 'the order’s line is live, uncommitted',
    blocks: ['job'],
    stop: update('order_lines', becomes('state', 'live')),
  },
  {
    name: 'the order’s line is live, its job is not done',
    blocks: ['queue'],
    stop: jobBecomes('entitlements.push-changed', 'completed'),
  },
]

const mailing: readonly Boundary[] = [
  {
    name: 'the welcome is noted, uncommitted',
    blocks: ['job'],
    stop: update('pushes', "$1->>'welcomed_at' is not null"),
  },
  // Noted and not made, or made and not heard of: a second one would be a second mail, so there is none.
  {
    name: 'the welcome is noted and not asked for',
    blocks: ['job', 'platform'],
    stop: call('platform', 'before', welcome),
    welcomes: 0,
  },
  {
    name: 'the welcome is asked for, the answer is lost',
    blocks: ['job', 'platform'],
    stop: call('platform', 'after', welcome),
  },
  {
    name: 'the welcome is done, its job is not',
    blocks: ['queue'],
    stop: jobBecomes('entitlements.welcome', 'completed'),
  },
  { name: 'the receipt is half sent', blocks: ['job'], stop: call('mail', 'before', /order/i) },
  {
    name: 'the receipt is taken, the mail server’s word is lost',
    blocks: ['job'],
    stop: call('mail', 'after', /order/i),
    deliveries: 2,
  },
  {
    name: 'the receipt is noted as sent, uncommitted',
    blocks: ['job'],
    stop: update('mails', becomes('state', 'sent')),
    deliveries: 2,
  },
  {
    name: 'the receipt is sent, its job is not done',
    blocks: ['queue'],
    stop: jobBecomes('notifications.send', 'completed'),
  },
]

const preparing: readonly Boundary[] = [
  { name: 'the media job is taken, its worker not noted', blocks: ['long'], stop: claimed('production.prepare') },
  { name: 'the packages are asked for', blocks: ['long', 'platform'], stop: call('platform', 'before', packages) },
  {
    name: 'the packages are named, the answer is lost',
    blocks: ['long', 'platform'],
    stop: call('platform', 'after', packages),
  },
  { name: 'the files are asked for', blocks: ['long', 'platform'], stop: call('platform', 'before', files) },
  {
    name: 'the files are named, the answer is lost',
    blocks: ['long', 'platform'],
    stop: call('platform', 'after', files),
  },
  { name: 'a file is asked for', blocks: ['long'], stop: fetched('before') },
  {
    name: 'a file is sent, it does not arrive',
    blocks: ['long'],
    stop: fetched('after'),
  },
  // The row does not say for whom the file was fetched; only one media job is prepared at a time.
  { name: 'a file is taken in, uncommitted', blocks: ['long'], stop: insert('media_files', 'cardinality($3) > 0') },
  {
    name: 'the media job is released, uncommitted',
    blocks: ['long'],
    stop: update('media_jobs', becomes('state', 'released')),
  },
  { name: 'the release is announced, uncommitted', blocks: ['long'], stop: enqueued('production.job-changed') },
  {
    name: 'the media job is released, its job is not done',
    blocks: ['long', 'queue'],
    stop: jobBecomes('production.prepare', 'completed'),
  },
  {
    name: 'the order’s line is made, uncommitted',
    blocks: ['job'],
    stop: update('order_lines', becomes('state', 'made')),
  },
]

const steps = ['staged', 'imaged', 'submitted', 'running', 'finished'] as const
const producing: readonly Boundary[] = steps.flatMap((step) => [
  {
    name: `the site's report "${step}" is on its way`,
    blocks: ['site'],
    stop: call('inbound', 'before', report(step)),
  },
  { name: `the site's report "${step}" is written, uncommitted`, blocks: ['site'], stop: reported(step) },
  {
    name: `the site's report "${step}" is taken, the answer is lost`,
    blocks: ['site'],
    stop: call('inbound', 'after', report(step)),
  },
])

/** Places in a group for each kind: the worker has six slots for short jobs, one of which keeps the others' orders going. */
const room: Readonly<Record<Block, number>> = { request: 3, job: 5, long: 1, platform: 1, site: 4, queue: 1 }

/**
 * Every step of an order, in groups that die together: each order of a group stands still at a
 * point of its own when the process is killed. A stop inside a transaction is also the point after the step before it,
 * since nothing outside the process happens between the two.
 */
export const groups: readonly (readonly Boundary[])[] = [
  ...grouped([...accepting, ...paying, ...routing, ...pushing, ...mailing, ...preparing, ...producing]),
  // Beside the others they would be in the way of those that wait for the production floor.
  ...grouped(givingBack),
]

function placesOf(block: Block, boundaries: readonly Boundary[]): number {
  return boundaries.flatMap(({ blocks }) => blocks).filter((one) => one === block).length
}

function grouped(boundaries: readonly Boundary[]): Boundary[][] {
  const made: Boundary[][] = []
  // Those with the most to stop first: the others find a place beside them.
  for (const boundary of boundaries.toSorted((a, b) => b.blocks.length - a.blocks.length)) {
    const free = made.find((group) =>
      boundary.blocks.every((block) => placesOf(block, [...group, boundary]) <= room[block]),
    )
    if (free) free.push(boundary)
    else made.push([boundary])
  }
  return made
}
