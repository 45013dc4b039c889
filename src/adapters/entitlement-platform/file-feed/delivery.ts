import type {
  DownloadPackage,
  EntitlementPlatform,
  PlatformEntitlementLine,
  PlatformMaintenanceLine,
} from '../../../domains/entitlements/port.ts'
import type { Clock } from '../../../kernel/clock.ts'
import { dateOf, type LocalDate } from '../../../kernel/local-date.ts'
import { PartnerFailure } from '../../../kernel/partner-failure.ts'
import { keyOf } from './check-feed.ts'
import type { Feed } from './feed.ts'
import { indexOf } from './feed-index.ts'
import type { Rights } from './lines.ts'
import { partner } from './mistakes.ts'
import type { RowOf } from './rows.ts'

type Delivery = Pick<EntitlementPlatform, 'downloadPackages' | 'downloadFiles'>
type Known = { readonly feed: Feed; readonly rights: Rights }

/** What a member may download: the packages of the products of deployed lines, up to the end of their maintenance. */
export function createDelivery(clock: Clock, known: () => Promise<Known>): Delivery {
  return {
    downloadPackages: async ({ userName, activationIds }) => {
      if (activationIds.length === 0) return []
      const now = await known()
      const accounts = accountsOf(now.feed, userName)
      const lines = activationIds.map((activationId) => {
        const line = now.rights.lines.find((candidate) => candidate.activationId === activationId)
        // The same words for a line of others and for none at all.
        if (!line || !accounts.has(line.accountId)) throw refused('The member has no such line')
        return line
      })
      return shownBy(now, lines, accounts, dateOf(clock.now())).map(packageOf)
    },

    downloadFiles: async ({ userName, accountId, packageId }) => {
      const now = await known()
      const accounts = accountsOf(now.feed, userName)
      if (!accounts.has(accountId)) throw refused('The member has no such account')
      const lines = now.rights.lines.filter((line) => accounts.has(line.accountId))
      const shown = shownBy(now, lines, accounts, dateOf(clock.now()))
      if (!shown.some((each) => each.packageId === packageId)) throw refused('The member has no such package')
      return now.feed.download_files
        .filter((file) => file.packageId === packageId)
        .map(({ packageId: _, ...file }) => ({ ...file, completedDownloads: 0 }))
    },
  }
}

/** The member's accounts and every account above them, whose lines they may use. */
function accountsOf(feed: Feed, userName: string): ReadonlySet<string> {
  const member = indexOf(feed).members.get(userName.toLowerCase())
  if (!member?.active) throw refused('The member is not known or not active')
  const found = new Set<string>()
  const waiting = member.accounts.map(({ accountId }) => accountId)
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (found.has(next)) continue
    found.add(next)
    waiting.push(...(indexOf(feed).accounts.get(next)?.parentAccountIds ?? []))
  }
  return found
}

function shownBy(
  { feed, rights }: Known,
  lines: readonly PlatformEntitlementLine[],
  accounts: ReadonlySet<string>,
  today: LocalDate,
): readonly RowOf<'download_packages'>[] {
  const open = lines.filter(
    (line) =>
      line.state === 'DEPLOYED' &&
      line.entitlementState === 'DEPLOYED' &&
      (line.startDate === null || line.startDate <= today),
  )
  return feed.download_packages.filter((each) =>
    open.some(
      (line) =>
        each.products.some((product) => line.product !== null && keyOf(product) === keyOf(line.product)) &&
        (each.onlyAccountIds.length === 0 || each.onlyAccountIds.some((id) => accounts.has(id))) &&
        (each.effectiveDate === null || (each.effectiveDate <= today && each.effectiveDate <= endOf(line, rights))),
    ),
  )
}

const never = '9999-12-31'

/** After this day a package is newer than the line pays for. */
function endOf(line: PlatformEntitlementLine, { maintenanceLines }: Rights): string {
  const covering = maintenanceLines.filter(
    ({ state, coveredActivationIds }) => state === 'DEPLOYED' && coveredActivationIds.includes(line.activationId),
  )
  if (covering.length === 0) return line.expirationDate ?? never
  return covering.map(endOfMaintenance).sort().at(-1) ?? never
}

function endOfMaintenance({ expirationDate }: PlatformMaintenanceLine): string {
  return expirationDate ?? never
}

function packageOf(row: RowOf<'download_packages'>): DownloadPackage {
  const { packageId, version, description, effectiveDate, current } = row
  return { packageId, version, description, effectiveDate, current }
}

function refused(reason: string): PartnerFailure {
  return new PartnerFailure(partner, 'final', reason)
}
