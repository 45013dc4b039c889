import { type ChildProcess, spawn } from 'node:child_process'
import { copyFile, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { SiteReport } from '../../src/domains/fulfilment/production/site-contract.ts'
import { type Floor, manifestOf, openFloor, until } from './support/floor.ts'

const agentProcess = join(import.meta.dirname, 'support', 'agent-process.ts')

describe('a site agent that is killed', () => {
  let floor: Floor
  const children: ChildProcess[] = []
  beforeEach(async () => {
    floor = await openFloor()
  })
  afterEach(async () => {
    for (const child of children.splice(0)) await kill(child)
    await floor.close()
  })

  function startProcess(): ChildProcess {
    const { clock: _clock, log: _log, ...options } = floor.agentOptions()
    const child = spawn(process.execPath, ['--import', 'tsx', agentProcess, JSON.stringify(options)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    children.push(child)
    return child
  }

  function kill(child: ChildProcess): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
    return new Promise((resolve) => {
      child.once('exit', () => resolve())
      child.kill('SIGKILL')
    })
  }

  it('makes one disc set per copy, wherever between two steps it was killed [S59]', async () => {
    const discs = [
      { files: { 'a.dat': Buffer.alloc(2_000_000, 'a') } },
      { files: { 'b.dat': Buffer.alloc(900_000, 'b') } },
    ]
    const { jobId } = floor.store.addJob({
      reference: 'KILL',
      manifest: manifestOf(floor.store, 'KILL', discs),
      copies: 2,
    })
    const robot = await floor.robot()
    const killAfter: (SiteReport['step'] | 'file' | 'command')[] = [
      'file',
      'staged',
      'imaged',
      'command',
      'submitted',
      'running',
    ]
    for (const moment of killAfter) {
      const child = startProcess()
      await until(async () => {
        if (moment === 'file') return floor.store.fileRequests.length > 0
        if (moment === 'command')
          return (await readdir(floor.hotFolder)).some((name) => /\.(JRQ|QRJ|INP|DON)(\.tmp)?$/.test(name))
        return floor.store.reportsOf(jobId, moment).length > 0
      })
      await kill(child)
    }
    await floor.untilEnded(floor.agent(), jobId)
    expect(floor.store.jobs.get(jobId)?.state).toBe('finished')
    expect([...robot.state().discs].sort()).toEqual([
      'disc-KILL-D1-1.iso',
      'disc-KILL-D1-2.iso',
      'disc-KILL-D2-1.iso',
      'disc-KILL-D2-2.iso',
    ])
    for (const step of ['staged', 'imaged', 'submitted', 'finished'] as const)
      expect(floor.store.reportsOf(jobId, step)).toHaveLength(1)
  })

  it('sends a command file whose rename the kill prevented, once [S59]', async () => {
    const { jobId } = floor.store.addJob({
      reference: 'DRAFT',
      manifest: manifestOf(floor.store, 'DRAFT', [{ files: { 'a.txt': Buffer.from('a') } }]),
    })
    const first = floor.agent()
    await first.runOnce()
    await first.stop()
    // As it was between note and rename: the note is written, the draft is still a draft.
    await copyFile(join(floor.hotFolder, 'DRAFT-D1.JRQ'), join(floor.hotFolder, 'DRAFT-D1.JRQ.tmp'))
    await rm(join(floor.hotFolder, 'DRAFT-D1.JRQ'))
    await rm(join(floor.workDir, 'jobs', 'DRAFT', 'report-submitted.json'))
    floor.store.rewind(jobId, 'imaged')
    const robot = await floor.robot()
    await floor.untilEnded(floor.agent(), jobId)
    expect(robot.state().discs).toHaveLength(1)
  })

  it('does not submit again when the answer of the store shows an earlier state, even after the device forgot the job [S59]', async () => {
    const { jobId } = floor.store.addJob({
      reference: 'TWICE',
      manifest: manifestOf(floor.store, 'TWICE', [{ files: { 'a.txt': Buffer.from('a') } }]),
    })
    const robot = await floor.robot({ keepEndedSeconds: 0 })
    const agent = floor.agent()
    await agent.runOnce()
    await until(() => robot.state().jobs[0]?.state === 'completed')
    floor.store.rewind(jobId, 'released')
    await floor.untilEnded(agent, jobId)
    floor.store.rewind(jobId, 'released')
    await floor.untilEnded(floor.agent(), jobId)
    expect(robot.state().discs).toHaveLength(1)
    expect(floor.store.reportsOf(jobId, 'finished')).toHaveLength(1)
  })

  it('recognises a job at the device although its own work directory is lost [S59]', async () => {
    const { jobId } = floor.store.addJob({
      reference: 'LOST',
      manifest: manifestOf(floor.store, 'LOST', [{ files: { 'a.txt': Buffer.from('a') } }]),
    })
    const first = floor.agent()
    await first.runOnce()
    await first.stop()
    await rm(floor.workDir, { recursive: true })
    floor.store.rewind(jobId, 'imaged')
    const robot = await floor.robot()
    await until(() => robot.state().jobs[0]?.state === 'completed')
    await floor.untilEnded(floor.agent(), jobId)
    expect(robot.state().discs).toHaveLength(1)
    expect(floor.store.jobs.get(jobId)?.state).toBe('finished')
  })
})
