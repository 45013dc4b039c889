import { createHash } from 'node:crypto'
import { and, count, desc, eq, isNull, lt, or, sql } from 'drizzle-orm'
import { derivedId } from '../../kernel/ids.ts'
import type { Db, Tx } from '../db/db.ts'
import { cutPage, decodeCursor, isCursorInstant, type Page, type PageQuery } from '../http/request/paging.ts'
import { keptMessages } from './tables.ts'

/** Keeps a signed message that could not be read, byte for byte. The same body again is counted on its row. */
export async function saveMessage(
  tx: Tx,
  message: { provider: string; rawBody: Uint8Array; reason: string; receivedAt: Date },
): Promise<{ readonly id: string; readonly isNew: boolean }> {
  const { provider, rawBody, reason, receivedAt: at } = message
  const id = derivedId('msg', provider, createHash('sha256').update(rawBody).digest('hex'))
  const [row] = await tx
    .insert(keptMessages)
    .values({ id, provider, reason, body: rawBody, times: 1, firstReceivedAt: at, lastReceivedAt: at })
    .onConflictDoUpdate({
      target: keptMessages.id,
      set: { times: sql`${keptMessages.times} + 1`, lastReceivedAt: at },
    })
    .returning({ times: keptMessages.times })
  return { id, isNew: row?.times === 1 }
}

/** Without the body, which may be large and hold personal data. */
const listed = {
  id: keptMessages.id,
  provider: keptMessages.provider,
  reason: keptMessages.reason,
  sizeBytes: sql<number>`octet_length(${keptMessages.body})`,
  times: keptMessages.times,
  firstReceivedAt: keptMessages.firstReceivedAt,
  lastReceivedAt: keptMessages.lastReceivedAt,
  setAsideBy: keptMessages.setAsideBy,
}
export type KeptMessage = Omit<typeof keptMessages.$inferSelect, 'body' | 'setAsideAt'> & { sizeBytes: number }

/** Kept messages, the newest first. */
export async function keptMessagePage(tx: Db | Tx, { cursor, limit }: PageQuery): Promise<Page<KeptMessage>> {
  const [receivedAt, id] = decodeCursor(cursor) ?? []
  const place =
    isCursorInstant(receivedAt) && id !== undefined
      ? or(
          lt(keptMessages.firstReceivedAt, new Date(receivedAt)),
          and(eq(keptMessages.firstReceivedAt, new Date(receivedAt)), lt(keptMessages.id, id)),
        )
      : undefined
  const rows = await tx
    .select(listed)
    .from(keptMessages)
    .where(place)
    .orderBy(desc(keptMessages.firstReceivedAt), desc(keptMessages.id))
    .limit(limit + 1)
  return cutPage(rows, limit, (last) => [last.firstReceivedAt.toISOString(), last.id])
}

export async function openMessageCount(tx: Db | Tx): Promise<number> {
  const [row] = await tx.select({ open: count() }).from(keptMessages).where(isNull(keptMessages.setAsideAt))
  return row?.open ?? 0
}

export async function bodyOfMessage(tx: Db | Tx, id: string): Promise<Uint8Array | null> {
  const [row] = await tx.select({ body: keptMessages.body }).from(keptMessages).where(eq(keptMessages.id, id))
  return row?.body ?? null
}

/** What last came before then goes, whether a person has looked or not: bodies may hold personal data. */
export async function forgetKeptMessages(tx: Tx, before: Date): Promise<{ gone: number; unseen: number }> {
  const rows = await tx
    .delete(keptMessages)
    .where(lt(keptMessages.lastReceivedAt, before))
    .returning({ setAsideAt: keptMessages.setAsideAt })
  return { gone: rows.length, unseen: rows.filter(({ setAsideAt }) => setAsideAt === null).length }
}

/** False for an unknown message; one that was set aside before stays with the person who did it. */
export async function setMessageAside(tx: Tx, id: string, by: string, at: Date): Promise<boolean> {
  const rows = await tx
    .update(keptMessages)
    .set({
      setAsideBy: sql`coalesce(${keptMessages.setAsideBy}, ${by})`,
      setAsideAt: sql`coalesce(${keptMessages.setAsideAt}, ${at.toISOString()})`,
    })
    .where(eq(keptMessages.id, id))
    .returning({ id: keptMessages.id })
  return rows.length > 0
}
