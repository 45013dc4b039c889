import type { Clock } from '../../../kernel/clock.ts'
import { dateOf } from '../../../kernel/local-date.ts'
import { PartnerFailure } from '../../../kernel/partner-failure.ts'
import { within } from '../../../kernel/within.ts'
import type { Db } from '../../../platform/db/db.ts'
import {
  askInTurn,
  type GrantChecked,
  type HeldRight,
  heldRights,
  isDelivered,
  type PlatformDownloads,
  packagesOfLines,
  productTitles,
  recordGrantsChecked,
} from '../../entitlements/rights/index.ts'
import type { Actor } from '../../fulfilment/orders/index.ts'
import type { PricedRequest } from './price-lines.ts'

export interface SettleDeps {
  readonly db: Db
  readonly clock: Clock
  readonly platform: Pick<PlatformDownloads, 'downloadPackages'>
}

/** Refuses wants of which the platform has to be asked first. */
export type SettledCheck = (requestedLines: readonly PricedRequest[]) => void

/** Leaves the transaction, because a partner is not asked within one. */
class Unsettled extends Error {
  readonly grants: readonly HeldRight[]
  constructor(grants: readonly HeldRight[]) {
    super('the platform is to be asked what it delivers')
    this.grants = grants
  }
}

/** A buyer waits no longer for the platform; what it has not said by then is not known, and not taken for a no. */
const patienceMs = 3_000

/**
 * Does work that orders media kits. A kit that is open by the word of a chain alone is ordered when the platform delivers
 * what is granted: it is asked once, before the work is done again, and its answer is noted for everybody. The platform is
 * asked nothing about any other item.
 */
export async function withGrantsSettled<Result>(
  deps: SettleDeps,
  actor: Actor,
  work: (check: SettledCheck) => Promise<Result>,
): Promise<Result> {
  try {
    return await work((requestedLines) => {
      const grants = requestedLines
        .filter(({ problem }) => problem === null)
        .flatMap(({ openedByGrants }) => openedByGrants)
      if (grants.length > 0) throw new Unsettled(grants)
    })
  } catch (error) {
    if (!(error instanceof Unsettled)) throw error
    await settle(deps, actor, error.grants)
    return work(() => {})
  }
}

/** Asks the platform whether it delivers these grants, and notes its answers; where it does not answer, nothing is noted. */
export async function settle(deps: SettleDeps, actor: Actor, grants: readonly HeldRight[]): Promise<void> {
  const { db, clock, platform } = deps
  const titles = await productTitles(
    db,
    grants.map(({ productName: name, productVersion: version }) => ({ name, version })),
  )
  const checked: GrantChecked[] = []
  const asking = async () => {
    for (const right of grants) {
      const { activationId, productName, productVersion, ownerAccountId: accountId, grantedBy } = right
      // Its owner's lines decide, as in the store's own look at all grants.
      const lines = (await heldRights(db, accountId, dateOf(clock.now()))).filter((one) => one.grantedBy === null)
      const own = lines.find((line) => line.activationId === activationId)
      const title = titles.get(`${productName}@${productVersion}`) ?? null
      const grant = { ...right, title, lineProductName: own?.productName ?? '' }
      const names = [{ userName: actor.userName }, { userName: null }]
      const ask = (ids: readonly string[]) =>
        askInTurn(names, ({ userName }) => packagesOfLines(platform, userName, ids))
      const delivered = await isDelivered(ask, grant, lines)
      const key = { activationId, productName, productVersion, accountId }
      checked.push({ ...key, chainId: grantedBy?.chainId ?? '', delivered })
    }
  }
  await within(patienceMs, asking()).catch((error: unknown) => {
    if (!(error instanceof PartnerFailure) && !isTimeout(error)) throw error
  })
  await db.transaction((tx) => recordGrantsChecked(tx, [...checked], clock.now()))
}

function isTimeout(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'TimeoutError'
}
