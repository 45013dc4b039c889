import type { Clock } from '../../kernel/clock.ts'
import type { Log } from '../../platform/log/log.ts'
import { createMachine, type Fault } from './machine.ts'

export type { Fault } from './machine.ts'

/** The name under which the robot's Windows knows its job folder, unless told otherwise. */
export const robotShare = '\\\\PRN1\\PTBurnJobs'

export interface DiscRobotOptions {
  readonly hotFolder: string
  readonly clock: Clock
  readonly log: Log
  /** How long one disc takes; 2 seconds unless told. */
  readonly speed?: { readonly discSeconds: number }
  /** Where finished discs are put; none are kept without it. */
  readonly outputDir?: string
  readonly devicePrefix?: string
  /** How long a `.DON` or `.ERR` file stays; an hour unless told. */
  readonly keepEndedSeconds?: number
}

interface RobotState {
  readonly jobs: readonly {
    readonly stem: string
    readonly state: 'waiting' | 'running' | 'completed' | 'failed'
    readonly good: number
    readonly bad: number
  }[]
  /** Names of the discs made since the start, one entry per burn. */
  readonly discs: readonly string[]
}

export interface DiscRobot {
  close(): Promise<void>
  /** From now on the fault happens this many times; for `stopped-service` a time is one poll. */
  misbehave(fault: Fault, times?: number): void
  state(): RobotState
}

/** Plays a PTBurn machine on a hot folder. Closed or killed and started again, it goes on with the jobs it had taken. */
export async function startDiscRobot(options: DiscRobotOptions): Promise<DiscRobot> {
  const discSeconds = options.speed?.discSeconds ?? 2
  const machine = createMachine({
    hotFolder: options.hotFolder,
    devicePrefix: options.devicePrefix ?? robotShare,
    outputDir: options.outputDir ?? null,
    discSeconds,
    keepEndedSeconds: options.keepEndedSeconds ?? 3600,
    clock: options.clock,
    log: options.log,
  })
  let closing = false
  let timer: NodeJS.Timeout | undefined
  let polling = Promise.resolve()
  const pollMs = Math.min(500, Math.max(20, discSeconds * 250))

  const again = () => {
    polling = machine
      .poll()
      .catch((error: unknown) => options.log.error({ err: error }, 'robot poll failed'))
      .finally(() => {
        if (!closing) timer = setTimeout(again, pollMs)
      })
  }
  await machine.poll()
  timer = setTimeout(again, pollMs)

  return {
    async close() {
      closing = true
      clearTimeout(timer)
      await polling
    },
    misbehave: (fault, times = 1) => machine.misbehave(fault, times),
    state: () => ({
      jobs: machine.jobs.map(({ stem, jobState, good, bad }) => ({
        stem,
        state: (['waiting', 'running', 'completed', 'failed'] as const)[jobState],
        good,
        bad,
      })),
      discs: [...machine.discs],
    }),
  }
}
