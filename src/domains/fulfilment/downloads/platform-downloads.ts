import { and, eq, gt, gte, isNull, lte, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Clock } from '../../../kernel/clock.ts'
import { newId } from '../../../kernel/ids.ts'
import { PartnerFailure } from '../../../kernel/partner-failure.ts'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { defineJob, enqueue } from '../../../platform/queue/jobs.ts'
import { askInTurn, type CompletedDownload, type PlatformDownloads } from '../../entitlements/rights/index.ts'
import { contactsOf } from '../../people/accounts/index.ts'
import { kitOffers, takenDownloads } from './download-tables.ts'
import { offerMs } from './taken-downloads.ts'

interface ReadDeps {
  readonly db: Db
  readonly platform: Pick<PlatformDownloads, 'completedDownloads'>
}

/** The files of a kit, and the account that may have downloaded them. */
interface Title {
  readonly accountId: string
  readonly packageId: string
}

/** Does the platform know of downloads of these files that were made on its own pages? */
export const downloadsDue = defineJob({
  name: 'orders.platform-downloads-due',
  payload: z.object({ accountId: z.string(), packageId: z.string() }),
  lane: 'short',
  retries: 5,
})

/** So many members are asked for where the platform does not answer the store itself. */
const membersAsked = 3

/**
 * Records what the platform tells of finished downloads of a package by members of an account, each once however often it
 * is told. Where a member was offered the download instead of a kit before, that was the choice (N2).
 * @param userName asks in this member's name first; null asks in the store's own
 * @throws {PartnerFailure}
 */
export async function readPlatformDownloads(
  { db, platform }: ReadDeps,
  { accountId, packageId }: Title,
  userName: string | null,
): Promise<void> {
  const contacts = userName === null ? await contactsOf(db, accountId) : []
  const names = [userName, null, ...contacts.slice(0, membersAsked).map((contact) => contact.userName)]
  const completed = await askInTurn(
    [...new Set(names)].map((name) => ({ userName: name })),
    (way) => platform.completedDownloads({ ...way, accountId, packageId }),
  )
  if (completed === null || completed.length === 0) return
  await db.transaction((tx) => recordDownloads(tx, { accountId, packageId }, completed))
}

/** Works the job: a platform that has no such package for the account any more tells of no downloads. */
export async function workDownloadsDue(deps: ReadDeps, title: Title): Promise<void> {
  try {
    await readPlatformDownloads(deps, title, null)
  } catch (error) {
    if (!(error instanceof PartnerFailure) || error.judgement !== 'final') throw error
  }
}

/** Asks once a day about every offer of the last month that was answered by nothing: its member may have gone to the portal. */
export async function askAboutOpenOffers({ db, clock }: { readonly db: Db; readonly clock: Clock }): Promise<void> {
  const since = new Date(clock.now().getTime() - offerMs)
  await db.transaction(async (tx) => {
    const { accountId, packageId, choice, state, shownAt } = kitOffers
    const open = await tx
      .selectDistinct({ accountId, packageId })
      .from(kitOffers)
      .where(and(isNull(choice), eq(state, 'ready'), gt(shownAt, since)))
    for (const title of open) await enqueue(tx, downloadsDue, title)
  })
}

async function recordDownloads(tx: Tx, title: Title, completed: readonly CompletedDownload[]): Promise<void> {
  const rows = completed.map(({ logId, ...taken }) => ({ id: newId('dow'), ...title, ...taken, platformLogId: logId }))
  const added = await tx.insert(takenDownloads).values(rows).onConflictDoNothing().returning()
  for (const { userName, at } of added)
    await tx
      .update(kitOffers)
      .set({ choice: 'download', choseAt: at })
      .where(
        and(
          eq(kitOffers.accountId, title.accountId),
          sql`lower(${kitOffers.userName}) = ${userName.toLowerCase()}`,
          eq(kitOffers.packageId, title.packageId),
          isNull(kitOffers.choice),
          gte(kitOffers.shownAt, new Date(at.getTime() - offerMs)),
          lte(kitOffers.shownAt, at),
        ),
      )
}
