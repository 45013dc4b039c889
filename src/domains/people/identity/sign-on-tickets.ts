import { createHash } from 'node:crypto'
import { and, eq, gt, isNull } from 'drizzle-orm'
import { newId } from '../../../kernel/ids.ts'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { type ProvenMember, signOnTickets } from './tables.ts'

type Step = (typeof signOnTickets.$inferSelect)['step']

/** What a step needs to go on, and what it found. */
export interface Ticket {
  readonly secrets: Readonly<Record<string, string>>
  readonly identity: ProvenMember | null
  readonly returnTo: string | null
}

export interface TicketKey {
  readonly ticket: string
  readonly step: Step
  /** The cookie of the browser; null where holding the ticket is proof enough, `unseen` where no cookie can come along. */
  readonly browser: { readonly cookie: string } | 'unseen' | null
}

/** Unguessable, and made of characters that need no escape in an address or a cookie. */
export function newTicket(): string {
  return newId('tkt')
}

export function digestOf(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url')
}

export async function issueTicket(tx: Tx, key: TicketKey, found: Ticket, expiresAt: Date): Promise<void> {
  await tx.insert(signOnTickets).values({
    digest: digestOf(key.ticket),
    step: key.step,
    browserDigest: browserDigestOf(key),
    secrets: { ...found.secrets },
    identity: found.identity,
    returnTo: found.returnTo,
    expiresAt,
  })
}

/** Null when there is none such, it is of another browser, or its time is over. Leaves it where it is. */
export async function readTicket(tx: Db | Tx, key: TicketKey, now: Date): Promise<Ticket | null> {
  const [row] = await tx.select().from(signOnTickets).where(matching(key, now))
  return row ?? null
}

/** Takes a ticket, so that nobody gets it again. */
export async function takeTicket(tx: Tx, key: TicketKey, now: Date): Promise<Ticket | null> {
  const [row] = await tx.delete(signOnTickets).where(matching(key, now)).returning()
  return row ?? null
}

/** Hands a ticket on to the next step, for the browser that began. False when somebody was first. */
export async function moveTicket(
  tx: Tx,
  given: { readonly ticket: string; readonly from: Step; readonly to: Step },
  found: { readonly identity: ProvenMember; readonly expiresAt: Date },
  now: Date,
): Promise<boolean> {
  const rows = await tx
    .update(signOnTickets)
    .set({ step: given.to, identity: found.identity, secrets: {}, expiresAt: found.expiresAt })
    .where(
      and(
        eq(signOnTickets.digest, digestOf(given.ticket)),
        eq(signOnTickets.step, given.from),
        gt(signOnTickets.expiresAt, now),
      ),
    )
    .returning({ digest: signOnTickets.digest })
  return rows.length > 0
}

function matching(key: TicketKey, now: Date) {
  const { ticket, step, browser } = key
  const digest = browser === 'unseen' ? undefined : browserDigestOf(key)
  const ofBrowser =
    digest === undefined
      ? undefined
      : digest === null
        ? isNull(signOnTickets.browserDigest)
        : eq(signOnTickets.browserDigest, digest)
  return and(
    eq(signOnTickets.digest, digestOf(ticket)),
    eq(signOnTickets.step, step),
    ofBrowser,
    gt(signOnTickets.expiresAt, now),
  )
}

function browserDigestOf({ browser }: TicketKey): string | null {
  if (browser === 'unseen') throw new Error('a ticket is issued to a browser or to whoever holds it')
  return browser && digestOf(browser.cookie)
}
