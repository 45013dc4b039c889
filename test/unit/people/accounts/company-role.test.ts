import { describe, expect, it } from 'vitest'
import { companyRoleOf } from '../../../../src/domains/people/accounts/company-role.ts'
import {
  type Access,
  companyRoles,
  type MemberCaller,
  requireAccess,
} from '../../../../src/platform/http/request/caller.ts'

describe('the company role of a member', () => {
  it.each([
    [['Account Administrator', 'Viewer'], 'admin'],
    [['portal admin'], 'admin'],
    [['Buyer', 'Approver'], 'approver'],
    [['Viewer', 'Buyer'], 'buyer'],
    [['Viewer'], 'viewer'],
    [['Read-only user', 'Portal User Role'], 'viewer'],
    [['Portal User Role'], 'buyer'],
    [['Badminton coach'], 'buyer'],
    [[], 'buyer'],
  ] as const)('of somebody whom the platform calls %j is %s', (platformRoles, role) => {
    expect(companyRoleOf(null, platformRoles, 'customer')).toBe(role)
  })

  it('is what the company said, above and below what the platform says', () => {
    expect(companyRoleOf('viewer', ['Account Administrator'], 'customer')).toBe('viewer')
    expect(companyRoleOf('admin', ['Viewer'], 'customer')).toBe('admin')
  })

  it('follows in the publisher’s own account from nothing but what was said there', () => {
    for (const names of [['Producer Administrator'], ['Approver', 'Buyer'], []])
      expect(companyRoleOf(null, names, 'internal')).toBe('viewer')
    expect(companyRoleOf('buyer', ['Producer Administrator'], 'internal')).toBe('buyer')
  })
})

it('each company role may all that the ones before it may, and nothing of the ones after it', () => {
  const member = (companyRole: MemberCaller['companyRole']): MemberCaller => ({
    kind: 'member',
    sessionId: 's',
    accountId: 'A',
    userName: 'joe',
    roles: [],
    companyRole,
  })
  const needs: readonly Access[] = ['member', 'member:buyer', 'member:approver', 'member:admin']
  for (const [held, role] of companyRoles.entries())
    for (const [needed, access] of needs.entries()) {
      const call = () => requireAccess(access, member(role))
      if (held >= needed) expect(call).not.toThrow()
      else expect(call).toThrow(expect.objectContaining({ code: 'role-needed' }))
    }
})
