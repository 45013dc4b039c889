import { withStore } from '../open-store.ts'
import { exitCodes, type Terminal } from '../output.ts'
import { seedDebian, seedPaintworks } from '../seed/index.ts'

/** Enters Paintworks' data as it is in the files, over what is there, and prices for a Debian index where one is given. */
export async function seed(terminal: Terminal, options: { readonly debian?: string }): Promise<number> {
  return withStore(async (deps) => {
    const seeded = await seedPaintworks(deps)
    terminal.line(
      `${seeded.priceLists} price lists, ${seeded.items} items, ${seeded.kits} kits, ${seeded.overrides} overrides.`,
    )
    const index = options.debian ?? deps.config.DEBIAN_PACKAGES
    if (index !== undefined) {
      const { priced, kits } = await seedDebian(deps, index)
      terminal.line(`${priced} packages priced, ${kits} kits made.`)
    }
    return exitCodes.ok
  })
}
