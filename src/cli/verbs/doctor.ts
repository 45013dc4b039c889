import { X509Certificate } from 'node:crypto'
import { statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type Config, deliveryHeaderOf, freightNoRateOf, outsideTheBox, readConfig, taxNoRateOf } from '../../config.ts'
import type { Deps } from '../../deps.ts'
import { checkPushAttributes, checkPushDemands } from '../../domains/entitlements/push/index.ts'
import { unknownReleases } from '../../domains/entitlements/rights/index.ts'
import { lastPublished } from '../../domains/entitlements/sync/index.ts'
import { numberAbove, orderNumberingNow } from '../../domains/fulfilment/orders/index.ts'
import { counted } from '../../kernel/words.ts'
import { serverAddress } from '../../platform/db/database-url.ts'
import { type FontSet, openFonts } from '../../platform/fonts/font-set.ts'
import { coveredScripts } from '../../platform/fonts/scripts.ts'
import { queueDepth } from '../../platform/queue/dead-letters.ts'
import { findXorriso } from '../../site/image/xorriso.ts'
import { startFailureOf } from '../../start-failure.ts'
import { withStore } from '../open-store.ts'
import { exitCodes, type Terminal } from '../output.ts'
import { sellerInWords } from './seller-in-words.ts'

interface Check {
  readonly name: string
  /** Resolves to what is good about it. @throws when it is not */
  readonly look: () => Promise<string>
  /** The command or variable that mends it; null where the failure says it itself. */
  readonly mend: string | null
}

const nameWidth = 'card processor'.length
const enoughBytes = 2_000_000_000
const staleSyncMs = 36 * 3_600_000

/** Looks at everything that the store needs, one line a check, and says what mends what is wrong. */
export async function doctor(terminal: Terminal): Promise<number> {
  const config = readConfig()
  let bad = 0
  const run = async (checks: readonly Check[]) => {
    for (const check of checks) if (!(await say(terminal, check))) bad += 1
  }
  await run(checksOfHost(config))
  const database: Check = {
    name: 'database',
    look: () =>
      withStore(async (deps) => {
        const facts = `reached, every migration is in, ${prepares(config) ? 'statements are prepared' : 'no statement is prepared'}`
        terminal.line(`${terminal.good('ok ')}  ${'database'.padEnd(nameWidth)} ${facts}`)
        await run(checksOfStore(deps))
        return ''
      }),
    mend: config.DATABASE_URL === undefined ? null : 'check DATABASE_URL',
  }
  if (!(await say(terminal, database))) bad += 1
  terminal.line(bad === 0 ? 'Everything is well.' : `${counted(bad, 'check needs', 'checks need')} somebody.`)
  return bad === 0 ? exitCodes.ok : exitCodes.findings
}

async function say(terminal: Terminal, { name, look, mend }: Check): Promise<boolean> {
  try {
    const fact = await look()
    if (fact !== '') terminal.line(`${terminal.good('ok ')}  ${name.padEnd(nameWidth)} ${fact}`)
    return true
  } catch (error) {
    const message = startFailureOf(error)?.sentence ?? (error instanceof Error ? error.message : '')
    const reason = message === '' ? 'does not answer' : message
    const mended = mend === null ? '' : ` Mend: ${mend}`
    terminal.line(`${terminal.bad('bad')}  ${name.padEnd(nameWidth)} ${reason.replace(/\.$/, '')}.${mended}`)
    return false
  }
}

function prepares({ DATABASE_URL: url, DATABASE_PREPARE: prepare }: Config): boolean {
  return prepare ?? (url === undefined || serverAddress(url).prepare)
}

