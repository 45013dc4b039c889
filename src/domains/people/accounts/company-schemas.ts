import { z } from 'zod'
import { companyRoles } from '../../../platform/http/request/caller.ts'
import type { CompanyMember } from './company-store.ts'

const oneLine = (max: number) =>
  z
    .string()
    .trim()
    .max(max, `Give at most ${max} characters`)
    .regex(/^\P{Cc}*$/u, 'Leave out control characters')

export const companyMemberSchema = z
  .object({
    userName: z.string(),
    name: z.string(),
    email: z.string(),
    role: z.enum(companyRoles),
    /** False where the role follows from the platform's role names. */
    roleIsAssigned: z.boolean(),
    lastSignOnAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'CompanyMember' })

export const inviteSchema = z
  .strictObject({
    email: oneLine(255).pipe(z.email('Give an e-mail address, such as joe@example.com')),
    firstName: oneLine(100).min(1, 'Give the first name'),
    lastName: oneLine(100).min(1, 'Give the last name'),
    role: z.enum(companyRoles, 'Choose a role'),
  })
  .meta({ id: 'InviteMember' })

export const invitationSchema = z
  .object({
    id: z.string(),
    email: z.string(),
    firstName: z.string(),
    lastName: z.string(),
    role: z.enum(companyRoles),
    state: z.enum(['open', 'accepted', 'withdrawn', 'expired']),
    invitedBy: z.string(),
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
  })
  .meta({ id: 'Invitation' })

export function companyMemberView(member: CompanyMember): z.infer<typeof companyMemberSchema> {
  const { userName, name, email, role, roleIsAssigned, lastSignOnAt } = member
  return { userName, name, email, role, roleIsAssigned, lastSignOnAt: lastSignOnAt?.toISOString() ?? null }
}
