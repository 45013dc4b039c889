import { PartnerFailure } from '../../../kernel/partner-failure.ts'
import { type FeedFile, filesIn, marksOf, rethrow } from './feed-files.ts'
import { fileFacts, type LookupName } from './file-facts.ts'
import { FeedRefused, Mistakes, partner } from './mistakes.ts'
import type { OddFeedRow } from './odd-rows.ts'
import { type FileName, fileNames, type RowOf } from './rows.ts'
import { type Selection, Survey } from './survey.ts'

/** The good rows of a feed, read from the files when they are asked for, and word of the others. */
export interface Feed {
  fileOf(file: FileName): FeedFile
  select(file: FileName, which: { readonly group?: string; readonly modifiedAfter?: Date }): Selection
  /** Rows that are left out. */
  odd(file: FileName): readonly OddFeedRow[]
  /** @throws {FeedChanged} when the file is another one by now, as the other two do */
  read<Name extends FileName>(file: Name, rows: readonly number[]): Promise<readonly RowOf<Name>[]>
  /** By its key. */
  find<Name extends FileName>(file: Name, key: string): Promise<RowOf<Name> | null>
  /** All that have one of the texts, each once, in the order of the file. */
  lookUp<Name extends FileName>(
    file: Name,
    lookup: LookupName,
    texts: readonly string[],
  ): Promise<readonly RowOf<Name>[]>
}

export interface FeedReader {
  /**
   * The feed as it lies in the folder; looked through again only when a file has changed.
   * @throws {FeedRefused} when a file cannot be read as a whole: wrong encoding, no header, cut short
   * @throws {PartnerFailure} retryable, when the folder cannot be read or the files keep changing while they are read
   */
  current(): Promise<Feed>
}

const tries = 3

export function createFeedReader(directory: string): FeedReader {
  let loaded: { readonly marks: string; readonly feed: Promise<Feed> } | null = null

  async function load(files: readonly FeedFile[]): Promise<Feed> {
    let before = files
    for (let attempt = 1; attempt <= tries; attempt += 1) {
      const outcome = await surveyFeed(before)
      const after = await filesIn(directory)
      // A file that was replaced meanwhile may have been read in half, so neither its rows nor its mistakes count.
      if (marksOf(after) === marksOf(before)) {
        if (outcome.mistakes.count > 0) throw new FeedRefused(outcome.mistakes)
        return outcome.feed
      }
      before = after
    }
    throw new PartnerFailure(partner, 'retryable', 'The files of the feed keep changing while they are read')
  }

  return {
    current: async () => {
      const files = await filesIn(directory)
      const marks = marksOf(files)
      if (loaded?.marks === marks) return loaded.feed
      // What is known of the files before is let go first.
      loaded = null
      const feed = load(files)
      loaded = { marks, feed }
      feed.catch((error: unknown) => {
        // A refusal stays true until a file changes; anything else may be over by the next call.
        if (!(error instanceof FeedRefused) && loaded?.feed === feed) loaded = null
      })
      return feed
    },
  }
}

type Surveys = { readonly [Name in FileName]: Survey<Name> }

/** The bounds of the sync's guard, for files that no sync reads: beyond both, something is wrong with the file. */
const oddAtMost = { count: 10, share: 0.1 }
const unsynced: readonly FileName[] = ['download_packages', 'download_files']

async function surveyFeed(files: readonly FeedFile[]): Promise<{ feed: Feed; mistakes: Mistakes }> {
  const surveys = surveysOf(files)
  const mistakes = new Mistakes()
  for (const name of fileNames) {
    const survey = surveys[name]
    mistakes.addAll(await survey.make((file, key) => surveys[file].has(key)).catch(rethrow))
    const { length: odd } = survey.odd
    if (unsynced.includes(name) && odd > oddAtMost.count && odd > (odd + survey.rows) * oddAtMost.share)
      mistakes.add({
        file: survey.file.fileName,
        row: 0,
        column: null,
        code: 'too-many-odd-rows',
        reason: `${odd} of ${odd + survey.rows} rows cannot be read`,
      })
  }
  return { feed: feedOf(surveys), mistakes }
}

function surveysOf(files: readonly FeedFile[]): Surveys {
  const survey = <Name extends FileName>(name: Name): Survey<Name> => {
    const file = files.find((each) => each.name === name)
    if (!file) throw new Error(`the files of a feed are listed without ${name}`)
    return new Survey(name, file)
  }
  return {
    products: survey('products'),
    part_numbers: survey('part_numbers'),
    relations: survey('relations'),
    accounts: survey('accounts'),
    members: survey('members'),
    entitlement_lines: survey('entitlement_lines'),
    maintenance_lines: survey('maintenance_lines'),
    download_packages: survey('download_packages'),
    download_files: survey('download_files'),
  }
}

function feedOf(surveys: Surveys): Feed {
  const surveyOf = <Name extends FileName>(name: Name): Survey<Name> => surveys[name]
  return {
    fileOf: (file) => surveys[file].file,
    select: (file, which) => surveys[file].select(which),
    odd: (file) => surveys[file].odd,
    read: (file, rows) => surveyOf(file).read(rows),
    find: async (file, key) => {
      const row = surveyOf(file).find(key)
      if (row < 0) return null
      const [found] = await surveyOf(file).read([row])
      return found !== undefined && fileFacts[file].key(found) === key ? found : null
    },
    lookUp: async (file, lookup, texts) => {
      const wanted = new Set(texts)
      const rows = new Set(surveyOf(file).lookUp(lookup, texts))
      const found = await surveyOf(file).read([...rows].sort((one, other) => one - other))
      const textsOf = fileFacts[file].lookups.find(([name]) => name === lookup)?.[1]
      return found.filter((row) => textsOf?.(row).some((text) => wanted.has(text)) ?? false)
    },
  }
}
