import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import { currencyCode, instant } from '../../../platform/db/columns.ts'
import type { PostalAddress } from './address.ts'
import type { CompanyRole } from './company-role.ts'

export type { PostalAddress } from './address.ts'

/** Mirror of the platform's accounts. The platform's account ID is the key to every right, so it is the key here too. */
export const accounts = pgTable(
  'accounts',
  {
    accountId: text('account_id').primaryKey(),
    /** The platform's own id, which stays when the account ID is changed there. */
    platformId: text('platform_id'),
    name: text('name').notNull(),
    accountType: text('account_type').$type<AccountType>().notNull(),
    /** The platform's own type, kept as given. */
    platformType: text('platform_type').notNull(),
    partnerTier: text('partner_tier'),
    currency: currencyCode().notNull(),
    address: jsonb('address').$type<PostalAddress | null>(),
    attributes: jsonb('attributes').$type<Record<string, string>>().notNull(),
    rowHash: text('row_hash').notNull(),
    removedAt: instant('removed_at'),
  },
  (table) => [
    check(
      'accounts_type_known',
      sql`${table.accountType} in ('customer', 'reseller', 'distributor', 'internal', 'vendor')`,
    ),
  ],
)
export type AccountType = 'customer' | 'reseller' | 'distributor' | 'internal' | 'vendor'

export const accountParents = pgTable(
  'account_parents',
  { accountId: text('account_id').notNull(), parentAccountId: text('parent_account_id').notNull() },
  (table) => [
    primaryKey({ columns: [table.accountId, table.parentAccountId] }),
    index('account_parents_parent').on(table.parentAccountId),
  ],
)

export const members = pgTable(
  'members',
  {
    /** The platform's sign-in name in lower case. */
    userName: text('user_name').primaryKey(),
    platformId: text('platform_id').notNull(),
    firstName: text('first_name').notNull(),
    lastName: text('last_name').notNull(),
    email: text('email').notNull(),
    phone: text('phone').notNull(),
    active: boolean('active').notNull(),
    locale: text('locale').notNull(),
    /** Of the IANA database; null where the platform says none, or none that this machine knows. */
    timeZone: text('time_zone'),
    rowHash: text('row_hash').notNull(),
    removedAt: instant('removed_at'),
  },
  (table) => [
    index('members_email').on(sql`lower(${table.email})`),
    check('members_have_a_name', sql`btrim(${table.userName}) <> ''`),
  ],
)

export const memberships = pgTable(
  'memberships',
  {
    userName: text('user_name').notNull(),
    accountId: text('account_id').notNull(),
    roles: text('roles').array().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.userName, table.accountId] }),
    index('memberships_account').on(table.accountId),
    check('memberships_have_a_name', sql`btrim(${table.userName}) <> ''`),
  ],
)

/**
 * What a company's administrators, or staff, said of a member: it wins over the platform's role names. Members of whom
 * nobody said anything have no row.
 */
export const companyMembers = pgTable(
  'company_members',
  {
    accountId: text('account_id')
      .notNull()
      .references(() => accounts.accountId),
    userName: text('user_name').notNull(),
    role: text('role').$type<CompanyRole>().notNull(),
    /** Since then the member is out of the company's account in the store, whatever the platform lists. */
    removedAt: instant('removed_at'),
    setBy: text('set_by').notNull(),
    setAt: instant('set_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.userName] }),
    check('company_members_role_known', sql`${table.role} in ('viewer', 'buyer', 'approver', 'admin')`),
  ],
)

/** Who is asked into a company's account, by the address with which the platform will know them. */
export const companyInvitations = pgTable(
  'company_invitations',
  {
    id: text('id').primaryKey(),
    accountId: text('account_id')
      .notNull()
      .references(() => accounts.accountId),
    /** In lower case. */
    email: text('email').notNull(),
    firstName: text('first_name').notNull(),
    lastName: text('last_name').notNull(),
    role: text('role').$type<CompanyRole>().notNull(),
    state: text('state').$type<'open' | 'accepted' | 'withdrawn'>().notNull(),
    invitedBy: text('invited_by').notNull(),
    /** In the mailed link and nowhere else: whoever has it reads the mail of the address. */
    linkKey: text('link_key').notNull().default(''),
    /** When the link was used to say yes; until then nothing is changed anywhere. */
    confirmedAt: instant('confirmed_at'),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    closedAt: instant('closed_at'),
  },
  (table) => [
    uniqueIndex('company_invitations_one_open').on(table.accountId, table.email).where(sql`${table.state} = 'open'`),
    index('company_invitations_account').on(table.accountId, table.createdAt),
    check('company_invitations_role_known', sql`${table.role} in ('viewer', 'buyer', 'approver', 'admin')`),
    check('company_invitations_state_known', sql`${table.state} in ('open', 'accepted', 'withdrawn')`),
  ],
)

/** Hand-offs, and whatever else proves an identity, that were used: each works once, on every replica. */
export const usedHandoffs = pgTable('used_handoffs', {
  jti: text('jti').primaryKey(),
  usedAt: instant('used_at').notNull(),
  expiresAt: instant('expires_at').notNull(),
})

export const sessions = pgTable('sessions', {
  id: text('id').primaryKey(),
  userName: text('user_name').notNull(),
  accountId: text('account_id')
    .notNull()
    .references(() => accounts.accountId),
  /** Those of the sign-on, for the record: nothing is decided by them. */
  roles: text('roles').array().notNull(),
  /** The address that came with the signed hand-off, for the forms of this session. */
  profile: jsonb('profile').$type<SessionProfile>().notNull(),
  /** How the member proved who they are. */
  way: text('way').$type<SignOnWay>().notNull().default('handoff'),
  /** The identity that staff linked to the member and that opened this session; null for the member's own. */
  heldIdentityId: text('held_identity_id'),
  createdAt: instant('created_at').notNull(),
  expiresAt: instant('expires_at').notNull(),
  revokedAt: instant('revoked_at'),
})

export type SignOnWay = 'handoff' | 'oidc' | 'saml' | 'flexnetToken' | 'password'

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

export interface SessionProfile {
  readonly firstName: string
  readonly lastName: string
  readonly email: string
  readonly locale: string
  /** Where the member's clock hangs; absent where nobody said. */
  readonly timeZone?: string | null
  /** For forms: of whatever no form would take, the part is empty. */
  readonly address: PostalAddress | null
  /** Whether there was another account to choose when the session began. */
  readonly severalAccounts?: boolean
}

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
