import type { StaffRole } from '../../../platform/http/request/caller.ts'
import type { AccountType } from './tables.ts'

const byName: ReadonlyMap<string, StaffRole> = new Map([
  ['Store Finance', 'finance'],
  ['Store Operations', 'operations'],
  ['Store Catalog', 'catalog'],
  ['Store Read Only', 'readOnly'],
])

/**
 * The store's staff roles behind the platform's role names; other names mean nothing to the store. Only members of the
 * publisher's own account can hold them, and without one such a member is no staff: an account is never a role.
 */
export function staffRolesOf(place: {
  readonly accountType: AccountType
  readonly roles: readonly string[]
}): StaffRole[] {
  if (place.accountType !== 'internal') return []
  return place.roles.flatMap((role) => byName.get(role) ?? [])
}