function checksOfHost(config: Config): readonly Check[] {
  return [
    {
      name: 'configuration',
      look: async () =>
        `${outsideTheBox(config) ? 'real partners; every secret is set' : 'everything from the box'}; a person waits ${config.PARTNER_WAIT_SECONDS} s for a partner, a request may take ${config.REQUEST_WITHIN_SECONDS} s to arrive; a webhook that was not understood is kept ${config.KEPT_MESSAGES_DAYS} days; times in ${config.TIME_ZONE} where a profile names no zone`,
      mend: 'set the variables that are named',
    },
    {
      name: 'seller',
      look: async () => sellerInWords(config),
      mend: 'set SELLER_NAME, SELLER_LEGAL and SELLER_HELP',
    },
    {
      name: 'tax',
      look: async () =>
        taxNoRateOf(config) === 'stop'
          ? 'orders for a country without a rate are stopped (TAX_NO_RATE=stop)'
          : 'orders for a country without a rate are sold and listed for finance (TAX_NO_RATE=sell)',
      mend: 'set TAX_NO_RATE to stop or sell',
    },
    {
      name: 'freight',
      look: async () =>
        freightNoRateOf(config) === 'stop'
          ? 'parcels that cost something, for a country without a freight rate, are stopped (FREIGHT_NO_RATE=stop)'
          : 'parcels that cost something, for a country without a freight rate, are sold and listed for finance (FREIGHT_NO_RATE=sell)',
      mend: 'set FREIGHT_NO_RATE to stop or sell',
    },
    {
      name: 'disc images',
      look: async () => {
        const path = await findXorriso()
        if (path === null) throw new Error('xorriso is not installed; a site here lets its device burn plain files')
        return `built with ${path}`
      },
      mend: 'apt-get install xorriso',
    },
    {
      name: 'fonts',
      look: async () => fontsOf(openFonts(config.FONT_DIR ?? null)),
      mend: 'set FONT_DIR to a folder with fonts in TrueType or OpenType',
    },
    {
      name: 'disk space',
      look: async () => {
        const disk = await statfs(config.DATA_DIR).catch(() => statfs(dirname(config.DATA_DIR)))
        const free = disk.bavail * disk.bsize
        if (free < enoughBytes) throw new Error(`only ${gigabytes(free)} free beside ${config.DATA_DIR}`)
        return `${gigabytes(free)} free`
      },
      mend: 'make room, or set DATA_DIR to a larger disk',
    },
  ]
}

/** Which scripts papers and labels can be printed in. */
function fontsOf(fonts: FontSet): string {
  const { covered, missing } = coveredScripts(fonts)
  const [broken] = fonts.unreadable()
  if (broken !== undefined) throw new Error(`${broken} cannot be read`)
  if (fonts.folder !== null && !fonts.faces().some(({ path }) => path.startsWith(`${fonts.folder}`)))
    throw new Error(`there is no font in ${fonts.folder}`)
  const without =
    missing.length === 0
      ? ''
      : `; none for ${missing.join(', ')}, which papers write as numbers and labels refuse (FONT_DIR)`
  return `papers and labels print ${covered.join(', ')}${without}`
}

