import { createHash } from 'node:crypto'
import type { Clock } from '../../../kernel/clock.ts'
import { DomainError } from '../../../kernel/domain-error.ts'
import { dateOf, type LocalDate } from '../../../kernel/local-date.ts'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { type CsvShape, plainCsv } from '../../../platform/files/csv-shape.ts'
import { InvalidInput } from '../../../platform/http/answer/problems.ts'
import { audit } from '../../../platform/http/operations/audit.ts'
import { type AccountKind, accountsByKind } from '../../people/accounts/index.ts'
import { accountsInGroups } from './group-store.ts'
import { changeOf, type EntryChange, type ListChange } from './price-changes.ts'
import type { ListedEntry } from './price-csv.ts'
import { entriesOfList, everyList, type ListState, stateOf } from './price-list-store.ts'
import type { PriceList } from './price-terms.ts'
import { type PriceWarning, warningsOf } from './price-warnings.ts'
import { type ReadList, readPriceCsv } from './read-price-csv.ts'
import { lockPriceLists, replacePriceList } from './store.ts'

/** What open carts and priced carts come to before and after prices change. Called twice: before, and while the change stands. */
export type WatchOffers = (
  tx: Tx,
  context: { readonly at: Date; readonly on: LocalDate; readonly partNumbers: readonly string[] },
) => Promise<(tx: Tx) => Promise<AffectedOffers>>

export interface AffectedOffers {
  readonly affected: readonly AffectedOffer[]
  /** True when there were more carts and priced carts with these part numbers than are looked at. */
  readonly more: boolean
}

export interface AffectedOffer {
  readonly kind: 'cart' | 'pricedCart'
  readonly id: string
  readonly accountId: string
  readonly userName: string
  readonly currency: string
  /** Net, of the lines that can be ordered. A priced cart keeps this. */
  readonly beforeMinor: number
  readonly afterMinor: number
  /** Part numbers that could be ordered before, and cannot be after. */
  readonly lost: readonly string[]
}

export interface PublishDeps {
  readonly db: Db
  readonly clock: Clock
  readonly watchOffers: WatchOffers
}

export interface ChangedList extends Omit<ListChange, 'changes'> {
  readonly list: PriceList
  readonly state: ListState
  readonly entries: number
  /** How many accounts the list is for; an account or group that the store does not know yet counts as named. */
  readonly accounts: number
}

export interface PriceChange {
  readonly published: boolean
  /** Of the file and of the lists that it replaces: publishing with it publishes exactly what was looked at. */
  readonly hash: string
  /** The day that is looked at: today, or the first day of what is only scheduled. */
  readonly on: LocalDate
  readonly lists: readonly ChangedList[]
  /** The rows that change most, each with its list; not all of them. */
  readonly rows: readonly (EntryChange & { readonly list: string; readonly currency: string })[]
  readonly offers: AffectedOffers
  /** What can be published, and is most often a mistake. */
  readonly warnings: readonly PriceWarning[]
}

const rowsTold = 100

/**
 * What a file of price lists would change, for whom, and in which open carts and priced carts. Writes nothing: the change is
 * made in a transaction that is rolled back, so that carts are priced by the one way there is to a price.
 * @throws {InvalidInput} with every mistake in the file
 */
export async function previewPrices(deps: PublishDeps, csv: string, shape = plainCsv): Promise<PriceChange> {
  const undone = new Undone()
  try {
    await deps.db.transaction(async (tx) => {
      undone.change = await change(tx, deps, { csv, shape }, null)
      throw undone
    })
  } catch (error) {
    if (error !== undone) throw error
  }
  if (!undone.change) throw new Error('a preview ended without an answer')
  return undone.change
}

/**
 * Puts the lists of a file in place of those with their ids, all or none: an entry that the file lacks is gone.
 * @throws {InvalidInput} with every mistake in the file
 * @throws {PricesChanged} when the file or the lists are not those that were previewed
 */
export async function publishPrices(
  deps: PublishDeps,
  given: { readonly csv: string; readonly shape?: CsvShape; readonly hash: string | null; readonly actor: string },
): Promise<PriceChange> {
  const { csv, shape = plainCsv } = given
  return deps.db.transaction(async (tx) => {
    const found = await change(tx, deps, { csv, shape }, given.hash)
    const ids = found.lists.map(({ list }) => list.id)
    await audit(tx, {
      at: deps.clock.now(),
      actor: given.actor,
      action: 'price-lists.publish',
      subject: ids.length === 1 ? (ids[0] ?? '') : `${ids.length} price lists`,
      detail: { hash: found.hash, ids: ids.slice(0, rowsTold) },
    })
    return { ...found, published: true }
  })
}

interface PriceFile {
  readonly csv: string
  readonly shape: CsvShape
}

