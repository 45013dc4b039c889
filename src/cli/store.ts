#!/usr/bin/env node
import { Command, CommanderError, Option } from 'commander'
import { z } from 'zod'
import { DomainError } from '../kernel/domain-error.ts'
import { PartnerFailure } from '../kernel/partner-failure.ts'
import { DatabaseFailure } from '../platform/db/database-failure.ts'
import { isLostSocketWrite } from '../platform/db/lost-socket-write.ts'
import { interruptedCode, onInterrupt } from '../platform/interrupts.ts'
import { productVersion } from '../platform/product-version.ts'
import { onUncaught } from '../platform/uncaught.ts'
import { startFailureOf } from '../start-failure.ts'
import { createTerminal, exitCodes } from './output.ts'
import type { FileOptions } from './read-text-file.ts'
import type { SiteAddOptions } from './verbs/add-site.ts'
import type { PriceFileOptions } from './verbs/prices.ts'
import type { SiteRunOptions } from './verbs/site.ts'

const terminal = createTerminal()

// Each is loaded when it is called: a command starts at once, and a sync has the memory for itself.
const verbs = {
  addSite: () => import('./verbs/add-site.ts'),
  notices: () => import('./verbs/notices.ts'),
  demo: () => import('./demo/index.ts'),
  doctor: () => import('./verbs/doctor.ts'),
  drift: () => import('./verbs/drift.ts'),
  import: () => import('./verbs/import.ts'),
  importPushAttributes: () => import('./verbs/import-push-attributes.ts'),
  prices: () => import('./verbs/prices.ts'),
  queue: () => import('./verbs/queue.ts'),
  reconcile: () => import('./verbs/reconcile.ts'),
  sandbox: () => import('./verbs/sandbox.ts'),
  seed: () => import('./verbs/seed.ts'),
  site: () => import('./verbs/site.ts'),
  sync: () => import('./verbs/sync.ts'),
}

const end = async (work: Promise<number>) => {
  process.exitCode = await work
  // A partner that is slow to answer would hold the terminal, although nobody waits for it any more.
  if (process.exitCode === exitCodes.interrupted) process.exit()
}

/** For a command that ends in order, or goes on another time; others end at once. */
const interruption = () => onInterrupt(() => process.exit(interruptedCode))

const program = new Command('store')
  .description('Operator commands of the entitlement store. The configuration comes from the environment.')
  .version(productVersion(), '-V, --version', 'print the version of the store')
  .showHelpAfterError()
  // Instead of ending the process, so that our exit codes hold for wrong arguments too.
  .exitOverride()
  .addHelpText(
    'after',
    '\nExit codes: 0 done, 1 a mistake of ours, 2 refused, 3 a partner or the database is away, 4 done and found something, 130 stopped by Ctrl-C.',
  )

program
  .command('sync')
  .description('read the platform now and publish what changed')
  .option('--full', 'read everything, not only what changed; finds what is gone', false)
  .option('--dry-run', 'publish nothing, and say what publishing would do', false)
  .addOption(new Option('--publish <run>', 'publish a dry run').conflicts(['full', 'dryRun', 'discard']))
  .addOption(new Option('--discard <run>', 'forget a dry run').conflicts(['full', 'dryRun']))
  .action(async (options: { full: boolean; dryRun: boolean; publish?: string; discard?: string }) => {
    const { publish, discard } = options
    const stopping = interruption()
    const { decideSync, sync } = await verbs.sync()
    const decision = publish === undefined ? 'discard' : 'publish'
    const runId = publish ?? discard
    if (runId !== undefined) return end(decideSync(terminal, { runId, decision }, stopping))
    return end(sync(terminal, options, stopping))
  })

program
  .command('reconcile')
  .description('match orders, money, rights and parcels now')
  .option('--from <date>', 'first day, YYYY-MM-DD; 30 days ago unless given')
  .option('--through <date>', 'last day, YYYY-MM-DD; today unless given')
  .action(async (options: { from?: string; through?: string }) =>
    end((await verbs.reconcile()).reconcile(terminal, options)),
  )

program
  .command('drift')
  .description('what differs between store and platform, what cannot be sold, and rights that nobody ordered')
  .action(async () => end((await verbs.drift()).drift(terminal)))

const queue = program
  .command('queue')
  .description('how much waits, and what failed for good')
  .action(async () => end((await verbs.queue()).showQueue(terminal)))
queue
  .command('replay <id>')
  .description('put a dead letter back on the queue')
  .action(async (id: string) => end((await verbs.queue()).replay(terminal, id)))

const site = program.command('site').description('production sites')
site
  .command('run', { isDefault: true })
  .description("run the site's program here; its token comes from MEDIA_SITE_TOKEN")
  .addOption(new Option('--store-url <url>', 'where the store is').env('STORE_URL').default('http://127.0.0.1:8080'))
  .option('--work-dir <folder>', 'belongs to this program alone; keep it', '.site')
  .requiredOption('--hot-folder <folder>', 'the job folder of the PTBurn service, as seen from here')
  .option('--device-prefix <path>', 'the same folder, as the PTBurn service sees it; \\\\PRN1\\PTBurnJobs unless given')
  .action(async (options: SiteRunOptions) => end((await verbs.site()).runSite(terminal, options, interruption())))
