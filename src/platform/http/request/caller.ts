import type { FastifyRequest } from 'fastify'
import { DomainError } from '../../../kernel/domain-error.ts'

/** Who is calling, as proved by cookie or token; never by anything the browser merely claims. */
export type Caller = Nobody | MemberCaller | StaffCaller | SiteCaller

export interface Nobody {
  readonly kind: 'nobody'
}
export interface MemberCaller {
  readonly kind: 'member'
  readonly sessionId: string
  readonly accountId: string
  readonly userName: string
  /** As the platform names them. */
  readonly roles: readonly string[]
  /** As it is at this request: a change counts in the very next one, on every replica. */
  readonly companyRole: CompanyRole
  /** See `cacheVersion`, as of the reading of the session; absent where nobody read it, and then no answer is kept. */
  readonly cacheVersion?: string
}
export interface StaffCaller {
  readonly kind: 'staff'
  readonly sessionId: string
  readonly accountId: string
  readonly userName: string
  /** At least one, as they are at this request. */
  readonly roles: readonly StaffRole[]
}
export interface SiteCaller {
  readonly kind: 'site'
  readonly siteId: string
}
export type StaffRole = 'finance' | 'operations' | 'catalog' | 'readOnly'

/** What a member may do for the account, each with all that the ones before it may: see, order, release, manage. */
export const companyRoles = ['viewer', 'buyer', 'approver', 'admin'] as const
export type CompanyRole = (typeof companyRoles)[number]

/**
 * Who may call a route. `staff` alone is any of the four staff roles; `staff:finance` that role only; `member:buyer` that company role
 * and those above it. Every route states one.
 */
export type Access =
  | 'public'
  | 'member'
  | `member:${Exclude<CompanyRole, 'viewer'>}`
  | 'site'
  | 'staff'
  | `staff:${Exclude<StaffRole, 'readOnly'>}`

export type Authenticate = (request: FastifyRequest) => Promise<Caller>

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller
  }
  interface FastifyContextConfig {
    access?: Access
    /** Set on routes that need the untouched bytes of the body, such as signed webhooks. */
    rawBody?: boolean
  }
}

/** @throws {SignInNeeded | NotAllowed | RoleNeeded} */
export function requireAccess(access: Access, caller: Caller): void {
  if (access === 'public') return
  if (caller.kind === 'nobody') throw new SignInNeeded()
  const [kind, role] = access.split(':')
  if (caller.kind !== kind) throw new NotAllowed()
  if (caller.kind === 'staff' && !caller.roles.some((held) => role === undefined || held === role))
    throw new NotAllowed()
  const needed = companyRoles.find((one) => one === role)
  if (needed !== undefined && caller.kind === 'member' && !hasRole(caller, needed))
    throw new RoleNeeded(needed, caller.companyRole)
}

/** Whether the member has the role or one above it. */
export function hasRole(member: { readonly companyRole: CompanyRole }, needed: CompanyRole): boolean {
  return companyRoles.indexOf(member.companyRole) >= companyRoles.indexOf(needed)
}

/** The member behind a request to a route with `access: 'member'`, or with one of the company roles. */
export function memberOf(request: FastifyRequest): MemberCaller {
  if (request.caller.kind !== 'member') throw new SignInNeeded()
  return request.caller
}

export function staffOf(request: FastifyRequest): StaffCaller {
  if (request.caller.kind !== 'staff') throw new SignInNeeded()
  return request.caller
}

export function siteOf(request: FastifyRequest): SiteCaller {
  if (request.caller.kind !== 'site') throw new SignInNeeded()
  return request.caller
}

export class SignInNeeded extends DomainError {
  constructor() {
    super('sign-in-needed', 'Open the store from the download portal to sign on.')
  }
}

export class NotAllowed extends DomainError {
  constructor() {
    super('not-allowed', 'This account or role may not do that.')
  }
}

export class RoleNeeded extends DomainError {
  constructor(needed: CompanyRole, held: CompanyRole) {
    super('role-needed', `${roleSentences[held]} ${neededSentences[needed]}`, { needed, held })
  }
}

const roleSentences: Readonly<Record<CompanyRole, string>> = {
  viewer: 'You look at your company’s catalog, prices and orders as a viewer.',
  buyer: 'You order for your company as a buyer.',
  approver: 'You order and approve orders for your company as an approver.',
  admin: 'You administer your company’s account.',
}

const neededSentences: Readonly<Record<CompanyRole, string>> = {
  viewer: 'This is for members of the company.',
  buyer: 'Ordering needs the role of a buyer; an administrator of your company can give it to you.',
  approver: 'This needs the role of an approver; an administrator of your company can give it to you.',
  admin: 'This is for administrators of your company’s account.',
}
