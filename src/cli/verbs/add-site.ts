import { defineSite } from '../../domains/fulfilment/production/index.ts'
import { withStore } from '../open-store.ts'
import { exitCodes, type Terminal } from '../output.ts'

export interface SiteAddOptions {
  readonly name?: string
  readonly countries: readonly string[]
  readonly media: readonly ('CD' | 'DVD' | 'DVD-DL' | 'BD')[]
  readonly priority: number
}

/** Makes or changes a site. A new site's token is printed once and kept nowhere. */
export async function addSite(terminal: Terminal, id: string, options: SiteAddOptions): Promise<number> {
  return withStore(async ({ db }) => {
    const { name = id, countries, media, priority } = options
    const { token } = await db.transaction((tx) =>
      defineSite(tx, { id, name, countries: [...countries], media: [...media], priority }),
    )
    terminal.line(token === null ? `Site ${id} is changed; its token stays.` : `Site ${id} is made.`)
    if (token !== null) terminal.line(`MEDIA_SITE_TOKEN=${token}`)
    return exitCodes.ok
  })
}
