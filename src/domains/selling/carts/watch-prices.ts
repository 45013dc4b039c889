import { sql } from 'drizzle-orm'
import type { LocalDate } from '../../../kernel/local-date.ts'
import type { Tx } from '../../../platform/db/db.ts'
import { textArray } from '../../../platform/db/text-array.ts'
import { findAccount } from '../../people/accounts/index.ts'
import { loadViewer } from '../../shop/catalog/index.ts'
import type { AffectedOffer, WatchOffers } from '../../shop/pricing/index.ts'
import { type Offer, openOffers } from './open-offers.ts'
import { type PricedRequest, priceLines } from './price-lines.ts'

// Each is priced twice; a preview is looked at by somebody who waits.
const offersWatched = 300

/** The open carts and priced carts with these part numbers that come to something else when prices change. A priced cart stays as it is. */
export const watchPrices: WatchOffers = async (tx, { at, on, partNumbers }) => {
  if (partNumbers.length === 0) return async () => ({ affected: [], more: false })
  const touched = {
    accountIds: sql`(select null::text)`,
    partNumbers: sql`(select unnest(${textArray(partNumbers)}))`,
  }
  const found = await openOffers(tx, { at, touched })
  const watched: { offer: Offer; before: Priced }[] = []
  for (const offer of found.slice(0, offersWatched)) watched.push({ offer, before: await priceOf(tx, offer, on) })
  return async (changed) => {
    const affected: AffectedOffer[] = []
    for (const { offer, before } of watched) {
      const after = await priceOf(changed, offer, on)
      const lost = [...before.sold].filter((partNumber) => !after.sold.has(partNumber))
      if (before.netMinor === after.netMinor && before.currency === after.currency && lost.length === 0) continue
      const pricedNet = offer.pricedNet && [...offer.pricedNet.values()].reduce((sum, minor) => sum + minor, 0)
      const { kind, id, accountId, userName } = offer
      affected.push({
        kind,
        id,
        accountId,
        userName,
        lost,
        currency: offer.currency ?? before.currency,
        beforeMinor: pricedNet ?? before.netMinor,
        afterMinor: after.netMinor,
      })
    }
    return { affected, more: found.length > offersWatched }
  }
}

interface Priced {
  readonly netMinor: number
  readonly currency: string
  readonly sold: ReadonlySet<string>
}

async function priceOf(tx: Tx, { accountId, endCustomerAccountId, lines }: Offer, on: LocalDate): Promise<Priced> {
  if ((await findAccount(tx, accountId)) === null) return { netMinor: 0, currency: '', sold: new Set() }
  const viewer = await loadViewer(tx, accountId, on, endCustomerAccountId ?? accountId)
  const requestedLines: readonly PricedRequest[] = await priceLines(tx, viewer, lines)
  return {
    netMinor: requestedLines.reduce((sum, { netMinor }) => sum + (netMinor ?? 0), 0),
    currency: viewer.currency,
    sold: new Set(requestedLines.flatMap(({ price, partNumber }) => (price ? [partNumber] : []))),
  }
}
