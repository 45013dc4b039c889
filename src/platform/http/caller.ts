import type { FastifyRequest } from 'fastify'
import { DomainError } from '../../kernel/domain-error.ts'

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
  readonly roles: readonly string[]
  /** See `answerStamp`, as of the reading of the session; absent where nobody read it, and then no answer is kept. */
  readonly answerStamp?: string
}
export interface StaffCaller {
  readonly kind: 'staff'
  readonly sessionId: string
  readonly accountId: string
  readonly userName: string
  readonly roles: readonly StaffRole[]
}
export interface SiteCaller {
  readonly kind: 'site'
  readonly siteId: string
}
export type StaffRole = 'finance' | 'operations' | 'catalog' | 'readOnly'

/** Who may call a route. `staff` alone is any staff role; `staff:finance` that role only. Every route states one. */
export type Access = 'public' | 'member' | 'site' | 'staff' | `staff:${Exclude<StaffRole, 'readOnly'>}`

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

/** @throws {SignInNeeded | NotAllowed} */
export function requireAccess(access: Access, caller: Caller): void {
  if (access === 'public') return
  if (caller.kind === 'nobody') throw new SignInNeeded()
  const [kind, role] = access.split(':')
  if (caller.kind !== kind) throw new NotAllowed()
  if (role !== undefined && caller.kind === 'staff' && !caller.roles.some((held) => held === role))
    throw new NotAllowed()
}

/** The member behind a request to a route with `access: 'member'`. */
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
