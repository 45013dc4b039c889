import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Config, readConfig } from '../../config.ts'
import { systemClock } from '../../kernel/clock.ts'
import { createLog, type Log } from '../../platform/log/log.ts'
import { projectRoot } from '../../platform/project-root.ts'
import { type RunningStore, startStore } from '../../start-store.ts'
import { exitCodes, type Terminal } from '../output.ts'
import { seedBox } from '../seed/index.ts'
import { type Sample, sampleOf } from './sample.ts'
import type { Stage, Step } from './stage.ts'
import { cardOrder } from './steps/card-order.ts'
import { download } from './steps/download.ts'
import { freeKit } from './steps/free-kit.ts'
import { handOff } from './steps/hand-off.ts'
import { inheritedRight } from './steps/inherited-right.ts'
import { lostAnswer } from './steps/lost-answer.ts'
import { match, plantedDifference } from './steps/match.ts'
import { media } from './steps/media.ts'
import { partnerKit } from './steps/partner-kit.ts'
import { payout } from './steps/payout.ts'
import { push } from './steps/push.ts'
import { resellerOrder } from './steps/reseller-order.ts'
import { shipment } from './steps/shipment.ts'
import { sync } from './steps/sync.ts'
import { visible } from './steps/visible.ts'

const steps: readonly Step[] = [
  sync,
  handOff,
  visible,
  freeKit,
  cardOrder,
  resellerOrder,
  push,
  lostAnswer,
  download,
  media,
  partnerKit,
  inheritedRight,
  shipment,
  payout,
  match,
  plantedDifference,
]

export interface DemoOptions {
  /** Where the store's own log goes; thrown away unless given. */
  readonly log?: Log
}

/**
 * Drives the main job against a fresh box in a temporary directory, over HTTP alone, and checks each step. Ends with
 * exit code 0 only when every check held. Leaves nothing behind.
 */
export async function demo(terminal: Terminal, options: DemoOptions = {}): Promise<number> {
  const dataDir = mkdtempSync(join(tmpdir(), 'store-demo-'))
  const log = options.log ?? createLog({ level: 'silent' })
  const started = performance.now()
  try {
    const config = demoConfig(dataDir)
    const box = await startStore({
      config,
      clock: systemClock,
      log,
      onDatabaseBroken: ({ message }) => terminal.line(terminal.bad(message)),
      seed: ({ db, clock }, { siteToken }) => seedBox({ db, clock, siteToken, debianPackages: config.DEBIAN_PACKAGES }),
    })
    try {
      terminal.line(`${terminal.good('✓')} Start a fresh box`)
      terminal.line(
        terminal.quiet(`  store ${box.url}, database and partners inside, ready in ${secondsSince(started)}`),
      )
      const held = await drive(
        terminal,
        stageOf(box, await sampleOf(config.DEBIAN_PACKAGES ?? '', config.DEBIAN_MIRROR)),
      )
      terminal.line()
      terminal.line(
        held === steps.length
          ? terminal.good(`All ${steps.length} steps held, in ${secondsSince(started)}.`)
          : terminal.bad(`Step ${held + 1} of ${steps.length} did not hold.`),
      )
      return held === steps.length ? exitCodes.ok : exitCodes.findings
    } finally {
      await box.close()
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
}

/** @returns how many steps held; the first that does not ends it, because the later ones stand on it */
async function drive(terminal: Terminal, stage: Stage): Promise<number> {
  for (const [index, { title, run }] of steps.entries()) {
    const started = performance.now()
    try {
      const fact = await run(stage)
      terminal.line(`${terminal.good('✓')} ${title} ${terminal.quiet(secondsSince(started))}`)
      terminal.line(terminal.quiet(`  ${fact}`))
    } catch (error) {
      terminal.line(`${terminal.bad('✗')} ${title}`)
      terminal.line(`  ${error instanceof Error ? error.message : String(error)}`)
      return index
    }
  }
  return steps.length
}

function stageOf(box: RunningStore, sample: Sample): Stage {
  return {
    clock: systemClock,
    store: box.url,
    portal: box.sandbox?.portal?.url ?? '',
    cards: box.sandbox?.cards?.url ?? '',
    sample,
    people: new Map(),
    orders: new Map(),
  }
}

/** A box that shares nothing with another one on this machine; of the environment only the Debian index counts. */
function demoConfig(dataDir: string): Config {
  const given = readConfig()
  const excerpt = join(projectRoot, 'src', 'cli', 'demo', 'debian', 'Packages')
  return readConfig({
    DATA_DIR: dataDir,
    PORT: '0',
    BOX_PORTAL_PORT: '0',
    BOX_CARD_PORT: '0',
    BOX_MAILBOX_PORT: '0',
    BOX_SMTP_PORT: '0',
    BOX_DISC_SECONDS: '0.2',
    DEBIAN_PACKAGES: given.DEBIAN_PACKAGES ?? excerpt,
    DEBIAN_MIRROR: given.DEBIAN_MIRROR ?? '',
  })
}

function secondsSince(started: number): string {
  return `${((performance.now() - started) / 1000).toFixed(1)} s`
}
