import type { CompanyRole } from '../../../platform/http/request/caller.ts'

export type { CompanyRole } from '../../../platform/http/request/caller.ts'

// Platforms name their roles as they like. The strongest word that is found in any of them counts.
const words: readonly (readonly [word: RegExp, role: CompanyRole])[] = [
  [/\badmin/i, 'admin'],
  [/\bapprover/i, 'approver'],
  [/\b(buyer|purchaser)/i, 'buyer'],
  [/\b(viewer|read.?only)/i, 'viewer'],
]

/**
 * What a member may do for the company: what its administrators said, else what the platform's role names say, else
 * buyer, so that a platform without such roles lets its members order. In the publisher's own account only what was said
 * counts: the names there are those of the platform's own administration, and mean nothing for ordering.
 */
export function companyRoleOf(
  assigned: CompanyRole | null,
  platformRoles: readonly string[],
  accountType: string,
): CompanyRole {
  if (assigned !== null) return assigned
  if (accountType === 'internal') return 'viewer'
  return words.find(([word]) => platformRoles.some((name) => word.test(name)))?.[1] ?? 'buyer'
}
