import { sql } from 'drizzle-orm'
import { boolean, check, index, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
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
    /** Of what a run has read; null where the store wrote the row by itself and no run has read it since. */
    rowHash: text('row_hash'),
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
