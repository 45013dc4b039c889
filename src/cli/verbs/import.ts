import { saveChains } from '../../domains/shop/catalog/index.ts'
import { counted } from '../../kernel/words.ts'
import { chainsOfFile } from '../chains-file.ts'
import { withStore } from '../open-store.ts'
import { exitCodes, type Terminal } from '../output.ts'
import { type FileOptions, readTextFile, separatorOf } from '../read-text-file.ts'

/** Adds or replaces the product chains of a JSON or CSV file, all or none. Bad rows are named, and then nothing changes. */
export async function importChainsFile(terminal: Terminal, path: string, options: FileOptions): Promise<number> {
  const read = chainsOfFile(path, await readTextFile(path, options), separatorOf(options))
  if (!read.ok) {
    for (const mistake of read.mistakes) terminal.line(`  ${mistake}`)
    terminal.line(`${counted(read.mistakes.length, 'mistake')} in ${path}: nothing was imported.`)
    return exitCodes.refused
  }
  return withStore(async (deps) => {
    const { chains, itemsChanged } = await saveChains(deps, read.chains, 'command line')
    terminal.line(`${counted(chains, 'chain')} imported, ${counted(itemsChanged, 'item')} of the catalog changed.`)
    return exitCodes.ok
  })
}
