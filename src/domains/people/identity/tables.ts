import { sql } from 'drizzle-orm'
import { check, index, integer, jsonb, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core'
import { instant } from '../../../platform/db/columns.ts'
import type { SignOnWay } from '../accounts/tables.ts'

/** Hand-offs, and whatever else proves an identity, that were used: each works once, on every replica. */
export const usedHandoffs = pgTable('used_handoffs', {
  jti: text('jti').primaryKey(),
  usedAt: instant('used_at').notNull(),
  expiresAt: instant('expires_at').notNull(),
})

/** What is under way between a browser and the store until there is a session: each row is good for one step, once. */
export const signOnTickets = pgTable('sign_on_tickets', {
  /** SHA-256 of the ticket: who reads the table cannot use it. */
  digest: text('digest').primaryKey(),
  step: text('step').$type<'oidc' | 'saml' | 'samlProven' | 'choice'>().notNull(),
  /** SHA-256 of the cookie of the browser that began; null where the ticket itself is in the cookie. */
  browserDigest: text('browser_digest'),
  /** What the next step compares with, such as nonce and code verifier. */
  secrets: jsonb('secrets').$type<Record<string, string>>().notNull(),
  /** Who it is, once that is proven. */
  identity: jsonb('identity').$type<ProvenMember | null>(),
  returnTo: text('return_to'),
  expiresAt: instant('expires_at').notNull(),
})

/** As far as the next step needs it. */
export interface ProvenMember {
  readonly way: SignOnWay
  readonly issuer: string
  readonly subject: string
  readonly userName: string | null
  readonly email: string | null
  readonly leftOut?: readonly string[]
  readonly heldIdentityId: string | null
}

/** Failed password checks, by SHA-256 of sign-in name and address, so that guessing has a bound on all replicas together; and which addresses a name has signed on from. */
export const signInFailures = pgTable('sign_in_failures', {
  digest: text('digest').primaryKey(),
  failures: integer('failures').notNull(),
  since: instant('since').notNull(),
})

/** Identities that look like a known member and are not: a person decides whether they are the same. */
export const heldIdentities = pgTable(
  'held_identities',
  {
    id: text('id').primaryKey(),
    way: text('way').$type<SignOnWay>().notNull(),
    issuer: text('issuer').notNull(),
    subject: text('subject').notNull(),
    /** The sign-in name that came with it, which the platform does not know. */
    userName: text('user_name'),
    /** Verified by whoever issued the identity, in lower case. */
    email: text('email').notNull(),
    state: text('state').$type<'held' | 'linked' | 'rejected'>().notNull(),
    /** The member it was linked to. */
    memberUserName: text('member_user_name'),
    firstSeenAt: instant('first_seen_at').notNull(),
    lastSeenAt: instant('last_seen_at').notNull(),
    decidedAt: instant('decided_at'),
    decidedBy: text('decided_by'),
  },
  (table) => [
    unique('held_identities_once').on(table.way, table.issuer, table.subject),
    check('held_identities_state_known', sql`${table.state} in ('held', 'linked', 'rejected')`),
    check('held_identities_linked_to', sql`(${table.state} = 'linked') = (${table.memberUserName} is not null)`),
  ],
)

/**
 * What was typed into a form that came after its session had ended: for the browser that sent it, and of that for the
 * member whose session it was.
 */
export const keptForms = pgTable(
  'kept_forms',
  {
    /** SHA-256 of the browser's cookie: who reads the table cannot use it. */
    browserDigest: text('browser_digest').notNull(),
    /** SHA-256 of account and member. */
    ownerDigest: text('owner_digest').notNull(),
    /** The path of the page that the form stands on. */
    page: text('page').notNull(),
    fields: jsonb('fields').$type<Record<string, string>>().notNull(),
    expiresAt: instant('expires_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.browserDigest, table.ownerDigest, table.page] }),
    index('kept_forms_expires').on(table.expiresAt),
  ],
)
