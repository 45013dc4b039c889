import type {
  DownloadPackage,
  PlatformDownloads,
  PlatformEntitlementLine,
  PlatformMaintenanceLine,
} from '../../../domains/entitlements/rights/port.ts'
import type { Clock } from '../../../kernel/clock.ts'
import { dateOf, type LocalDate } from '../../../kernel/local-date.ts'
import { PartnerFailure } from '../../../kernel/partner-failure.ts'
import type { Feed } from './feed.ts'
import { keyOf } from './file-facts.ts'
import type { Rights } from './lines.ts'
import { partner } from './mistakes.ts'
import type { RowOf } from './rows.ts'

type Known = { readonly feed: Feed; readonly rights: Rights }

/** What a member may download: the packages of the products of deployed lines, up to the end of their maintenance. */
export function createDelivery(clock: Clock, known: () => Promise<Known>): PlatformDownloads {
  return {
    downloadPackages: async ({ userName, activationIds }) => {
      if (activationIds.length === 0) return []
      const now = await known()
      const accounts = await accountsOf(now.feed, userName)
      const lines = await Promise.all(
        activationIds.map(async (activationId) => {
          const line = await now.rights.line(activationId)
          // The same words for a line of others and for none at all.
          if (!line || (accounts !== null && !accounts.has(line.accountId)))
            throw refused('The member has no such line')
          return line
        }),
      )
      return (await shownBy(now, lines, accounts, dateOf(clock.now()))).map(packageOf)
    },

    downloadFiles: async ({ userName, accountId, packageId }) => {
      const now = await known()
      const own = await accountsOf(now.feed, userName)
      if (own !== null && !own.has(accountId)) throw refused('The member has no such account')
      const accounts = own ?? (await withParents(now.feed, [accountId]))
      const lines = await now.rights.linesOf('account', [...accounts])
      const shown = await shownBy(now, lines, accounts, dateOf(clock.now()))
      if (!shown.some((each) => each.packageId === packageId)) throw refused('The member has no such package')
      const files = await now.feed.lookUp('download_files', 'package', [packageId])
      return files.map(({ packageId: _, ...file }) => ({ ...file, completedDownloads: 0 }))
    },

    // Files say what there is to download, and nothing of who did.
    completedDownloads: async () => null,
  }
}

/** The member's accounts and every account above them, whose lines they may use; null for the store, which may use all. */
async function accountsOf(feed: Feed, userName: string | null): Promise<ReadonlySet<string> | null> {
  if (userName === null) return null
  const member = await feed.find('members', userName.toLowerCase())
  if (!member?.active) throw refused('The member is not known or not active')
  return withParents(
    feed,
    member.accounts.map(({ accountId }) => accountId),
  )
}

async function withParents(feed: Feed, accountIds: readonly string[]): Promise<ReadonlySet<string>> {
  const found = new Set<string>()
  const waiting = [...accountIds]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (found.has(next)) continue
    found.add(next)
    waiting.push(...((await feed.find('accounts', next))?.parentAccountIds ?? []))
  }
  return found
}

async function shownBy(
  { feed, rights }: Known,
  lines: readonly PlatformEntitlementLine[],
  /** For whom packages of chosen accounts are shown; null: for the owner of each line. */
  accounts: ReadonlySet<string> | null,
  today: LocalDate,
): Promise<readonly RowOf<'download_packages'>[]> {
  const open = lines.filter(
    (line) =>
      line.state === 'DEPLOYED' &&
      line.entitlementState === 'DEPLOYED' &&
      (line.startDate === null || line.startDate <= today),
  )
  const ends = await endsOf(open, rights)
  const products = open.flatMap(({ product }) => (product === null ? [] : [keyOf(product)]))
  const packages = await feed.lookUp('download_packages', 'product', [...new Set(products)])
  return packages.filter((each) =>
    open.some(
      (line) =>
        each.products.some((product) => line.product !== null && keyOf(product) === keyOf(line.product)) &&
        (each.onlyAccountIds.length === 0 ||
          each.onlyAccountIds.some((id) => (accounts === null ? id === line.accountId : accounts.has(id)))) &&
        (each.effectiveDate === null ||
          (each.effectiveDate <= today && each.effectiveDate <= (ends.get(line.activationId) ?? ''))),
    ),
  )
}

const never = '9999-12-31'

/** By line: after this day a package is newer than the line pays for. */
async function endsOf(lines: readonly PlatformEntitlementLine[], rights: Rights): Promise<ReadonlyMap<string, string>> {
  const ids = lines.map(({ activationId }) => activationId)
  const covering = (await rights.maintenanceOf('covered', ids)).filter(({ state }) => state === 'DEPLOYED')
  const byLine = new Map<string, PlatformMaintenanceLine[]>()
  for (const each of covering)
    for (const id of each.coveredActivationIds) byLine.set(id, [...(byLine.get(id) ?? []), each])
  return new Map(
    lines.map(({ activationId, expirationDate }) => {
      const own = byLine.get(activationId) ?? []
      return [
        activationId,
        own.length === 0 ? (expirationDate ?? never) : (own.map(endOfMaintenance).sort().at(-1) ?? never),
      ]
    }),
  )
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