site
  .command('add <id>')
  .description('make or change a site; prints the token of a new one, once')
  .option('--name <name>', 'as people know it')
  .option('--countries <codes...>', 'destinations it serves, two letters each; all unless given', [])
  .addOption(
    new Option('--media <media...>', 'what it makes').choices(['CD', 'DVD', 'DVD-DL', 'BD']).default(['CD', 'DVD']),
  )
  .option('--priority <number>', 'smaller goes first', Number, 100)
  .action(async (id: string, options: SiteAddOptions) => end((await verbs.addSite()).addSite(terminal, id, options)))

program
  .command('doctor')
  .description('check the configuration and every partner, and say what mends what is wrong')
  .action(async () => end((await verbs.doctor()).doctor(terminal)))

program
  .command('sandbox')
  .description('run the outside world alone and print the environment that points a store at it')
  .addOption(
    new Option('--store-url <url>', 'where its buttons lead').env('STORE_URL').default('http://127.0.0.1:8080'),
  )
  .action(async (options: { storeUrl: string }) =>
    end((await verbs.sandbox()).sandbox(terminal, options, interruption())),
  )

program
  .command('seed')
  .description("enter the example vendor's prices, kits and rules, over what is there")
  .option('--debian <packages>', 'price the packages of a Debian index too')
  .action(async (options: { debian?: string }) => end((await verbs.seed()).seed(terminal, options)))

const imports = program.command('import').description('enter what the store knows beside the platform')
imports
  .command('chains <file>')
  .description('add or replace the product chains of a JSON or CSV file, all or none; they count at once')
  .addOption(encodingOption())
  .addOption(separatorOption())
  .action(async (file: string, options: FileOptions) =>
    end((await verbs.import()).importChainsFile(terminal, file, options)),
  )
imports
  .command('push-attributes <file>')
  .description(
    'replace what lines are created with on the platform, license model and attributes, by a JSON or CSV file',
  )
  .addOption(encodingOption())
  .addOption(separatorOption())
  .action(async (file: string, options: FileOptions) =>
    end((await verbs.importPushAttributes()).importPushAttributesFile(terminal, file, options)),
  )
imports
  .command('prices <file>')
  .description('put the price lists of a CSV file in place, all or none')
  .option('--preview', 'write nothing, and say what would change', false)
  .addOption(encodingOption())
  .addOption(separatorOption())
  .addOption(
    new Option('--decimal <sign>', 'before the decimals of an amount').choices(['point', 'comma']).default('point'),
  )
  .action(async (file: string, options: PriceFileOptions) =>
    end((await verbs.prices()).importPriceFile(terminal, file, options)),
  )

program
  .command('export')
  .description('write what the store knows beside the platform to a file')
  .command('prices <file>')
  .description('price lists as CSV, as they are imported')
  .option('--list <ids...>', 'only these lists; all unless given', [])
  .action(async (file: string, options: { list: string[] }) =>
    end((await verbs.prices()).exportPriceFile(terminal, file, options)),
  )

program
  .command('notices')
  .description('print the licences of the packages that the store runs with')
  .action(async () => end(Promise.resolve((await verbs.notices()).printNotices(terminal))))

program
  .command('demo')
  .description('drive the main job against a fresh box and check every step')
  .action(async () => end((await verbs.demo()).demo(terminal)))

onUncaught({
  isHarmless: isLostSocketWrite,
  note: () => {},
  end: (error) => {
    process.stderr.write(`${sentenceOf(error)}\n`)
    process.exit(exitCodes.unexpected)
  },
})

program.parseAsync().catch((error: unknown) => {
  // Commander has said what it had to say.
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? exitCodes.ok : exitCodes.refused
    return
  }
  process.stderr.write(`${sentenceOf(error)}\n`)
  process.exitCode = codeOf(error)
  // Work that was under way still waits for the database that is gone.
  if (error instanceof DatabaseFailure) process.exit()
})

function encodingOption(): Option {
  return new Option(
    '--encoding <name>',
    'how its letters are written, such as windows-1252 or utf-16le; utf-8 unless given',
  )
}

function separatorOption(): Option {
  return new Option('--separator <sign>', 'between the cells of a CSV file')
    .choices(['comma', 'semicolon', 'tab'])
    .default('comma')
}

function sentenceOf(error: unknown): string {
  if (error instanceof DomainError) return error.message
  if (error instanceof z.ZodError) return z.prettifyError(error)
  if (error instanceof PartnerFailure) return `${error.partner}: ${error.message} (${error.judgement})`
  return startFailureOf(error)?.sentence ?? (error instanceof Error ? (error.stack ?? error.message) : String(error))
}

function codeOf(error: unknown): number {
  if (error instanceof PartnerFailure || error instanceof DatabaseFailure) return exitCodes.partner
  if (error instanceof z.ZodError || error instanceof DomainError) return exitCodes.refused
  const failure = startFailureOf(error)
  if (failure === null) return exitCodes.unexpected
  return failure.kind === 'away' ? exitCodes.partner : exitCodes.refused
}
