export { type PostalAddress, postalAddressSchema } from './address.ts'
export { callerOfSession, sessionCookie } from './authenticate.ts'
export { accountMirror, type MirroredAccount, type MirroredMember, memberMirror } from './mirror.ts'
export type { HandoffVerifier } from './port.ts'
export {
  type Account,
  accountsById,
  customersNamed,
  findAccount,
  findMember,
  forgetOldHandoffs,
  type LiveSession,
  liveSession,
  revokeSession,
} from './store.ts'
export type { AccountType, SessionProfile } from './tables.ts'
