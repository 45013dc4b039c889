import type { z } from 'zod'
import type { Clock } from '../../../kernel/clock.ts'
import { dateOf } from '../../../kernel/local-date.ts'
import { PartnerFailure } from '../../../kernel/partner-failure.ts'
import type { Db } from '../../../platform/db/db.ts'
import type { Log } from '../../../platform/log/log.ts'
import { enqueue } from '../../../platform/queue/jobs.ts'
import { contactsOf } from '../../people/accounts/index.ts'
import { askInTurn, packagesOfLines } from './ask-in-turn.ts'
import { grantsToCheck } from './events.ts'
import { type GrantedLine, grantedLines } from './granted-lines.ts'
import { isDelivered } from './is-delivered.ts'
import type { DownloadPackage, PlatformDownloads } from './port.ts'
import { productTitles } from './product-categories.ts'
import { forgetGrantsNotMet, type GrantChecked, recordGrantsChecked } from './undelivered-grants.ts'

export interface CheckGrantsDeps {
  readonly db: Db
  readonly clock: Clock
  readonly log: Log
  readonly platform: Pick<PlatformDownloads, 'downloadPackages'>
  readonly stopping?: AbortSignal
}

/** A part: so many accounts, and so many questions to the platform, a few at a time. Some seconds; a sync waits no longer. */
const part = { accounts: 50, lines: 200, atOnce: 4 }

/** So many members are asked for where the platform does not answer the store itself, as for a media kit. */
const membersAsked = 3

/**
 * Asks the platform what it delivers of what chains grant, for the next accounts, notes the answers, and enqueues the part
 * after it in the same transaction. What was heard before the platform went away is kept. May be cut off anywhere and run
 * again.
 * @throws {PartnerFailure} when the platform does not answer now: nothing is known of what is left, and it is asked later
 */
export async function checkGrants(deps: CheckGrantsDeps, asked: z.infer<typeof grantsToCheck.payload>): Promise<void> {
  const { db, clock } = deps
  const { chainIds, accountIds, after } = asked
  const since = asked.since ?? clock.now().toISOString()
  const scope = { chainIds, accountIds }
  const found = await grantedLines(db, { scope, after, on: dateOf(clock.now()), limit: part.accounts })
  const lines = found.lines.slice(0, part.lines)
  const titles = await productTitles(
    db,
    lines.flatMap(({ granted }) => granted),
  )
  const checked: GrantChecked[] = []
  const failure = await askInParallel(lines, async (line) => {
    deps.stopping?.throwIfAborted()
    checked.push(...(await checkedOf(deps, line, titles)))
  })
  const cutAt = lines.at(-1)
  const next =
    cutAt && lines.length < found.lines.length
      ? { accountId: cutAt.accountId, activationId: cutAt.line.activationId }
      : found.last === null
        ? null
        : { accountId: found.last, activationId: null }
  await db.transaction(async (tx) => {
    await recordGrantsChecked(tx, checked, clock.now())
    if (failure !== null) return
    if (next !== null) {
      const key = JSON.stringify([since, chainIds, accountIds, next])
      await enqueue(tx, grantsToCheck, { since, chainIds, accountIds, after: next }, { key })
    } else if (accountIds === null) await forgetGrantsNotMet(tx, { since: new Date(since), chainIds })
  })
  if (failure !== null) throw failure.error
  const undelivered = checked.filter(({ delivered }) => delivered === false).length
  if (undelivered > 0) deps.log.warn({ undelivered }, 'chains grant what the platform does not deliver')
}

/** Asks about the lines, a few at a time. @returns what ended the asking; null when all was asked */
async function askInParallel(
  lines: readonly GrantedLine[],
  ask: (line: GrantedLine) => Promise<void>,
): Promise<{ readonly error: unknown } | null> {
  const waiting = [...lines]
  let ended: { readonly error: unknown } | null = null
  const work = async () => {
    for (let line = waiting.shift(); line !== undefined && ended === null; line = waiting.shift())
      try {
        await ask(line)
      } catch (error) {
        ended ??= { error }
      }
  }
  await Promise.all(Array.from({ length: part.atOnce }, work))
  return ended
}

/** Delivered: null where the platform refuses to say. @throws {PartnerFailure} when it does not answer now */
async function checkedOf(
  deps: CheckGrantsDeps,
  { line, granted, lines }: GrantedLine,
  titles: ReadonlyMap<string, string>,
): Promise<GrantChecked[]> {
  const checked: GrantChecked[] = []
  for (const { name: productName, version: productVersion, chainId } of granted) {
    const key = { activationId: line.activationId, productName, productVersion }
    const title = titles.get(`${productName}@${productVersion}`) ?? null
    const grant = { ...key, title, lineProductName: line.productName, grantedBy: { chainId } }
    let delivered: boolean | null
    try {
      delivered = await isDelivered((ids) => packagesFor(deps, line.accountId, ids), grant, lines)
    } catch (error) {
      if (!isRefusal(error)) throw error
      delivered = null
    }
    checked.push({ ...key, accountId: line.accountId, chainId, delivered })
  }
  return checked
}

async function packagesFor(
  { db, platform }: CheckGrantsDeps,
  accountId: string,
  activationIds: readonly string[],
): Promise<readonly DownloadPackage[]> {
  const ask = ({ userName }: { readonly userName: string | null }) => packagesOfLines(platform, userName, activationIds)
  try {
    return await ask({ userName: null })
  } catch (error) {
    if (!isRefusal(error)) throw error
    const members = (await db.transaction((tx) => contactsOf(tx, accountId))).slice(0, membersAsked)
    if (members.length === 0) throw error
    return await askInTurn(members, ask)
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof PartnerFailure && error.judgement === 'final'
}
