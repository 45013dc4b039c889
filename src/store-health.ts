import type { Deps } from './deps.ts'
import { lastWritten, openLinks, pushesIn } from './domains/entitlements/push/index.ts'
import { lastPublished, recentRuns } from './domains/entitlements/sync/index.ts'
import { numberAbove, orderNumberingNow } from './domains/fulfilment/orders/index.ts'
import { siteViews } from './domains/fulfilment/production/index.ts'
import { listPayouts, settledWithoutOrder } from './domains/money/payments/index.ts'
import { mailPage } from './domains/people/notifications/index.ts'
import { counted } from './kernel/words.ts'
import type { PartHealth } from './platform/http/operations/part-health.ts'
import { lastInboundAt } from './platform/inbox/inbox.ts'
import { openMessageCount } from './platform/inbox/kept-messages.ts'
import { contactWith } from './platform/partners/contacts.ts'
import { firstSyncPending, readinessOf } from './store-readiness.ts'

const hourMs = 3_600_000
/** A nightly sync is late when a whole night was missed. */
const syncLateMs = 26 * hourMs
/** A site says something every minute. */
const siteLateMs = 5 * 60_000
/** Numbers that were found above the store's own are a reason to look for a week. */
const foundTellMs = 7 * 24 * hourMs

/** How every partner and machine of the store does, from what the store has seen of it; asks nobody. */
export async function storeHealth({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<PartHealth[]> {
  const now = clock.now().getTime()
  const [ready, platform, pushes, numbers, links, cards, webhooks, mails, sites] = await Promise.all([
    readyHealth(db),
    platformHealth(db, now),
    pushHealth(db),
    numberHealth(db, clock.now()),
    linkHealth(db),
    cardHealth(db),
    webhookHealth(db),
    mailHealth(db),
    siteHealth(db, now),
  ])
  return [ready, platform, pushes, numbers, ...links, cards, webhooks, mails, ...sites]
}

/** What `/readyz` says. */
async function readyHealth(db: Deps['db']): Promise<PartHealth> {
  const part = { name: 'Shoppers are served', href: '/admin/sync', lastSuccessAt: null }
  const readiness = await readinessOf(db)
  return readiness.ready
    ? { ...part, state: 'ok', sentence: 'The store is ready.' }
    : {
        ...part,
        state: 'down',
        sentence: `Not ready (${readiness.reason}): ${readiness.reason === firstSyncPending ? 'the first sync is not published yet.' : 'the database does not answer.'}`,
      }
}

async function platformHealth(db: Deps['db'], now: number): Promise<PartHealth> {
  const part = { name: 'Entitlement platform, reading', href: '/admin/sync' }
  const published = await lastPublished(db)
  const [latest] = await recentRuns(db, 1)
  const lastSuccessAt = published?.finishedAt ?? null
  if (latest?.state === 'failed')
    return {
      ...part,
      state: 'down',
      lastSuccessAt,
      sentence: 'The last sync failed; the store shows what it read before.',
    }
  if (!lastSuccessAt)
    return {
      ...part,
      state: 'unknown',
      lastSuccessAt,
      sentence: 'No sync has been published yet, so nobody sees an item.',
    }
  return now - lastSuccessAt.getTime() > syncLateMs
    ? { ...part, state: 'late', lastSuccessAt, sentence: 'The last sync is more than a day old.' }
    : { ...part, state: 'ok', lastSuccessAt, sentence: 'The last sync was published.' }
}

async function pushHealth(db: Deps['db']): Promise<PartHealth> {
  const [lastSuccessAt, failed, unclear, waiting] = await Promise.all([
    lastWritten(db),
    pushesIn(db, ['failed'], 100),
    pushesIn(db, ['unknown'], 100),
    pushesIn(db, ['queued', 'sending'], 100),
  ])
  const part = { name: 'Entitlement platform, writing', href: '/admin/orders', lastSuccessAt }
  if (failed.length > 0)
    return {
      ...part,
      state: 'down',
      sentence: `The platform refused the rights of ${counted(failed.length, 'order')}.`,
    }
  if (unclear.length > 0)
    return {
      ...part,
      state: 'late',
      sentence: `${counted(unclear.length, 'order')} without a clear answer; looked up again.`,
    }
  return {
    ...part,
    state: 'ok',
    sentence: waiting.length > 0 ? `${counted(waiting.length, 'order')} on the way.` : 'Every right was written.',
  }
}

async function numberHealth(db: Deps['db'], now: Date): Promise<PartHealth> {
  const part = { name: 'Order numbers', href: '/admin/orders', lastSuccessAt: null }
  const [{ prefix, foundNumber, foundAt }, above] = await Promise.all([
    orderNumberingNow(db),
    numberAbove(db, now.getUTCFullYear()),
  ])
  const advice = 'Give each store beside the platform an ORDER_NUMBER_PREFIX of its own.'
  if (above)
    return {
      ...part,
      state: 'late',
      sentence: `The platform holds ${above.number}, above all that this store gave. ${advice}`,
    }
  if (foundNumber === null) return { ...part, state: 'ok', sentence: `They begin with ${prefix}.` }
  return {
    ...part,
    state: foundAt !== null && now.getTime() - foundAt.getTime() < foundTellMs ? 'late' : 'ok',
    sentence: `The platform held ${foundNumber}, which this store had not given; numbers go on above it. ${advice}`,
  }
}

/** Only where an add-on is not linked to its base line. */
async function linkHealth(db: Deps['db']): Promise<PartHealth[]> {
  const links = await openLinks(db, 100)
  const refused = links.filter(({ state }) => state === 'refused')
  if (refused.length === 0) return []
  return [
    {
      name: 'Links between lines',
      href: '/admin/parent-links',
      lastSuccessAt: null,
      state: 'late',
      sentence: `The platform refused to link ${counted(refused.length, 'add-on')} to the line that it belongs to; the rights are live.`,
    },
  ]
}

async function cardHealth(db: Deps['db']): Promise<PartHealth> {
  const [[payout], stranded, contact] = await Promise.all([
    listPayouts(db, 1),
    settledWithoutOrder(db),
    contactWith(db, 'stripe'),
  ])
  const lastSuccessAt = latest(contact.answeredAt, payout?.createdAt ?? null)
  const part = { name: 'Card processor', href: '/admin/finance/payouts', lastSuccessAt }
  if (contact.silentAt && (lastSuccessAt === null || contact.silentAt > lastSuccessAt))
    return { ...part, state: 'down', sentence: 'It did not answer when it was last asked.' }
  if (stranded.length > 0)
    return {
      ...part,
      state: 'late',
      sentence: `${counted(stranded.length, 'payment')} settled and without an order so far.`,
    }
  return lastSuccessAt
    ? { ...part, state: 'ok', sentence: 'It answers, and every settled payment has its order.' }
    : { ...part, state: 'unknown', sentence: 'It has not been asked anything yet.' }
}

function latest(one: Date | null, other: Date | null): Date | null {
  if (one === null || other === null) return one ?? other
  return one > other ? one : other
}

async function webhookHealth(db: Deps['db']): Promise<PartHealth> {
  const part = { name: 'Webhooks', href: '/admin/kept-messages' }
  const [open, lastSuccessAt] = await Promise.all([openMessageCount(db), lastInboundAt(db)])
  if (open > 0)
    return {
      ...part,
      state: 'late',
      lastSuccessAt,
      sentence: `${counted(open, 'message')} signed by a partner and not understood.`,
    }
  return lastSuccessAt
    ? { ...part, state: 'ok', lastSuccessAt, sentence: 'Every message was understood.' }
    : { ...part, state: 'unknown', lastSuccessAt, sentence: 'No message has come yet.' }
}

async function mailHealth(db: Deps['db']): Promise<PartHealth> {
  const part = { name: 'Mail', href: '/admin/mails' }
  const { sent, failed } = await db.transaction(async (tx) => ({
    sent: await mailPage(tx, { limit: 1, state: 'sent' }),
    failed: await mailPage(tx, { limit: 1, state: 'failed' }),
  }))
  const sentAt = sent.items[0]?.sentAt
  const lastSuccessAt = sentAt ? new Date(sentAt) : null
  const href = '/admin/mails?state=failed'
  if (failed.items.length > 0)
    return { ...part, href, state: 'late', lastSuccessAt, sentence: 'A mail could not be sent.' }
  return lastSuccessAt
    ? { ...part, state: 'ok', lastSuccessAt, sentence: 'No mail has failed.' }
    : { ...part, state: 'unknown', lastSuccessAt, sentence: 'No mail has been sent yet.' }
}

async function siteHealth(db: Deps['db'], now: number): Promise<PartHealth[]> {
  const sites = await db.transaction((tx) => siteViews(tx))
  return sites
    .filter(({ active }) => active)
    .map(({ siteId, name, checkedInAt, queueLength }) => {
      const lastSuccessAt = checkedInAt === null ? null : new Date(checkedInAt)
      const part = {
        name: `Production site ${name}`,
        lastSuccessAt,
        href: `/admin/production?siteId=${encodeURIComponent(siteId)}`,
      }
      if (!lastSuccessAt) return { ...part, state: 'unknown' as const, sentence: 'It has never checked in.' }
      return now - lastSuccessAt.getTime() > siteLateMs
        ? { ...part, state: 'late' as const, sentence: `Silent, with ${counted(queueLength, 'job')} waiting.` }
        : { ...part, state: 'ok' as const, sentence: `It answers; ${counted(queueLength, 'job')} waiting.` }
    })
}