async function change(tx: Tx, deps: PublishDeps, file: PriceFile, expected: string | null): Promise<PriceChange> {
  const at = deps.clock.now()
  // Two who publish at once follow each other, so that the second is told of the first.
  await lockPriceLists(tx)
  const known = await everyList(tx)
  const lists = await readOrRefuse(file, known)
  const hash = createHash('sha256')
  const judged: { list: ReadList; change: ListChange }[] = []
  for (const list of lists) {
    const terms = known.get(list.terms.id) ?? null
    const before = terms && { terms, entries: await entriesOfList(tx, terms.id) }
    hash.update(JSON.stringify([before && canonical(before), canonical(list)]))
    judged.push({ list, change: changeOf(before, list) })
  }
  const found = hash.digest('base64url')
  if (expected !== null && expected !== found) throw new PricesChanged()
  const today = dateOf(at)
  const on = dayOf(lists, known, today)
  const partNumbers = [...new Set(judged.flatMap(({ list, change: one }) => touchedBy(list, known, one)))]
  const after = await deps.watchOffers(tx, { at, on, partNumbers })
  for (const { terms, entries } of lists) await replacePriceList(tx, terms, entries)
  const [kinds, members] = [await accountsByKind(tx), await accountsInGroups(tx, groupsOf(lists))]
  return {
    published: false,
    hash: found,
    on,
    lists: judged.map(({ list: { terms, entries }, change: { changes: _, ...counts } }) => ({
      ...counts,
      list: terms,
      state: stateOf(terms, today),
      entries: entries.length,
      accounts: accountsOf(terms, kinds, members),
    })),
    rows: judged
      .flatMap(({ list: { terms }, change: { changes } }) =>
        changes.map((row) => ({ ...row, list: terms.id, currency: terms.currency })),
      )
      .sort((a, b) => weightOf(b) - weightOf(a))
      .slice(0, rowsTold),
    offers: await after(tx),
    warnings: await warningsOf(tx, lists, file.csv),
  }
}

async function readOrRefuse(
  { csv, shape }: PriceFile,
  known: ReadonlyMap<string, PriceList>,
): Promise<readonly ReadList[]> {
  const read = await readPriceCsv(csv, known, shape)
  if (read.ok) return read.lists
  const told = read.mistakes.length + read.more
  const rest = read.more > 0 ? ` The first ${read.mistakes.length} are listed.` : ''
  throw new InvalidInput(
    read.mistakes,
    `${told} ${told === 1 ? 'mistake' : 'mistakes'} in the file; nothing was changed.${rest}`,
  )
}

/** The day on which the change can first be seen: today, unless all that changes is only scheduled. */
function dayOf(lists: readonly ReadList[], known: ReadonlyMap<string, PriceList>, today: LocalDate): LocalDate {
  const first = (terms: PriceList) => (terms.validFrom !== null && terms.validFrom > today ? terms.validFrom : today)
  const days = lists.flatMap(({ terms }) => [terms, known.get(terms.id) ?? terms].map(first)).sort()
  return days[0] ?? today
}

/** Other terms touch all that the list has or had. */
function touchedBy(list: ReadList, known: ReadonlyMap<string, PriceList>, { terms, changes }: ListChange): string[] {
  const others = known.has(list.terms.id) && terms.every((term) => term === 'name') ? [] : list.entries
  return [...others, ...changes].map(({ partNumber }) => partNumber)
}

function canonical({ terms, entries }: { terms: PriceList; entries: readonly ListedEntry[] }) {
  const { id, name, audience, audienceValue, currency, priority, validFrom, validThrough, fallsBack } = terms
  const rows = entries.map((entry) => [entry.partNumber, entry.minQuantity, entry.increment, entry.unitMinor])
  return [
    id,
    name,
    audience,
    audienceValue,
    currency,
    priority,
    validFrom,
    validThrough,
    fallsBack,
    rows.map((row) => JSON.stringify(row)).sort(),
  ]
}

function groupsOf(lists: readonly ReadList[]): string[] {
  return lists.flatMap(({ terms }) => (terms.audience === 'group' ? [terms.audienceValue] : []))
}

function accountsOf(
  { audience, audienceValue, currency }: PriceList,
  kinds: readonly AccountKind[],
  members: ReadonlyMap<string, number>,
): number {
  if (audience === 'account') return 1
  if (audience === 'group') return members.get(audienceValue) ?? 0
  return kinds
    .filter((kind) => kind.currency === currency)
    .filter((kind) => audience === 'everybody' || kind[audience] === audienceValue)
    .reduce((sum, kind) => sum + kind.accounts, 0)
}

function weightOf({ beforeMinor, nowMinor }: EntryChange): number {
  if (nowMinor === null) return Number.MAX_VALUE
  if (beforeMinor === null) return 0
  return beforeMinor === 0 ? Number.MAX_SAFE_INTEGER : Math.abs(nowMinor - beforeMinor) / beforeMinor
}

class Undone extends Error {
  change: PriceChange | null = null
}

class PricesChanged extends DomainError {
  constructor() {
    super('preview-outdated', 'The file or the lists have changed since the preview. Look at a new preview first.')
  }
}
