import type { PartnerFailure } from '../../kernel/partner-failure.ts'
import { PartnerRefusal } from '../../kernel/partner-refusal.ts'

/** So long a caller may wait before asking a partner again, in seconds. */
export const retryAfterSeconds = 60

/** What next is to be done at the portal, because the store cannot do it. */
export const codesOfThePortal: ReadonlySet<string> = new Set([
  'eula-not-accepted',
  'compliance-agreement-not-accepted',
  'download-not-allowed',
])

/**
 * How a partner's failure is told: its final no as a no, with the reason and the next step, an outage as an outage, and
 * what is not known as that.
 */
export function tellPartnerFailure(error: PartnerFailure): { readonly code: string; readonly detail: string } {
  if (error instanceof PartnerRefusal) return { code: error.code, detail: error.sentence }
  switch (error.judgement) {
    case 'final':
      return {
        code: 'partner-refused',
        detail: `${nameOf(error.partner)} has refused this, so the same again will not help. Nothing was done. Choose another way, or write to support and name the number of the request.`,
      }
    case 'unclear':
      return {
        code: 'partner-unclear',
        detail: `${nameOf(error.partner)} did not say clearly whether it was done. We are finding out; nothing is done twice. Look again in a few minutes.`,
      }
    case 'retryable':
      return { code: 'partner-unavailable', detail: 'Nothing was lost. Try again in a few minutes.' }
  }
}

const names: Readonly<Record<string, string>> = {
  stripe: 'The card processor',
  flexnet: 'The download portal',
  'entitlement platform': 'The download portal',
  downloads: 'The download portal',
}

function nameOf(partner: string): string {
  return names[partner] ?? 'A partner system'
}
