import { describe, expect, it } from 'vitest'
import { staffRolesOf } from '../../../../src/domains/people/accounts/staff-roles.ts'
import { type Access, NotAllowed, requireAccess, type StaffRole } from '../../../../src/platform/http/request/caller.ts'

describe('staff roles', () => {
  it.each([
    [['Store Finance'], ['finance']],
    [
      ['Portal User Role', 'Store Read Only', 'Store Catalog'],
      ['readOnly', 'catalog'],
    ],
    [[], []],
    [['Producer Administrator', 'store operations', ' Store Operations', 'Store Operations 2'], []],
    // Names that every object of the language has are roles of nobody.
    [['constructor', 'toString', '__proto__', 'hasOwnProperty'], []],
  ] as const)('of a member of the publisher’s account whom the platform calls %j are %j', (roles, expected) => {
    expect(staffRolesOf({ accountType: 'internal', roles })).toEqual(expected)
  })

  it.each(['customer', 'reseller', 'distributor', 'vendor'] as const)(
    'are not to be had in an account of type %s, whatever its roles are called',
    (accountType) => {
      expect(staffRolesOf({ accountType, roles: ['Store Operations', 'Store Finance'] })).toEqual([])
    },
  )
})

describe('who may call a route for staff', () => {
  const staff = (roles: readonly StaffRole[]) =>
    ({ kind: 'staff', sessionId: 's', accountId: 'A', userName: 'u', roles }) as const
  const verdict = (access: Access, roles: readonly StaffRole[]) => {
    try {
      requireAccess(access, staff(roles))
      return 'allowed'
    } catch (error) {
      return error instanceof NotAllowed ? 'refused' : error
    }
  }
  it('is everybody with one of the four roles, and nobody without one', () => {
    for (const role of ['finance', 'operations', 'catalog', 'readOnly'] as const)
      expect(verdict('staff', [role])).toBe('allowed')
    expect(verdict('staff', [])).toBe('refused')
  })
  it('is that role alone where the route names it', () => {
    expect(verdict('staff:finance', ['readOnly', 'finance'])).toBe('allowed')
    for (const roles of [[], ['readOnly'], ['operations', 'catalog']] as const)
      expect(verdict('staff:finance', roles)).toBe('refused')
  })
})
