import { createFlexnetPlatform } from '../../../src/adapters/entitlement-platform/flexnet/platform.ts'
import { createLog } from '../../../src/platform/log/log.ts'
import { sellerSettings } from '../../support/seller.ts'
import type { Purchase } from './buyer.ts'
import type { KillRig } from './rig.ts'

/** What came of an order, asked of everybody who has a part in it. */
export interface Outcome {
  readonly orders: number
  readonly lineStates: readonly string[]
  /** Sessions of the processor for this payment, and charges that were taken for them. */
  readonly sessions: readonly string[]
  readonly charges: number
  readonly chargedMinor: number
  readonly orderedMinor: number
  /** Amounts that the processor gave back, and what the ledger has of them on each account in the end. */
  readonly refundsMinor: readonly number[]
  readonly returnSteps: readonly string[]
  readonly unmatchedMinor: number
  /** What the order tells its buyer of it. */
  readonly told: readonly string[]
  /** Entries of the ledger that name the order, and what their lines add up to on each side. */
  readonly entries: readonly string[]
  readonly debitMinor: number
  readonly creditMinor: number
  /** `part number x quantity` for each line at the platform under the order's number. */
  readonly rights: readonly string[]
  readonly mediaJobs: readonly string[]
  readonly discs: readonly string[]
  readonly discRows: number
  readonly welcomes: number
  readonly receipts: number
  readonly receiptDeliveries: number
  readonly deadLetters: readonly string[]
}

/** True as soon as nothing of the order is left to be done by itself. */
export async function isComplete(
  { sql }: KillRig,
  { orderId, paymentId, payment, company }: Purchase,
): Promise<boolean> {
  const [row] = await sql<{ lines: number; open: number; jobs: number }[]>`
    select count(*)::int as lines,
      count(*) filter (where state not in ('live', 'made', 'awaitingShipment'))::int as open,
      (select count(*)::int from pgboss.job where state in ('created', 'retry', 'active')
        and data->>'job' <> 'payments.poll'
        and (data::text like ${`%${orderId}%`} or data::text like ${`%${paymentId}%`}
          or data->'payload'->>'returnId' in (select id from card_returns where payment_id = ${paymentId})
          or data->'payload'->>'mailId' in (select id from mails where recipient = ${company.userName})
          or data->'payload'->>'jobId' in (select id from media_jobs where order_id = ${orderId}))) as jobs
    from order_lines where order_id = ${orderId}`
  const [mail] = await sql`select 1 from mails where recipient = ${company.userName} and state = 'sent'`
  const [back] = await sql`select 1 from card_returns where payment_id = ${paymentId} and state = 'returned'`
  if (payment === 'twice' && back === undefined) return false
  return row !== undefined && row.lines > 0 && row.open === 0 && row.jobs === 0 && mail !== undefined
}

