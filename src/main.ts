import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { dailySync } from '../jobs/daily-sync.ts'
import { deadLetterAlarms } from '../jobs/dead-letters.ts'
import { endingQuotes } from '../jobs/end-quotes.ts'
import { endedOffers } from '../jobs/ended-offers.ts'
import { forgetOld } from '../jobs/forget-old.ts'
import { hourlyPayouts } from '../jobs/import-payouts.ts'
import { lateSync } from '../jobs/late-sync.ts'
import { nightlyMatch } from '../jobs/nightly-match.ts'
import { platformDownloads } from '../jobs/read-downloads.ts'
import { silentJobs } from '../jobs/silent-jobs.ts'
import { unorderedMoney } from '../jobs/unordered-money.ts'
import { readConfig } from './config.ts'
import { systemClock } from './kernel/clock.ts'
import { isLostSocketWrite } from './platform/db/lost-socket-write.ts'
import { interruptedCode, onInterrupt } from './platform/interrupts.ts'
import { createLog } from './platform/log/log.ts'
import { startSchedules } from './platform/schedule/start-schedules.ts'
import { onUncaught } from './platform/uncaught.ts'
import { startFailureOf } from './start-failure.ts'
import { type RunningStore, startStore } from './start-store.ts'

/** How long open work may take to end after Ctrl-C; what is cut off goes on at the next start. */
const closeWithinMs = 8_000

async function main(): Promise<void> {
  // What the store holds is small, and V8 would let a quarter of a gigabyte of what it has dropped pile up before it looks.
  // Measured on new pages of the catalog: a third less memory, for a twentieth more work.
  setFlagsFromString('--heap-growing-percent=30')
  const config = readConfig()
  const log = createLog({ level: config.LOG_LEVEL })
  onUncaught({
    isHarmless: isLostSocketWrite,
    note: (error) => log.warn({ err: error }, 'the database driver wrote to a connection that had gone'),
    end: (error) => {
      log.fatal({ err: error }, 'the process ends: an error that nothing caught')
      process.exit(1)
    },
  })
  if (config.DATABASE_URL === undefined && isNew(config.DATA_DIR)) say(firstStart(config.DATA_DIR))
  const store = await startStore({
    config,
    clock: systemClock,
    log,
    onDatabaseBroken: ({ message }) => {
      say(message)
      process.exit(1)
    },
    seed: async ({ db, clock }, { siteToken }) => {
      const { seedBox } = await import('./cli/seed/seed-box.ts')
      await seedBox({ db, clock, siteToken, debianPackages: config.DEBIAN_PACKAGES })
    },
    startSchedules: (deps) =>
      startSchedules(deps, [
        dailySync(deps),
        lateSync(deps),
        nightlyMatch(deps),
        hourlyPayouts(deps),
        silentJobs(deps),
        unorderedMoney(deps),
        endedOffers(deps),
        deadLetterAlarms(deps),
        forgetOld(deps),
        endingQuotes(deps),
        platformDownloads(deps),
      ]),
  })
  closeOnSignal(store)
  say(addressesOf(store))
}

/** Also where an earlier start made the folder and came no further. */
function isNew(dataDir: string): boolean {
  return !existsSync(join(dataDir, 'postgres'))
}

/** Of a start that finds no data: what is made where, and that it takes longer than every later start. */
function firstStart(dataDir: string): string {
  return `First start: making the database of the store in ${resolve(dataDir)}. This takes up to a minute; later starts take seconds.`
}

function addressesOf({ url, sandbox }: RunningStore): string {
  const lines = [
    ['portal', sandbox?.portal?.url ?? 'outside'],
    ['store', url],
    ['admin', `${url}/admin`],
    ['mailbox', sandbox?.mailbox?.url ?? 'outside'],
    ['card processor', sandbox?.cards?.url ?? 'outside'],
    [
      'click first',
      sandbox?.portal
        ? `${sandbox.portal.url} and sign in as alice@acme.example, then "Purchase media kit"`
        : 'a button of your portal',
    ],
  ]
  return `\n${lines.map(([name = '', value = '']) => `  ${name.padEnd(16)}${value}`).join('\n')}\n`
}

function closeOnSignal(store: RunningStore): void {
  const stopping = onInterrupt(() => process.exit(interruptedCode))
  stopping.addEventListener('abort', () => {
    const timer = setTimeout(() => process.exit(1), closeWithinMs)
    store
      .close()
      .then(() => {
        clearTimeout(timer)
        process.exit(0)
      })
      .catch((error: unknown) => {
        say(`Could not close cleanly: ${error instanceof Error ? error.message : String(error)}`)
        process.exit(1)
      })
  })
}

function say(text: string): void {
  process.stderr.write(`${text}\n`)
}

main().catch((error: unknown) => {
  say(startFailureOf(error)?.sentence ?? (error instanceof Error ? (error.stack ?? error.message) : String(error)))
  process.exit(1)
})
