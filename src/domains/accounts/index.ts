export { accountNames } from './account-names.ts'
export { type AccountKind, accountsByKind } from './accounts-by-kind.ts'
export { type PostalAddress, postalAddressAnswer, postalAddressSchema } from './address.ts'
export { setAmbiguousNamesAside } from './ambiguous-names.ts'
export { callerOf, callerOfSession, sessionOf } from './authenticate.ts'
export { sessionCookie } from './authenticate-token.ts'
export {
  findInvitation,
  invitationStateAt,
  inviteMember,
  withdrawInvitation,
} from './company-invitations.ts'
export { listCompanyMembers, listInvitations } from './company-lists.ts'
export { changeRole, removeMember } from './company-members.ts'
export { inviteSchema } from './company-schemas.ts'
export {
  type CompanyMember,
  companyMemberOf,
  companyMembersOf,
} from './company-store.ts'
export { OwnRole } from './errors.ts'
export { forgetKeptForms, forgetSentForms, formsOfEndedSessions, isKept, keptFormOf } from './kept-form-pages.ts'
export { accountHandlers } from './list-at-platform.ts'
export { liveSession } from './live-session.ts'
export { accountMirror, accountParentMirror, forgetLinksOfRemoved, memberMirror, membershipMirror } from './mirror.ts'
export { namesOf, personWritten } from './names-of.ts'
export { isPartnerType } from './partner-type.ts'
export { forgetPassedHandoffs } from './pass-on-handoff.ts'
export type { HandoffIssuer, HandoffVerifier, WaysToSignOn } from './port.ts'
export { buyersNamed, contactsOf, parentsOf } from './relatives.ts'
export { signInNameOf } from './sign-in-name.ts'
export { accountsMatching, membersMatching, signOnsOf } from './staff-views.ts'
export { accountRow, customersAmong, findAccount, findMember, forgetOldSignOns, placesOf } from './store.ts'
export { formerMemberOf, keepWayBack, pageOfForm } from './way-back-pages.ts'
