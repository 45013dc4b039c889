import { sellerSettings } from '../../support/seller.ts'
import type { Boundary, Stop } from './boundaries.ts'
import { type Company, type Purchase, shop } from './buyer.ts'
import { isComplete } from './outcome.ts'
import { type KillRig, openCountry, siteCountries } from './rig.ts'
import { until } from './until.ts'

/** How long an order may take to complete after the restart. */
const completeWithinSeconds = 90

/**
 * Brings an order to each boundary, kills the process when all of them stand still, starts another one on the same
 * database and waits until nothing is left to do.
 */
export async function runGroup(
  rig: KillRig,
  group: readonly Boundary[],
  companies: readonly Company[],
): Promise<Map<Boundary, Purchase>> {
  let siteNumber = 0
  const shopped = await Promise.all(
    group.map(async (boundary, index) => {
      const company = companies[index]
      if (!company) throw new Error('there are not enough companies')
      const country = boundary.blocks.includes('site') ? siteCountries[siteNumber++] : openCountry
      if (!country) throw new Error('there are not enough sites')
      const purchase = await shop(rig, company, { payment: boundary.payment ?? 'card', country })
      return { boundary, purchase, accepted: false }
    }),
  )
  try {
    for (const phase of phases) {
      if (phase === 'long') await forgetFiles(rig)
      const now = shopped.filter(({ boundary }) => phaseOf(boundary) === phase)
      await Promise.all(now.map((entry) => bringToBoundary(rig, entry)))
    }
    await rig.ways.mail.stop()
    await welcomesMade(
      rig,
      shopped.filter(({ boundary }) => boundary.welcomes !== 0).map(({ purchase }) => purchase.company),
    )
    const expectingOne = shopped.filter(({ boundary }) => (boundary.deliveries ?? 1) === 1)
    await mailsNoted(
      rig,
      expectingOne.map(({ purchase }) => purchase.company),
    )
  } finally {
    await rig.kill()
    await rig.start()
  }
  await Promise.all(
    shopped
      .filter(({ accepted }) => !accepted)
      // Whoever's click was cut off clicks again.
      .map(({ purchase, boundary }) => retried(() => purchase.accept(), boundary.name)),
  )
  await Promise.all(
    shopped.map(({ boundary, purchase }) =>
      until(`"${boundary.name}" is complete`, completeWithinSeconds, () => isComplete(rig, purchase)).catch(
        // What is missing is told by the test of the boundary, which looks at everything.
        () => undefined,
      ),
    ),
  )
  return new Map(shopped.map(({ boundary, purchase }) => [boundary, purchase]))
}

/**
 * Waits until each mail that the server took for these companies is recorded as sent. A server cannot be asked what it has
 * taken, so a mail whose answer the store has not recorded goes out again; that is a boundary of its own, and no other
 * may stand at it by chance. The way to the server must be stopped, or the next mail reaches it after the last look.
 */
async function mailsNoted({ sql, sandbox }: KillRig, companies: readonly Company[]): Promise<void> {
  await until('every mail that was taken is noted', 20, async () => {
    const taken = (sandbox.mailbox?.mails() ?? []).filter(({ from }) => from.includes(sellerSettings.SELLER_HELP))
    for (const { userName } of companies) {
      const noted = await sql`select 1 from mails where recipient = ${userName} and state = 'sent'`
      if (taken.filter(({ to }) => to.includes(userName)).length !== noted.length) return false
    }
    return true
  })
}

/**
 * Waits until the platform has sent each welcome that the store recorded for these companies, and lets no other be recorded.
 * A welcome that is recorded and not asked for is never sent; that is a boundary of its own, too.
 */
async function welcomesMade({ sql, sandbox, rows }: KillRig, companies: readonly Company[]): Promise<void> {
  const accounts = companies.map(({ accountId }) => accountId)
  const when = "$1->>'welcomed_at' is not null and $2->>'welcomed_at' is null"
  // None may come, so that nobody waits for one.
  rows.hold({ table: 'pushes', operation: 'update', when }, accounts).catch(() => undefined)
  await until('no other welcome is recorded', 20, async () => {
    const [hold] = await sql`select 1 from kill_holds where table_name = 'pushes' and condition = ${when}`
    return hold !== undefined
  })
  await until('every welcome that was recorded is made', 20, async () => {
    const made = (sandbox.mailbox?.mails() ?? []).filter(({ from }) => !from.includes(sellerSettings.SELLER_HELP))
    const recorded = await sql<{ account: string }[]>`
      select account_id as account from pushes where welcomed_at is not null and account_id = any(${accounts})`
    return companies.every(
      ({ accountId, userName }) =>
        made.filter(({ to }) => to.includes(userName)).length >=
        recorded.filter(({ account }) => account === accountId).length,
    )
  })
}

/** A file is fetched once: without its row the next job fetches it again. */
async function forgetFiles({ sql }: KillRig): Promise<void> {
  await until('nothing else is prepared', 20, async () => {
    const busy = await sql`select 1 from pgboss.job where name = 'long' and state in ('created', 'retry', 'active')`
    return busy.length === 0
  })
  await sql`delete from media_files`
}

// What stops one connection or the last worker stops what is to come, so it comes last.
const phases = ['site', 'short', 'long', 'queue'] as const

function phaseOf({ blocks }: Boundary): (typeof phases)[number] {
  return phases.findLast((phase) => blocks.some((block) => block === phase)) ?? 'short'
}

async function bringToBoundary(
  rig: KillRig,
  entry: { readonly boundary: Boundary; readonly purchase: Purchase; accepted: boolean },
): Promise<void> {
  const { boundary, purchase } = entry
  const reached = await arm(rig, boundary.stop, purchase)
  const walk = async () => {
    await purchase.accept()
    entry.accepted = true
    if (boundary.comesBack) await purchase.comeBack()
  }
  // Cut off by the kill, or done; a refusal shows as a boundary that is never reached.
  let refusal: unknown
  void walk().catch((error: unknown) => {
    refusal = error
  })
  await Promise.race([
    reached(),
    until(`"${boundary.name}" is reached`, 20, async () => refusal !== undefined && Promise.reject(refusal)),
  ])
}

/** @returns a function that waits for the boundary, once it can be reached */
async function arm(rig: KillRig, stop: Stop, purchase: Purchase): Promise<() => Promise<void>> {
  if (stop.at === 'write') {
    const held = rig.rows.hold(stop, await purchase.words())
    held.catch(() => undefined)
    return () => held
  }
  const held = rig.ways[stop.way].hold(
    stop.moment,
    async (text) =>
      stop.call.test(text) &&
      (stop.anyCompany === true || (await purchase.words()).some((word) => text.includes(word))),
  )
  return () => held
}

async function retried(work: () => Promise<void>, what: string): Promise<void> {
  await until(what, 20, () =>
    work().then(
      () => true,
      () => false,
    ),
  )
}
