import { once } from 'node:events'
import { resolve } from 'node:path'
import { readConfig } from '../../config.ts'
import { systemClock } from '../../kernel/clock.ts'
import { createLog } from '../../platform/log/log.ts'
import { robotShare } from '../../sandbox/index.ts'
import { createSiteAgent } from '../../site/index.ts'
import { exitCodes, type Terminal } from '../output.ts'

export interface SiteRunOptions {
  readonly storeUrl: string
  readonly workDir: string
  readonly hotFolder: string
  readonly devicePrefix?: string
}

/** Runs the production site's program at its location until Ctrl-C. Needs no database and loads nothing of the store; its token is MEDIA_SITE_TOKEN. */
export async function runSite(terminal: Terminal, options: SiteRunOptions, interruption: AbortSignal): Promise<number> {
  const config = readConfig()
  const token = config.MEDIA_SITE_TOKEN
  if (token === undefined) {
    terminal.line('MEDIA_SITE_TOKEN is not set. Make a site and its token at the store with: npx store site add <id>')
    return exitCodes.refused
  }
  const agent = createSiteAgent({
    storeUrl: options.storeUrl.replace(/\/$/, ''),
    token,
    workDir: resolve(options.workDir),
    fontDir: config.FONT_DIR ?? null,
    device: {
      kind: 'ptburn',
      hotFolder: resolve(options.hotFolder),
      devicePrefix: options.devicePrefix ?? robotShare,
      clientId: 'entitlement-store',
      encoding: 'latin1',
    },
    clock: systemClock,
    log: createLog({ level: config.LOG_LEVEL, name: 'site' }),
  })
  agent.start()
  terminal.line(`The site asks ${options.storeUrl} for jobs. Ctrl-C ends it; nothing is lost.`)
  await once(interruption, 'abort')
  await agent.stop()
  return exitCodes.ok
}
