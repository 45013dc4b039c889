import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'csv-stringify/sync'
import { z } from 'zod'
import type { EntitlementPlatform, Page } from '../../../src/domains/entitlements/rights/port.ts'

export type FeedFiles = Readonly<Record<string, readonly object[]>>

export interface FeedFolder {
  readonly directory: string
  /** Replaces one file by these lines, as they are. */
  write(file: string, lines: readonly string[]): void
  close(): void
}

const requiredFiles = [
  'products',
  'part_numbers',
  'relations',
  'accounts',
  'members',
  'entitlement_lines',
  'maintenance_lines',
]

/** A feed of these rows in a folder of its own; files that every feed has are empty unless given. */
export function makeFeedFolder(files: FeedFiles = {}): FeedFolder {
  const directory = mkdtempSync(join(tmpdir(), 'feed-'))
  mkdirSync(directory, { recursive: true })
  const write = (file: string, lines: readonly string[]) =>
    writeFileSync(join(directory, `${file}.ndjson`), lines.map((line) => `${line}\n`).join(''))
  for (const file of requiredFiles) write(file, [])
  for (const [file, rows] of Object.entries(files))
    write(
      file,
      rows.map((row) => JSON.stringify(row)),
    )
  return { directory, write, close: () => rmSync(directory, { recursive: true, force: true }) }
}

/** A feed as CSV files, as a spreadsheet writes them: a byte order mark, CRLF, and quotes where they are needed. */
export function makeCsvFolder(files: FeedFiles = {}): FeedFolder {
  const folder = makeFeedFolder()
  for (const file of new Set([...requiredFiles, ...Object.keys(files)])) {
    rmSync(join(folder.directory, `${file}.ndjson`), { force: true })
    const cells = (files[file] ?? []).map(cellsOf)
    const columns = [...new Set(cells.flatMap((row) => Object.keys(row)))]
    const text =
      columns.length === 0 ? '' : stringify(cells, { header: true, columns, record_delimiter: '\r\n', bom: true })
    writeFileSync(join(folder.directory, `${file}.csv`), text)
  }
  return folder
}

/** A row of the NDJSON layout in the columns of the CSV one. */
function cellsOf(row: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(row).flatMap(([column, value]): [string, string][] => {
      if (value === null || value === undefined) return []
      if (value instanceof Date) return [[column, value.toISOString()]]
      if (Array.isArray(value)) return [[column, value.map(partOf).join('; ')]]
      if (typeof value === 'object')
        return Object.entries(value).map(([part, inner]) => [`${column}.${part}`, String(inner)])
      return [[column, String(value)]]
    }),
  )
}

const partSchema = z.union([
  z.string(),
  z.object({ name: z.string(), version: z.string() }).transform(({ name, version }) => `${name}@${version}`),
  z
    .object({ accountId: z.string(), roles: z.array(z.string()) })
    .transform(({ accountId, roles }) => `${accountId}=${roles.join(',')}`),
])

function partOf(value: unknown): string {
  return partSchema.parse(value)
}

/** The rows of a feed that says the same as another platform, so that both are held to one contract in one world. */
export async function feedOf(
  platform: EntitlementPlatform,
  downloads: { readonly userName: string; readonly accountId: string; readonly activationId: string },
): Promise<FeedFiles> {
  const kinds = ['product', 'suite', 'maintenance'] as const
  const products = (
    await Promise.all(kinds.map((kind) => everything((page) => platform.products({ kind, page }))))
  ).flat()
  const accounts = await everything((page) => platform.accounts({ page }))
  const relations = await platform.relationsOf(products)
  const parents = await platform.parentsOf(accounts.map(({ accountId }) => accountId))
  const lines = await everything((page) => platform.entitlementLines({ page }))
  const { userName, accountId, activationId } = downloads
  const packages = await platform.downloadPackages({ userName, activationIds: [activationId] })
  const opener = lines.find((line) => line.activationId === activationId)?.product?.name
  const openers = products.filter(({ name }) => name === opener).map(({ name, version }) => ({ name, version }))
  return {
    products: products.map(({ platformId: _, partNumbers: __, ...row }) => row),
    part_numbers: await everything((page) => platform.partNumbers({ page })),
    // Each end of a relation names it once.
    relations: [...new Map(relations.map((row) => [JSON.stringify(row), row])).values()],
    accounts: accounts.map((row) => ({
      ...row,
      parentAccountIds: parents.flatMap((each) => (each.accountId === row.accountId ? [each.parentAccountId] : [])),
    })),
    members: (await everything((page) => platform.members({ page }))).map(({ platformId: _, ...row }) => row),
    entitlement_lines: lines.map(({ permanent: _, ...row }) => row),
    maintenance_lines: (await everything((page) => platform.maintenanceLines({ page }))).map(
      ({ permanent: _, ...row }) => row,
    ),
    // Every version of the product opens them, so that what is sold later does too.
    download_packages: packages.map((row) => ({ ...row, products: openers })),
    download_files: (
      await Promise.all(
        packages.map(async ({ packageId }) =>
          (
            await platform.downloadFiles({ userName, accountId, packageId })
          ).map(({ url: _, completedDownloads: __, ...row }) => ({
            ...row,
            packageId,
            url: `https://files.vendor.example/${row.name}`,
          })),
        ),
      )
    ).flat(),
  }
}

async function everything<Item>(read: (page: number) => Promise<Page<Item>>): Promise<readonly Item[]> {
  const found: Item[] = []
  for (let page = 1; ; page += 1) {
    const { items, hasMore } = await read(page)
    found.push(...items)
    if (!hasMore) return found
  }
}
