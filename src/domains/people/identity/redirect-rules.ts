import { z } from 'zod'
import { DomainError } from '../../../kernel/domain-error.ts'
import { InvalidInput } from '../../../platform/http/answer/problems.ts'
import type { redirectRules } from './redirect-tables.ts'

export type RedirectRule = typeof redirectRules.$inferSelect

/** Where accounts may be sent, as the configuration has it. */
export interface RedirectBounds {
  /** Origins of other sites; nobody is sent anywhere else. */
  readonly origins: readonly string[]
  /** The store's own origin, where a redirect would lead in a circle. */
  readonly own: string
  /** True in production: the token goes over the wire, so only https will do. */
  readonly httpsOnly: boolean
}

const narrower = z.string().trim().max(255).default('')

/** Staff are not here: a rule that sends them away could not be taken back. */
export const redirectRuleSchema = z
  .strictObject({
    accountType: z.enum(['customer', 'reseller', 'distributor', 'vendor'], 'Choose an account type'),
    partnerTier: narrower,
    accountId: narrower,
    targetUrl: z.string().trim().min(1, 'Give the address of the other site').max(500),
  })
  .meta({ id: 'RedirectRule' })
export type NewRedirectRule = z.infer<typeof redirectRuleSchema>

/** The rule that sends an account to another site; null keeps it here. One account ID beats a tier, a tier beats a type. */
export function redirectOf<Rule extends Pick<RedirectRule, 'accountType' | 'partnerTier' | 'accountId'>>(
  account: { readonly accountId: string; readonly accountType: string; readonly partnerTier: string | null },
  rules: readonly Rule[],
): Rule | null {
  const fits = rules.filter(
    (rule) =>
      rule.accountType === account.accountType &&
      (rule.partnerTier === '' || rule.partnerTier === account.partnerTier) &&
      (rule.accountId === '' || rule.accountId === account.accountId),
  )
  const rank = (rule: Rule) => (rule.accountId === '' ? 0 : 2) + (rule.partnerTier === '' ? 0 : 1)
  return [...fits].sort((a, b) => rank(b) - rank(a))[0] ?? null
}

/** Why nobody may be sent to an address; null when it will do. */
export function targetRefusal(targetUrl: string, { origins, own, httpsOnly }: RedirectBounds): string | null {
  const target = URL.parse(targetUrl)
  if (target === null || (target.protocol !== 'https:' && target.protocol !== 'http:'))
    return 'Give a whole address, such as https://partners.example/sso/handoff.'
  if (target.username !== '' || target.password !== '' || target.hash !== '')
    return 'Leave user name, password and the part after # out of the address.'
  if (httpsOnly && target.protocol !== 'https:')
    return 'The address has to begin with https, because a token goes there.'
  if (target.origin === own) return 'This is the address of this store; the redirect would lead in a circle.'
  if (!origins.includes(target.origin))
    return `${target.origin} is not among the origins that REDIRECT_ORIGINS of the configuration allows.`
  if (target.searchParams.has('token')) return 'Leave the parameter token out: the hand-off is put there.'
  return null
}

/** @throws {InvalidInput} at the field `targetUrl` */
export function refuseTarget(targetUrl: string, bounds: RedirectBounds): void {
  const detail = targetRefusal(targetUrl, bounds)
  if (detail !== null) throw new InvalidInput([{ pointer: '#/targetUrl', detail }])
}

/** The other site's address with the very token that came, for that site to verify and to use up itself. */
export function addressWith(targetUrl: string, token: string): string {
  const address = new URL(targetUrl)
  address.searchParams.set('token', token)
  return address.href
}

export class RedirectLoop extends DomainError {
  constructor(targetOrigin: string) {
    super(
      'redirect-loop',
      `This link was passed on to ${targetOrigin} and came back. Go back to the portal and click again; if you see this once more, tell the people who run the store.`,
      { targetOrigin },
    )
  }
}

export class AccountOnExternalSite extends DomainError {
  constructor(targetUrl: string) {
    super(
      'account-served-elsewhere',
      `${new URL(targetUrl).origin} serves this account. Open it from the portal, or sign on there; a hand-off that you have is still unused and good for ${targetUrl}.`,
      { targetUrl },
    )
  }
}
