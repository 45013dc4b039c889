import { z } from 'zod'
import type { Clock } from '../../../kernel/clock.ts'
import { dateOf } from '../../../kernel/local-date.ts'
import type { Db } from '../../../platform/db/db.ts'
import { decodeCursor, encodeCursor } from '../../../platform/http/request/paging.ts'
import { type PlatformDownloads, productCategories } from '../../entitlements/rights/index.ts'
import type { Actor } from '../../fulfilment/orders/index.ts'
import { accountNames } from '../../people/accounts/index.ts'
import { itemsForLines, loadViewer } from '../../shop/catalog/index.ts'
import { priceItems } from '../../shop/pricing/index.ts'
import { leftToOrder } from '../carts/index.ts'
import { type DownloadInLine, downloadsOfRights, viewerTold } from './downloads-of-rights.ts'
import { ownedLine, ownedLineSchema } from './install-base.ts'
import {
  type CategorisedRight,
  filterLines,
  groupLines,
  type InstallBaseFilter,
  maintenanceState,
  maintenanceStates,
  pageOfLines,
} from './install-base-groups.ts'
import { actionsOf, noActions } from './line-actions.ts'

const choiceSchema = z
  .object({
    partNumber: z.string(),
    title: z.string(),
    productVersion: z.string().nullable(),
    /** The least that is sold. */
    quantity: z.number().int(),
    unitPriceMinor: z.number().int(),
    listPriceMinor: z.number().int(),
    currency: z.string(),
    priceSentence: z.string(),
  })
  .meta({ id: 'LineChoice' })

export const installBaseLineSchema = ownedLineSchema
  .extend({
    category: z.string(),
    /** Of an update that a chain grants: the activation ID of the line that brings it; null for a line. */
    under: z.string().nullable(),
    /** The name of the account that it is inherited from; null for an own line. */
    inheritedFromName: z.string().nullable(),
    maintenance: z.enum(maintenanceStates),
    /** What the platform lets the member download at this moment, and what can be bought for the line. */
    can: z.object({
      download: z.object({
        /** `undelivered`: a chain grants the product and the platform does not deliver it to this account. */
        state: z.enum(['ready', 'empty', 'undelivered', 'unknown']),
        packages: z.number().int(),
        /** Of what a chain grants: the activation ID of another line that delivers it, where its own does not. */
        elsewhere: z.string().nullable(),
      }),
      media: z.array(choiceSchema.extend({ partnerProductId: z.string(), left: z.number().int() })),
      seats: z.array(choiceSchema),
      components: z.array(choiceSchema),
      upgrades: z.array(choiceSchema),
      /** Maintenance of the line, or the subscription that it is, with the days it would be good for. */
      renewals: z.array(choiceSchema.extend({ startDate: z.string(), through: z.string() })),
      /** Why what would continue the line is not offered; null when it is, or when nothing would. */
      notRenewed: z.string().nullable(),
    }),
  })
  .meta({ id: 'InstallBaseLine' })
export type InstallBaseLine = z.infer<typeof installBaseLineSchema>

export const installBaseSchema = z
  .object({
    /** By product: each line, then the updates that it brings. */
    lines: z.array(installBaseLineSchema),
    /** Lines in all, and how many fit the filter; updates come with theirs. */
    total: z.number().int(),
    found: z.number().int(),
    categories: z.array(z.string()),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'InstallBase' })
export type InstallBase = z.infer<typeof installBaseSchema>

interface InstallBaseDeps {
  readonly db: Db
  readonly clock: Clock
  readonly platform: Pick<PlatformDownloads, 'downloadPackages'>
}

/**
 * A page of what the account owns, own and inherited, with what can be done with each line on this day (S1). Ten
 * statements, however many lines; the platform is asked once for each line of the page.
 */
export async function viewInstallBase(
  deps: InstallBaseDeps,
  actor: Actor,
  query: InstallBaseFilter & { readonly cursor?: string | undefined; readonly limit: number },
): Promise<InstallBase> {
  const { db } = deps
  const known = await loadViewer(db, actor.accountId, dateOf(deps.clock.now()))
  const all = [...known.held, ...known.undelivered]
  const keys = new Map(
    all.map(({ productName: name, productVersion: version }) => [`${name}@${version}`, { name, version }]),
  )
  const groups = groupLines(all, await productCategories(db, [...keys.values()]))
  const fitting = filterLines(groups, query, known.on)
  const { shown, next } = pageOfLines(fitting, { after: decodeCursor(query.cursor), limit: query.limit })
  const rights = shown.flatMap(({ line, updates }) => [line, ...updates])

  const downloads = await downloadsOfRights(deps, actor, { known, shown })
  const viewer = viewerTold(known, downloads)
  const items = await itemsForLines(db, viewer, rights)
  const requestedLines = items.map(({ partNumber, category }) => ({ partNumber, category, quantity: null }))
  const [prices, left, names] = await Promise.all([
    priceItems(db, viewer, requestedLines),
    leftToOrder(db, viewer, items),
    accountNames(db, [...new Set(rights.map(({ ownerAccountId }) => ownerAccountId))]),
  ])
  const facts = { viewer, items, prices, left }
  const view = (right: CategorisedRight, can: ReturnType<typeof actionsOf>): InstallBaseLine => {
    const isInherited = right.ownerAccountId !== actor.accountId
    const { category, ...held } = right
    return {
      ...ownedLine(held, actor.accountId),
      category,
      under: right.grantedBy === null ? null : right.activationId,
      inheritedFromName: isInherited ? (names.get(right.ownerAccountId) ?? right.ownerAccountId) : null,
      maintenance: maintenanceState(right.maintenanceThrough, viewer.on),
      can: { download: downloads.get(right) ?? notAsked, ...mutable(can) },
    }
  }
  return {
    lines: shown.flatMap(({ line, updates }) => [
      view(line, {
        ...actionsOf(line, updates, facts),
        // No kit is offered of what the platform does not deliver.
        media: actionsOf(
          line,
          updates.filter((update) => downloads.get(update)?.state !== 'undelivered'),
          facts,
        ).media,
      }),
      ...updates.map((update) => view(update, noActions)),
    ]),
    total: groups.length,
    found: fitting.length,
    categories: [
      ...new Set(groups.flatMap(({ line, updates }) => [line, ...updates].map((one) => one.category))),
    ].sort(),
    nextCursor: next && encodeCursor(next),
  }
}

const notAsked: DownloadInLine = { state: 'unknown', packages: 0, elsewhere: null }

function mutable({ media, seats, components, upgrades, renewals, notRenewed }: ReturnType<typeof actionsOf>) {
  return {
    media: [...media],
    seats: [...seats],
    components: [...components],
    upgrades: [...upgrades],
    renewals: [...renewals],
    notRenewed,
  }
}
