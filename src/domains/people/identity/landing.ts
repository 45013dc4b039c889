export { localPathOf } from '../../../platform/http/request/local-path.ts'

/** Where a browser goes once it is signed on. */
export function landingOf(signOn: { readonly staff: boolean; readonly returnTo: string | null }): string {
  const { staff, returnTo } = signOn
  const forStaff = returnTo !== null && /^\/admin(\/|\?|$)/.test(returnTo)
  if (staff) return forStaff ? returnTo : '/admin'
  return returnTo === null || forStaff ? '/products' : returnTo
}
