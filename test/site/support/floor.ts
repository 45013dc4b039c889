import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Manifest, manifestSchema } from '../../../src/domains/fulfilment/production/site-contract.ts'
import { type Clock, systemClock } from '../../../src/kernel/clock.ts'
import { createLog } from '../../../src/platform/log/log.ts'
import {
  type DiscRobot,
  type DiscRobotOptions,
  robotShare,
  startDiscRobot,
} from '../../../src/sandbox/disc-robot/index.ts'
import { createSiteAgent, type SiteAgent, type SiteAgentOptions } from '../../../src/site/index.ts'
import { type StoreServer, startStoreServer } from './store-server.ts'

const log = createLog({ level: 'silent' })

/** A production floor in a temporary folder: the store's API, a hot folder, and agents and robots on request. */
export interface Floor {
  readonly store: StoreServer
  readonly folder: string
  readonly hotFolder: string
  readonly workDir: string
  readonly outputDir: string
  agent(options?: Partial<SiteAgentOptions>): SiteAgent
  robot(options?: Partial<DiscRobotOptions>): Promise<DiscRobot>
  agentOptions(options?: Partial<SiteAgentOptions>): SiteAgentOptions
  /** Runs passes of the agent until the job is at its end at the store. */
  untilEnded(agent: SiteAgent, jobId: string): Promise<void>
  discs(): Promise<string[]>
  close(): Promise<void>
}

export async function openFloor(clock: Clock = systemClock): Promise<Floor> {
  const folder = await mkdtemp(join(tmpdir(), 'site-test-'))
  const [hotFolder, workDir, outputDir] = [join(folder, 'hot'), join(folder, 'work'), join(folder, 'discs')]
  await mkdir(hotFolder)
  const store = await startStoreServer()
  const agents: SiteAgent[] = []
  const robots: DiscRobot[] = []
  const floor: Floor = {
    store,
    folder,
    hotFolder,
    workDir,
    outputDir,
    agentOptions: (options = {}) => ({
      storeUrl: store.url,
      token: store.token,
      workDir,
      device: { kind: 'ptburn', hotFolder, devicePrefix: robotShare, clientId: 'mediastore', encoding: 'latin1' },
      clock,
      log,
      pollMs: 30,
      timeoutMs: 5_000,
      ...options,
    }),
    agent(options) {
      const agent = createSiteAgent(floor.agentOptions(options))
      agents.push(agent)
      return agent
    },
    async robot(options) {
      const robot = await startDiscRobot({ hotFolder, clock, log, speed: { discSeconds: 0.05 }, outputDir, ...options })
      robots.push(robot)
      return robot
    },
    untilEnded: (agent, jobId) =>
      until(async () => {
        await agent.runOnce()
        return ['finished', 'failed'].includes(store.jobs.get(jobId)?.state ?? '')
      }),
    discs: () =>
      readdir(outputDir).then(
        (names) => names.filter((name) => !name.startsWith('.')).sort(),
        () => [],
      ),
    async close() {
      await Promise.all(agents.map((agent) => agent.stop()))
      await Promise.all(robots.map((robot) => robot.close()))
      await store.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
  return floor
}

export async function until(holds: () => boolean | Promise<boolean>, withinMs = 30_000): Promise<void> {
  const end = performance.now() + withinMs
  while (!(await holds())) {
    if (performance.now() > end) throw new Error('What the test waits for did not happen in time')
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}

export interface TestDisc {
  readonly files: Readonly<Record<string, Buffer>>
  readonly medium?: 'CD' | 'DVD'
}

export function manifestOf(store: StoreServer, reference: string, discs: readonly TestDisc[]): Manifest {
  return manifestSchema.parse({
    formatVersion: 1,
    reference,
    orderNumber: 'SO-2026-000123',
    lineNumber: 1,
    kitPartNumber: 'KIT-4711',
    kitVersion: '5.2',
    imageEpoch: 1_790_000_000,
    label: {
      brand: { name: 'Acme Software', colour: '#0b5cad', licenceNotice: 'Licensed, not sold.' },
      title: 'Paint Pro',
      version: '5.2',
      orderNumber: 'SO-2026-000123',
      partNumber: 'KIT-4711',
    },
    discs: discs.map(({ files, medium }, index) => ({
      number: index + 1,
      volumeId: `PAINT_PRO_${index + 1}`,
      medium: medium ?? 'DVD',
      files: Object.entries(files).map(([path, content]) => ({ path, ...store.addFile(content) })),
    })),
  })
}
