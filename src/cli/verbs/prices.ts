import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { watchPrices } from '../../domains/selling/carts/index.ts'
import { exportPrices, type PriceChange, previewPrices, publishPrices } from '../../domains/shop/pricing/index.ts'
import { counted } from '../../kernel/words.ts'
import { decimalSigns } from '../../platform/files/csv-shape.ts'
import { InvalidInput } from '../../platform/http/answer/problems.ts'
import { withStore } from '../open-store.ts'
import { exitCodes, type Terminal } from '../output.ts'
import { type FileOptions, readTextFile, separatorOf } from '../read-text-file.ts'
import { refuseFile } from '../tell-mistakes.ts'

/**
 * Puts the price lists of a CSV file in place, all or none, or only says what that would change. Mistakes are named by
 * row and column, and then nothing changes.
 */
export async function importPriceFile(
  terminal: Terminal,
  path: string,
  { preview, decimal, ...written }: PriceFileOptions,
): Promise<number> {
  const shape = {
    separator: separatorOf(written),
    decimal: decimalSigns[decimal],
  }
  try {
    const csv = await readTextFile(path, written)
    return await withStore(async ({ db, clock }) => {
      const deps = { db, clock, watchOffers: watchPrices }
      printChange(
        terminal,
        preview
          ? await previewPrices(deps, csv, shape)
          : await publishPrices(deps, { csv, shape, hash: null, actor: 'command line' }),
      )
      return exitCodes.ok
    })
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error
    return refuseFile(terminal, error, path)
  }
}

export interface PriceFileOptions extends FileOptions {
  readonly preview: boolean
  readonly decimal: keyof typeof decimalSigns
}

function printChange(terminal: Terminal, change: PriceChange): void {
  for (const { list, state, dearer, cheaper, added, gone, same, accounts } of change.lists)
    terminal.line(
      `  ${list.id} (${state}, ${accounts} accounts): ${dearer} dearer, ${cheaper} cheaper, ${added} new, ${gone} gone, ${same} same`,
    )
  const { affected, more } = change.offers
  terminal.line(`  ${affected.length}${more ? ' or more' : ''} open carts and priced carts come to something else.`)
  for (const { detail, partNumbers, code } of change.warnings)
    terminal.line(`  Warning: ${detail}${partNumbers.length > 0 ? ` ${partNumbers.join(', ')}` : ''} (${code})`)
  terminal.line(
    `${counted(change.lists.length, 'price list')} ${change.published ? 'published' : 'read; nothing was written'}.`,
  )
}

/** Writes price lists to a file that imports to the same lists: those that are named, or all. */
export async function exportPriceFile(
  terminal: Terminal,
  path: string,
  { list }: { readonly list: readonly string[] },
): Promise<number> {
  return withStore(async ({ db }) => {
    await pipeline(Readable.from(await exportPrices(db, list)), createWriteStream(path))
    terminal.line(`Written to ${path}.`)
    return exitCodes.ok
  })
}
