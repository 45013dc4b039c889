import { z } from 'zod'
import { PartnerFailure } from '../../../kernel/partner-failure.ts'
import { NotFound } from '../../../platform/http/answer/problems.ts'
import { deliveredFor, type HeldRight, productTitles } from '../../entitlements/rights/index.ts'
import {
  type DownloadDeps,
  type DownloadedBefore,
  downloadedBefore,
  downloadedBeforeSchema,
  downloadsOfLine,
  downloadsSchema,
  readPlatformDownloads,
  recordOfferShown,
} from '../../fulfilment/downloads/index.ts'
import type { Actor } from '../../fulfilment/orders/index.ts'
import { loadViewer, metRequirements } from '../../shop/catalog/index.ts'
import type { readKitOfTitle } from '../../shop/storefront/index.ts'
import { GrantedNotDelivered, priceLines, settle } from '../carts/index.ts'

/** A kit that the account may buy, beside what the account has of it already. */
export type OfferedKit = Awaited<ReturnType<typeof readKitOfTitle>>

export const kitOfferSchema = z
  .object({
    accountId: z.string(),
    partNumber: z.string(),
    /** How many the account may still order. */
    left: z.number().int(),
    download: z.object({
      /** `none`: no line of the account has it. `empty`: there is no file yet. `unknown`: the platform could not be asked. */
      state: z.enum(['none', 'ready', 'empty', 'unknown']),
      activationId: z.string().nullable(),
      packages: downloadsSchema.shape.packages,
      /** When the account last downloaded these files, and who did. */
      before: downloadedBeforeSchema.nullable(),
    }),
  })
  .meta({ id: 'KitOffer' })

interface DownloadState {
  readonly state: 'none' | 'ready' | 'empty' | 'unknown'
  readonly right: HeldRight | null
  readonly packages: z.infer<typeof downloadsSchema>['packages']
}
type DownloadOffer = DownloadState & { readonly before: DownloadedBefore | null }

/**
 * How many are left for the account, and what it could download instead, as the platform says at this moment (S25). That
 * it was shown is recorded.
 * @throws {GrantedNotDelivered}
 */
export async function kitOffer(
  deps: DownloadDeps,
  actor: Actor,
  { item, viewer }: OfferedKit,
): Promise<{ readonly left: number; readonly download: DownloadOffer }> {
  const requested = {
    id: '',
    quantity: 1,
    targetActivationId: '',
    partNumber: item.partNumber,
    downloadDeclined: false,
  }
  const [priced] = await priceLines(deps.db, viewer, [requested])
  if (priced && priced.openedByGrants.length > 0) {
    await settle(deps, actor, priced.openedByGrants)
    const told = await loadViewer(deps.db, viewer.accountId, viewer.on)
    const [again] = await priceLines(deps.db, told, [requested])
    if (again?.problem?.code === 'granted-not-delivered')
      throw new GrantedNotDelivered(item.partNumber, again.problem.sentence)
  }
  const rights = viewer.held.filter((right) => metRequirements(item, [right]).length > 0)
  const download = await downloadOf(deps, actor, { rights, held: viewer.held })
  const { partNumber, partnerProductId } = item
  if (partnerProductId === null) return { left: priced?.maxQuantity ?? 0, download: { ...download, before: null } }
  await learnOfDownloads(deps, actor, { packageId: partnerProductId, isThere: download.state === 'ready' })
  const at = deps.clock.now()
  await recordOfferShown(deps.db, actor, { partNumber, packageId: partnerProductId, state: download.state, at })
  const before = (await downloadedBefore(deps.db, actor.accountId, [partnerProductId])).get(partnerProductId) ?? null
  return { left: priced?.maxQuantity ?? 0, download: { ...download, before } }
}

// Before the offer counts as shown again, so that a download after the last look is an answer to that one. A platform that
// does not tell takes nothing from the offer: what is known from before is shown.
async function learnOfDownloads(
  deps: DownloadDeps,
  { accountId, userName }: Actor,
  { packageId, isThere }: { readonly packageId: string; readonly isThere: boolean },
): Promise<void> {
  if (!isThere) return
  try {
    await readPlatformDownloads(deps, { accountId, packageId }, userName)
  } catch (error) {
    if (!(error instanceof PartnerFailure)) throw error
  }
}

/** Of the first right that has something of its own: what a chain grants is not had by the files of its line. */
async function downloadOf(
  deps: DownloadDeps,
  actor: Actor,
  { rights, held }: { readonly rights: readonly HeldRight[]; readonly held: readonly HeldRight[] },
): Promise<DownloadState> {
  const [first] = rights
  if (!first) return { state: 'none', right: null, packages: [] }
  const titles = await productTitles(
    deps.db,
    rights.map(({ productName: name, productVersion: version }) => ({ name, version })),
  )
  try {
    for (const right of rights.slice(0, 3)) {
      const { packages } = await downloadsOfLine(deps, actor, right.activationId)
      const line = held.find((one) => one.grantedBy === null && one.activationId === right.activationId)
      const title = titles.get(`${right.productName}@${right.productVersion}`) ?? null
      const told = { ...right, title, lineProductName: line?.productName ?? '' }
      const usable = deliveredFor(told, packages).filter(({ files }) => files.length > 0)
      if (usable.length > 0) return { state: 'ready', right, packages: [...usable] }
    }
    return { state: 'empty', right: first, packages: [] }
  } catch (error) {
    if (error instanceof PartnerFailure || error instanceof NotFound)
      return { state: 'unknown', right: first, packages: [] }
    throw error
  }
}
