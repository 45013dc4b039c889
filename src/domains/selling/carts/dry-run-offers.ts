import { dateOf, type LocalDate } from '../../../kernel/local-date.ts'
import type { Tx } from '../../../platform/db/db.ts'
import { type BrokenOffers, type DryRunObservers, rowsShown } from '../../entitlements/sync/index.ts'
import { findAccount } from '../../people/accounts/index.ts'
import { loadViewer } from '../../shop/catalog/index.ts'
import { type Offer, openOffers } from './open-offers.ts'
import { type PricedRequest, priceLines } from './price-lines.ts'

type BrokenOffer = BrokenOffers['broken'][number]

/**
 * The open carts and priced carts with a line that could be ordered before a publication and cannot be after it. Only those
 * that the publication touched are looked at: while it stands, for lines that cannot be ordered, and, when it has been
 * rolled back, whether those could be before and what they cost.
 */
export const dryRunOffers: DryRunObservers['offers'] = async (tx, { at, touched }) => {
  const on = dateOf(at)
  const suspects: Suspect[] = []
  for (const offer of await openOffers(tx, { at, touched })) {
    const problems = problemsOf(offer, await judge(tx, offer, on))
    if (problems.size > 0) suspects.push({ offer, problems })
  }
  return async (before) => {
    const broken: (BrokenOffer & { readonly cartId: string })[] = []
    for (const suspect of suspects) {
      const found = await brokenOf(before, suspect, on)
      if (found) broken.push({ ...found, cartId: suspect.offer.cartId })
    }
    return summaryOf(broken)
  }
}

interface Suspect {
  readonly offer: Offer
  /** Of lines that cannot be ordered after the publication, by id. */
  readonly problems: ReadonlyMap<string, string>
}

/** Null when an account that it depends on is gone: then nothing in it can be ordered. */
async function judge(tx: Tx, offer: Offer, on: LocalDate): Promise<readonly PricedRequest[] | null> {
  const { accountId, endCustomerAccountId, lines } = offer
  if ((await findAccount(tx, accountId)) === null) return null
  return priceLines(tx, await loadViewer(tx, accountId, on, endCustomerAccountId ?? accountId), lines)
}

function problemsOf(offer: Offer, requestedLines: readonly PricedRequest[] | null): Map<string, string> {
  if (requestedLines === null)
    return new Map(offer.lines.map(({ id }) => [id, 'The account is no longer on the platform.']))
  return new Map(requestedLines.flatMap(({ id, problem }) => (problem === null ? [] : [[id, problem.sentence]])))
}

async function brokenOf(tx: Tx, { offer, problems }: Suspect, on: LocalDate): Promise<BrokenOffer | null> {
  const requestedLines = await judge(tx, offer, on)
  if (requestedLines === null) return null
  const account = await findAccount(tx, offer.accountId)
  const lines = requestedLines.flatMap((requested) => {
    const problem = problems.get(requested.id)
    if (problem === undefined || requested.problem !== null || requested.price === null || requested.item === null)
      return []
    const valueMinor = offer.pricedNet?.get(requested.id) ?? requested.netMinor ?? 0
    const { partNumber, quantity } = requested
    return [{ partNumber, title: requested.item.title, quantity, valueMinor, problem }]
  })
  if (lines.length === 0) return null
  const { kind, id, accountId, userName, endCustomerAccountId } = offer
  return {
    kind,
    id,
    accountId,
    userName,
    endCustomerAccountId,
    currency: offer.currency ?? account?.currency ?? '',
    valueMinor: lines.reduce((sum, line) => sum + line.valueMinor, 0),
    lines,
  }
}

function summaryOf(broken: readonly (BrokenOffer & { readonly cartId: string })[]): BrokenOffers {
  const of = (kind: BrokenOffer['kind']) => {
    const found = broken.filter((one) => one.kind === kind)
    return {
      count: found.length,
      lines: found.reduce((sum, { lines }) => sum + lines.length, 0),
      value: byCurrency(found),
    }
  }
  // Priced carts come before carts and the latest first, so the first of a cart is the price that its buyer saw last.
  const once = new Map<string, BrokenOffer>()
  for (const one of broken) if (!once.has(one.cartId)) once.set(one.cartId, one)
  return {
    carts: of('cart'),
    pricedCarts: of('pricedCart'),
    atRisk: byCurrency([...once.values()]),
    broken: broken.slice(0, rowsShown).map(({ cartId: _, ...one }) => one),
  }
}

function byCurrency(offers: readonly BrokenOffer[]): BrokenOffers['atRisk'] {
  const sums = new Map<string, number>()
  for (const { currency, valueMinor } of offers) sums.set(currency, (sums.get(currency) ?? 0) + valueMinor)
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([currency, minor]) => ({ currency, minor }))
}
