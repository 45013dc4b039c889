import type { PartnerFailure } from '../../../kernel/partner-failure.ts'
import { PartnerRefusal } from '../../../kernel/partner-refusal.ts'
import { partnerName } from '../pages/partner-name.ts'

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
export function sendPartnerFailure(error: PartnerFailure): { readonly code: string; readonly detail: string } {
  if (error instanceof PartnerRefusal) return { code: error.code, detail: error.sentence }
  switch (error.judgement) {
    case 'final':
      return {
        code: 'partner-refused',
        detail: `${partnerName(error.partner)} has refused this, so the same again will not help. Nothing was done. Choose another way, or write to support and name the number of the request.`,
      }
    case 'unclear':
      return {
        code: 'partner-unclear',
        detail: `${partnerName(error.partner)} did not say clearly whether it was done. We are finding out; nothing is done twice. Look again in a few minutes.`,
      }
    case 'retryable':
      return {
        code: 'partner-unavailable',
        detail: `${partnerName(error.partner)} does not answer as it should. Nothing was lost. Try again in a few minutes.`,
      }
  }
}
