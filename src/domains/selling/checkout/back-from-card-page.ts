import { z } from 'zod'
import { PartnerFailure } from '../../../kernel/partner-failure.ts'
import type { Actor } from '../../fulfilment/orders/index.ts'
import { type CompleteDeps, completeCardPayment } from './complete-card-payment.ts'

/** `unpaid`: nothing was charged. `unknown`: the card processor does not answer, so it cannot be told. */
export type CardPageLeft = 'unpaid' | 'unknown'

/**
 * What to say to a buyer who comes back from the card page to the page that led there. Asks the processor, because they
 * may have paid. Null for a payment that is none of the account's.
 */
export async function backFromCardPage(
  deps: CompleteDeps,
  { accountId, paymentId }: { readonly accountId: string; readonly paymentId: string },
): Promise<{ readonly left: CardPageLeft } | { readonly goTo: string } | null> {
  try {
    const outcome = await completeCardPayment(deps, paymentId, { accountId })
    if (outcome === null) return null
    // The page of the payment leads to the order, waits for it, or says that the money goes back.
    if (outcome.orderId !== null || outcome.state === 'settled' || outcome.isProcessing)
      return { goTo: `/checkout/return?payment=${encodeURIComponent(paymentId)}` }
    return { left: 'unpaid' }
  } catch (error) {
    if (!(error instanceof PartnerFailure)) throw error
    return { left: 'unknown' }
  }
}

/** With what the card page leads back to a page of the store. */
export const cardPageQuery = z.object({ payment: z.string().max(60).optional().catch(undefined) })

/** Says where a buyer stands who opens a page, perhaps coming from the card page. */
export async function backOf(
  deps: CompleteDeps,
  { accountId }: Actor,
  { payment: paymentId }: z.infer<typeof cardPageQuery>,
): ReturnType<typeof backFromCardPage> {
  return paymentId === undefined ? null : backFromCardPage(deps, { accountId, paymentId })
}
