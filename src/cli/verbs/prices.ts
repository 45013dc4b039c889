import { createWriteStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { watchPrices } from '../../domains/orders/index.ts'
import { exportPrices, previewPrices, publishPrices } from '../../domains/pricing/index.ts'
import { counted } from '../../kernel/words.ts'
import { InvalidInput } from '../../platform/http/problems.ts'
import { withStore } from '../open-store.ts'
import { exitCodes, type Terminal } from '../output.ts'

/**
 * Puts the price lists of a CSV file in place, all or none, or only says what that would change. Mistakes are named by
 * row and column, and then nothing changes.
 */
export async function importPriceFile(
  terminal: Terminal,
  path: string,
  { preview }: { readonly preview: boolean },
): Promise<number> {
  const csv = await readFile(path, 'utf8')
  return withStore(async ({ db, clock }) => {
    const deps = { db, clock, watchOffers: watchPrices }
    try {
      const change = preview
        ? await previewPrices(deps, csv)
        : await publishPrices(deps, { csv, hash: null, actor: 'command line' })
      for (const { list, state, dearer, cheaper, added, gone, same, accounts } of change.lists)
        terminal.line(
          `  ${list.id} (${state}, ${accounts} accounts): ${dearer} dearer, ${cheaper} cheaper, ${added} new, ${gone} gone, ${same} same`,
        )
      const { affected, more } = change.offers
      terminal.line(`  ${affected.length}${more ? ' or more' : ''} open carts and quotes come to something else.`)
      terminal.line(
        `${counted(change.lists.length, 'price list')} ${change.published ? 'published' : 'read; nothing was written'}.`,
      )
      return exitCodes.ok
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error
      for (const { row, column, code, detail } of error.errors)
        terminal.line(`  row ${row}, ${column || 'the row'}: ${detail} (${code})`)
      terminal.line(error.message)
      return exitCodes.refused
    }
  })
}

/** Writes price lists to a file that imports to the same lists: those that are named, or all. */
export async function exportPriceFile(
  terminal: Terminal,
  path: string,
  { list }: { readonly list: readonly string[] },
): Promise<number> {
  return withStore(async ({ db }) => {
    await pipeline(Readable.from(exportPrices(db, list)), createWriteStream(path))
    terminal.line(`Written to ${path}.`)
    return exitCodes.ok
  })
}
