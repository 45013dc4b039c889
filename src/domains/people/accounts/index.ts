export { accountNames } from './account-names.ts'
export { type AccountKind, accountsByKind } from './accounts-by-kind.ts'
export { type PostalAddress, postalAddressAnswer, postalAddressSchema } from './address.ts'
export { type AddressHint, addressHint } from './address-hint.ts'
export {
  acceptInvitations,
  findInvitation,
  invitationStateAt,
  inviteMember,
  withdrawInvitation,
} from './company-invitations.ts'
export { listCompanyMembers, listInvitations } from './company-lists.ts'
export { changeRole, removeMember } from './company-members.ts'
export { companyRoleOf } from './company-role.ts'
export { inviteSchema } from './company-schemas.ts'
export {
  type CompanyMember,
  companyMemberOf,
  companyMembersOf,
} from './company-store.ts'
export { OwnRole } from './errors.ts'
export { memberInvited } from './events.ts'
export { accountHandlers } from './list-at-platform.ts'
export type { LiveSession } from './live-session.ts'
export { liveSession } from './live-session.ts'
export { membersByEmail, type NamedMember } from './members-by-email.ts'
export {
  accountMirror,
  accountParentMirror,
  forgetLinksOfRemoved,
  type MirroredMember,
  memberMirror,
  membershipMirror,
  mirrorMember,
} from './mirror.ts'
export { namesOf, personWritten } from './names-of.ts'
export { isPartner, isPartnerType } from './partner-type.ts'
export { buyersNamed, contactsOf, parentsOf } from './relatives.ts'
export { signInNameOf } from './sign-in-name.ts'
export { staffRolesOf } from './staff-roles.ts'
export { accountsMatching, membersMatching, signOnsOf } from './staff-views.ts'
export {
  type Account,
  accountRow,
  contactFacts,
  customersAmong,
  findAccount,
  findMember,
  insertSession,
  type Member,
  type Membership,
  membershipsOf,
  revokeSession,
  revokeSessionsOfIdentity,
  rolesIn,
  takeSession,
} from './store.ts'
export type { SignOnWay } from './tables.ts'
