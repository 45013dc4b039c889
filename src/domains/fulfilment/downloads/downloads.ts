import { z } from 'zod'
import type { Clock } from '../../../kernel/clock.ts'
import { dateOf, type LocalDate } from '../../../kernel/local-date.ts'
import type { Db } from '../../../platform/db/db.ts'
import { NotFound } from '../../../platform/http/answer/problems.ts'
import {
  formerLines,
  type HeldRight,
  heldRights,
  type PlatformDownloads,
  presentLines,
} from '../../entitlements/rights/index.ts'
import { type Actor, accountsOrderedFor } from '../orders/index.ts'
import { filesOfPackage, packagesOfLine } from './line-delivery.ts'
import { recordDownload } from './taken-downloads.ts'

export interface DownloadDeps {
  readonly db: Db
  readonly clock: Clock
  readonly platform: PlatformDownloads
  readonly servesCustomer: ServesCustomer
}

/** Whether a partner may order for a customer on a day; the rooms above decide it. */
export type ServesCustomer = (
  tx: Db,
  pair: { readonly partnerAccountId: string; readonly customerAccountId: string },
  on: LocalDate,
) => Promise<boolean>

export const downloadsSchema = z
  .object({
    packages: z.array(
      z.object({
        packageId: z.string(),
        version: z.string(),
        description: z.string(),
        current: z.boolean(),
        files: z.array(
          z.object({
            fileId: z.string(),
            name: z.string(),
            description: z.string(),
            sizeBytes: z.number().nullable(),
            md5: z.string().nullable(),
            sha256: z.string().nullable(),
            completedDownloads: z.number(),
            /** Path in the store that redirects to a fresh, short-lived address at the platform. */
            href: z.string(),
          }),
        ),
      }),
    ),
  })
  .meta({ id: 'Downloads' })
export type Downloads = z.infer<typeof downloadsSchema>

/**
 * What the platform lets this member download for a line, asked now and not kept. A former activation ID of the line
 * will do.
 * @throws {NotFound} for a line that the account does not hold
 * @throws {PartnerFailure}
 */
export async function downloadsOfLine(deps: DownloadDeps, actor: Actor, activationId: string): Promise<Downloads> {
  const right = await heldLine(deps, actor, activationId)
  const packages = await packagesOfLine(deps.platform, actor, right)
  return {
    packages: await Promise.all(
      packages.map(async ({ packageId, version, description, current }) => {
        const files = await filesOfPackage(deps.platform, actor, right, packageId)
        return {
          packageId,
          version,
          description,
          current,
          files: files.map(({ fileId, name, description, sizeBytes, md5, sha256, completedDownloads }) => ({
            fileId,
            name,
            description,
            sizeBytes,
            md5,
            sha256,
            completedDownloads,
            href: `/downloads/${[activationId, packageId, fileId].map(encodeURIComponent).join('/')}`,
          })),
        }
      }),
    ),
  }
}

/**
 * A fresh address of one file, for the click that was just made; it expires and is never stored (S63). Who downloaded what
 * is recorded, the address is not.
 * @throws {NotFound} when the right, the package or the file is not there for this member
 */
export async function freshDownloadUrl(
  deps: DownloadDeps,
  actor: Actor,
  file: { readonly activationId: string; readonly packageId: string; readonly fileId: string },
): Promise<string> {
  const right = await heldLine(deps, actor, file.activationId)
  const packages = await packagesOfLine(deps.platform, actor, right)
  if (!packages.some(({ packageId }) => packageId === file.packageId)) throw new NotFound('download')
  const files = await filesOfPackage(deps.platform, actor, right, file.packageId)
  const found = files.find(({ fileId }) => fileId === file.fileId)
  if (!found?.url) throw new NotFound('download')
  const { accountId, userName } = actor
  const taken = { accountId, userName, ...file, fileName: found.name, at: deps.clock.now() }
  await deps.db.transaction((tx) => recordDownload(tx, taken))
  return found.url
}

// A partner may see what it bought for a customer, while it may order for it, and nothing else of that customer.
async function heldLine(deps: DownloadDeps, actor: Actor, activationId: string): Promise<HeldRight> {
  const on = dateOf(deps.clock.now())
  const present = (await presentLines(deps.db, [activationId])).get(activationId) ?? [activationId]
  const among = (rights: readonly HeldRight[]) => rights.find((right) => present.includes(right.activationId))
  const own = among(await heldRights(deps.db, actor.accountId, on))
  if (own) return own
  const customer = await accountsOrderedFor(deps.db, actor.accountId, await formerLines(deps.db, activationId))
  const serves =
    customer !== null &&
    (await deps.servesCustomer(deps.db, { partnerAccountId: actor.accountId, customerAccountId: customer }, on))
  const right = serves ? among(await heldRights(deps.db, customer, on)) : undefined
  if (!right) throw new NotFound('line')
  return right
}
