import { and, desc, eq, getTableColumns, inArray, ne, sql } from 'drizzle-orm'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { mails } from './tables.ts'

export type Mail = typeof mails.$inferSelect
export type MailState = Mail['state']
const { text: _text, html: _html, ...summaryColumns } = getTableColumns(mails)
export type MailSummaryRow = Omit<Mail, 'text' | 'html'>

/** False when there is a mail with the same dedupe key. */
export async function insertMail(tx: Tx, mail: typeof mails.$inferInsert): Promise<boolean> {
  const rows = await tx.insert(mails).values(mail).onConflictDoNothing().returning({ id: mails.id })
  return rows.length > 0
}

export async function findMail(tx: Db | Tx, id: string): Promise<Mail | null> {
  const [row] = await tx.select().from(mails).where(eq(mails.id, id))
  return row ?? null
}

export async function recordSent(tx: Tx, id: string, at: Date): Promise<void> {
  await tx
    .update(mails)
    .set({ state: 'sent', sentAt: at, lastError: null, attempts: sql`${mails.attempts} + 1` })
    .where(eq(mails.id, id))
}

/** A mail that another run has sent meanwhile stays sent. */
export async function recordFailure(
  tx: Tx,
  failure: { readonly id: string; readonly state: 'queued' | 'failed'; readonly error: string },
): Promise<void> {
  await tx
    .update(mails)
    .set({ state: failure.state, lastError: failure.error, attempts: sql`${mails.attempts} + 1` })
    .where(and(eq(mails.id, failure.id), ne(mails.state, 'sent')))
}

/** Null when the mail waits to be sent already, or there is none. */
export async function queueAgain(tx: Tx, id: string): Promise<MailSummaryRow | null> {
  const [row] = await tx
    .update(mails)
    .set({ state: 'queued', attempts: 0, lastError: null })
    .where(and(eq(mails.id, id), inArray(mails.state, ['sent', 'failed'])))
    .returning(summaryColumns)
  return row ?? null
}

/** By the moment they were requested, newest first. */
export async function listMails(
  tx: Tx,
  query: {
    readonly after: readonly [createdAt: string, id: string] | null
    readonly limit: number
    readonly state?: MailState | undefined
    readonly reference?: string | undefined
  },
): Promise<MailSummaryRow[]> {
  const { after, limit, state, reference } = query
  return tx
    .select(summaryColumns)
    .from(mails)
    .where(
      and(
        after === null ? undefined : sql`(${mails.createdAt}, ${mails.id}) < (${after[0]}::timestamptz, ${after[1]})`,
        state === undefined ? undefined : eq(mails.state, state),
        reference === undefined ? undefined : eq(mails.reference, reference),
      ),
    )
    .orderBy(desc(mails.createdAt), desc(mails.id))
    .limit(limit)
}
