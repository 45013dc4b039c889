import { z } from 'zod'
import type { Tx } from '../../../platform/db/db.ts'
import { NotFound } from '../../../platform/http/answer/problems.ts'
import type { Brand } from '../../../platform/http/pages/brand.ts'
import { decodeCursor, encodeCursor, isCursorInstant } from '../../../platform/http/request/paging.ts'
import { signed } from './render-mail.ts'
import * as store from './store.ts'

export const mailStateSchema = z.enum(['queued', 'sent', 'failed'])

export const mailSummarySchema = z
  .object({
    mailId: z.string(),
    kind: z.string(),
    reference: z.string(),
    recipient: z.string(),
    subject: z.string(),
    state: mailStateSchema,
    /** Since it was last asked for. */
    attempts: z.number().int(),
    lastError: z.string().nullable(),
    createdAt: z.iso.datetime(),
    sentAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'MailSummary' })
export const mailDetailSchema = mailSummarySchema
  .extend({ text: z.string(), html: z.string() })
  .meta({ id: 'MailDetail' })

export interface MailsQuery {
  readonly cursor?: string | undefined
  readonly limit: number
  readonly state?: store.MailState | undefined
  readonly reference?: string | undefined
}

export async function mailPage(
  tx: Tx,
  { cursor, limit, state, reference }: MailsQuery,
): Promise<{ items: z.infer<typeof mailSummarySchema>[]; nextCursor: string | null }> {
  const rows = await store.listMails(tx, { after: placeOf(cursor), limit: limit + 1, state, reference })
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  const more = rows.length > limit && last !== undefined
  return {
    items: page.map(summaryOf),
    nextCursor: more ? encodeCursor([last.createdAt.toISOString(), last.id]) : null,
  }
}

/**
 * A mail as the person gets it.
 * @throws {NotFound}
 */
export async function mailDetail(tx: Tx, mailId: string, brand: Brand): Promise<z.infer<typeof mailDetailSchema>> {
  const mail = await store.findMail(tx, mailId)
  if (mail === null) throw new NotFound('mail')
  const { text, html } = signed(mail, brand)
  return { ...summaryOf(mail), text, html }
}

export function summaryOf(mail: store.MailSummaryRow): z.infer<typeof mailSummarySchema> {
  const { id, kind, reference, recipient, subject, state, attempts, lastError, createdAt, sentAt } = mail
  return {
    mailId: id,
    kind,
    reference,
    recipient,
    subject,
    state,
    attempts,
    lastError,
    createdAt: createdAt.toISOString(),
    sentAt: sentAt?.toISOString() ?? null,
  }
}

function placeOf(cursor: string | undefined): readonly [string, string] | null {
  const [createdAt, id] = decodeCursor(cursor) ?? []
  return isCursorInstant(createdAt) && id !== undefined ? [createdAt, id] : null
}