export async function outcomeOf(rig: KillRig, purchase: Purchase): Promise<Outcome> {
  const { sql } = rig
  const { orderId, pricedCartId, paymentId, company } = purchase
  const orders = await sql<{ number: string; total: string }[]>`
    select number, total_minor::text as total from orders where priced_cart_id = ${pricedCartId} or account_id = ${company.accountId}`
  const number = orders[0]?.number ?? 'none'
  const lines = await sql<{ state: string }[]>`
    select state from order_lines where order_id = ${orderId} order by line_number`
  const entries = await sql<{ id: string; debit: string; credit: string }[]>`
    select entry_id as id,
      (select coalesce(sum(minor), 0) from journal_lines l where l.entry_id = e.entry_id and side = 'debit') as debit,
      (select coalesce(sum(minor), 0) from journal_lines l where l.entry_id = e.entry_id and side = 'credit') as credit
    from journal_entries e where reference_id = ${orderId}`
  const jobs = await sql<{ reference: string; state: string }[]>`
    select reference, state from media_jobs where order_id = ${orderId}`
  const discRows = await sql`
    select 1 from media_job_discs d join media_jobs j on j.id = d.job_id where j.order_id = ${orderId} and outcome = 'made'`
  const dead = await sql<{ job: string; cause: string | null }[]>`
    select data->>'job' as job, output->>'message' as cause from pgboss.job where state = 'failed'`
  const mails = (rig.sandbox.mailbox?.mails() ?? []).filter(({ to }) => to.includes(company.userName))
  const receipts = mails.filter(({ from }) => from.includes(sellerSettings.SELLER_HELP))
  const sessions = (await sessionsOf(rig)).filter(({ metadata }) => metadata.paymentId === paymentId)
  const charges = await chargesOf(rig, sessions)
  const returns = await sql<{ step: string; unmatched: string }[]>`
    select split_part(e.entry_id, ':', 3) as step, (select coalesce(sum(case side when 'debit' then minor else -minor end), 0)
      from journal_lines l where l.entry_id = e.entry_id and account = 'unmatched-receipts')::text as unmatched
    from journal_entries e join card_returns r on e.reference_id = r.id where r.payment_id = ${paymentId} order by step`
  const told = await sql<{ kind: string }[]>`
    select kind from order_events where order_id = ${orderId} and kind in ('paid-twice', 'given-back', 'not-given-back')
    order by at, kind desc`
  return {
    orders: orders.length,
    lineStates: lines.map(({ state }) => state),
    sessions: sessions.map(({ status }) => status),
    charges: charges.length,
    chargedMinor: charges.reduce((sum, { amount }) => sum + amount, 0),
    orderedMinor: orders.reduce((sum, { total }) => sum + Number(total), 0),
    refundsMinor: await refundsOf(rig, sessions),
    returnSteps: returns.map(({ step }) => step),
    unmatchedMinor: returns.reduce((sum, { unmatched }) => sum + Number(unmatched), 0),
    told: told.map(({ kind }) => kind),
    entries: entries.map(({ id }) => id),
    debitMinor: entries.reduce((sum, { debit }) => sum + Number(debit), 0),
    creditMinor: entries.reduce((sum, { credit }) => sum + Number(credit), 0),
    rights: await rightsOf(rig, number),
    mediaJobs: jobs.map(({ state }) => state),
    discs: (rig.sandbox.robot?.state().discs ?? []).filter((disc) =>
      jobs.some(({ reference }) => disc.includes(`${reference}-`)),
    ),
    discRows: discRows.length,
    welcomes: mails.length - receipts.length,
    receipts: new Set(receipts.map(({ messageId }) => messageId)).size,
    receiptDeliveries: receipts.length,
    deadLetters: dead.map(({ job, cause }) => `${job}: ${cause}`),
  }
}

async function rightsOf(rig: KillRig, orderNumber: string): Promise<string[]> {
  const platform = createFlexnetPlatform({
    baseUrl: rig.portal.url,
    credentials: rig.soap,
    log: createLog({ level: 'silent' }),
  })
  const { lines, maintenanceLines } = await platform.linesOfOrder(orderNumber)
  if (maintenanceLines.length > 0) throw new Error('nobody ordered maintenance')
  return lines.map(({ partNumber, quantity, state }) => `${quantity} x ${partNumber} ${state}`).sort()
}

interface Session {
  readonly status: string
  readonly payment_intent: string | null
  readonly metadata: { readonly paymentId?: string }
}

async function sessionsOf(rig: KillRig): Promise<Session[]> {
  const { data } = await askCards<{ data: Session[] }>(rig, '/v1/checkout/sessions?limit=100')
  return data
}

/** Every charge that the processor took for the sessions, from its own account of movements. */
async function chargesOf(rig: KillRig, sessions: readonly Session[]): Promise<{ amount: number }[]> {
  const { data } = await askCards<{ data: { amount: number; source: string }[] }>(
    rig,
    '/v1/balance_transactions?limit=100&type=charge',
  )
  const charges = await Promise.all(
    sessions.map(({ payment_intent: id }) =>
      id === null ? null : askCards<{ latest_charge: string | null }>(rig, `/v1/payment_intents/${id}`),
    ),
  )
  return data.filter(({ source }) => charges.some((intent) => intent?.latest_charge === source))
}

async function refundsOf(rig: KillRig, sessions: readonly Session[]): Promise<number[]> {
  const lists = await Promise.all(
    sessions.map(({ payment_intent: id }) =>
      id === null ? null : askCards<{ data: { amount: number }[] }>(rig, `/v1/refunds?payment_intent=${id}`),
    ),
  )
  return lists.flatMap((list) => list?.data.map(({ amount }) => amount) ?? [])
}

async function askCards<Answer>(rig: KillRig, path: string): Promise<Answer> {
  const answer = await fetch(`${rig.sandbox.cards?.url}${path}`, {
    headers: { authorization: `Bearer ${rig.cardKey}` },
  })
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}`)
  return (await answer.json()) as Answer
}