function checksOfStore({
  db,
  clock,
  platform,
  cards,
  cardPageOrigins,
  mailSender,
  handoffs,
  ways,
  config,
}: Deps): readonly Check[] {
  const start = 'start the box with npm start'
  return [
    {
      name: 'platform',
      look: async () => platform.ping().then(() => `answers${tenantKnowledge(config)}`),
      mend: mendOfPlatform(config),
    },
    {
      name: 'card processor',
      look: async () => cards.ping().then(() => `answers, its page is at ${cardPageOrigins.join(' or ')}`),
      mend: config.STRIPE_SECRET_KEY === undefined ? start : 'check STRIPE_SECRET_KEY and STRIPE_API_URL',
    },
    {
      name: 'mail',
      look: async () => mailSender.ping().then(() => 'answers'),
      mend: config.SMTP_URL === undefined ? start : 'check SMTP_URL',
    },
    {
      name: 'hand-off',
      look: async () =>
        handoffs.ping().then(() => (config.HANDOFF_JWKS_URL === undefined ? 'by shared secret' : 'keys can be read')),
      mend: 'check HANDOFF_JWKS_URL',
    },
    {
      name: 'sign-on',
      look: async () => {
        await ways.openId?.provider.ping()
        for (const certificate of config.SSO_SAML_IDP_CERT ?? []) refuseOld(certificate, clock.now())
        return waysInWords(ways)
      },
      mend: config.SSO_OIDC_ISSUER === undefined ? start : 'check SSO_OIDC_ISSUER, and SSO_SAML_IDP_CERT',
    },
    {
      name: 'sync',
      look: async () => {
        const run = await lastPublished(db)
        if (!run) throw new Error('nothing was ever read from the platform')
        const at = run.startedAt.toISOString()
        if (clock.now().getTime() - run.startedAt.getTime() > staleSyncMs) throw new Error(`the last one is of ${at}`)
        return `published ${at}; the platform is read in full at ${config.SYNC_CRON} (SYNC_CRON) of ${config.SYNC_TIME_ZONE} (SYNC_TIME_ZONE)`
      },
      mend: 'npx store sync --full',
    },
    {
      name: 'push demands',
      look: async () => {
        const { rows, strays } = await checkPushAttributes(db)
        if (strays.length > 0) throw new Error(`the platform has nothing that these are about: ${strays.join(', ')}`)
        if (rows === 0) return 'no license models or attributes are sent'
        const checked = await checkPushDemands(db, platform)
        if (checked === null) return `${counted(rows, 'row')}, each about what is there; the platform keeps no models`
        if (checked.mistakes.length > 0) throw new Error(checked.mistakes.join('; '))
        return `${counted(rows, 'row')}, each about what is there; ${counted(checked.models, 'license model')} as the platform has them`
      },
      mend: 'npx store import push-attributes <file>',
    },
    {
      name: 'operations',
      look: async () => {
        const { OPERATIONS_ADDRESS: address } = config
        if (!address) return '/metrics and /docs are where the store is'
        const origin = `http://${address.host.includes(':') ? `[${address.host}]` : address.host}:${address.port}`
        await fetch(`${origin}/healthz`, { signal: AbortSignal.timeout(2_000) })
        return `/metrics and /docs are at ${origin}`
      },
      mend: 'start the store, or check OPERATIONS_ADDRESS',
    },
    {
      name: 'release dates',
      look: async () => {
        const { count, first } = await unknownReleases(db)
        const then =
          config.RELEASE_DATE_UNKNOWN === 'hide' ? 'hidden where a right turns on it' : 'offered by the first day seen'
        return count === 0
          ? 'the platform says them all'
          : `not said for ${counted(count, 'update')}, such as ${first}: ${then} (RELEASE_DATE_UNKNOWN)`
      },
      mend: 'give the products an attribute releaseDate on the platform',
    },
    {
      name: 'order numbers',
      look: async () => {
        const [{ prefix, foundNumber }, above] = await Promise.all([
          orderNumberingNow(db),
          numberAbove(db, clock.now().getUTCFullYear()),
        ])
        if (prefix !== config.ORDER_NUMBER_PREFIX)
          throw new Error(`they begin with ${prefix}, and ORDER_NUMBER_PREFIX here is ${config.ORDER_NUMBER_PREFIX}`)
        if (above) throw new Error(`the platform holds ${above.number}, above all that this store gave`)
        return foundNumber === null
          ? `begin with ${prefix}`
          : `begin with ${prefix}, and go on above ${foundNumber}, which the platform held and this store had not given`
      },
      mend: 'start the store, which goes on above them; give each store beside the platform an ORDER_NUMBER_PREFIX',
    },
    {
      name: 'queue',
      look: async () => {
        const { waiting, running, dead } = await queueDepth(db)
        if (dead > 0) throw new Error(counted(dead, 'dead letter'))
        return `${waiting} waiting, ${running} running`
      },
      mend: 'npx store queue, then npx store queue replay <id>',
    },
  ]
}

function mendOfPlatform(config: Config): string {
  if (config.FEED_DIR !== undefined) return `check FEED_DIR, ${config.FEED_DIR}: its files and the right to write in it`
  return config.FLEXNET_URL === undefined
    ? 'start the box with npm start'
    : 'check FLEXNET_URL and its user, password or token'
}

/** Names the tenant's undocumented settings, so that a wrong guess shows. */
function tenantKnowledge(config: Config): string {
  if (config.FEED_DIR !== undefined) return ''
  const { wrapper, prefix, namespace, id, token } = deliveryHeaderOf(config)
  const named = (name: string) => (prefix === null ? name : `${prefix}:${name}`)
  const around = wrapper === null ? '' : ` in ${named(wrapper)}`
  const header = `downloads sign in by ${named(id)} and ${named(token)}${around}, namespace ${namespace ?? 'of the service'}`
  return `; ${header}; a token is good by ${config.FLEXNET_TOKEN_GOOD_CODES.join(', ')}`
}

function waysInWords({ openId, saml, password }: Deps['ways']): string {
  const ways = [openId && 'OpenID Connect', saml && 'SAML', password && 'the platform’s password']
  return ['hand-off', ...ways.filter((way) => typeof way === 'string')].join(', ')
}

function refuseOld(certificate: string, now: Date): void {
  const { validTo } = new X509Certificate(certificate)
  if (new Date(validTo) <= now) throw new Error(`a certificate of the SAML provider ended on ${validTo}`)
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`
}
