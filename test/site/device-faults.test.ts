import { readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { SiteReport } from '../../src/domains/fulfilment/production/site-contract.ts'
import type { Fault } from '../../src/sandbox/disc-robot/index.ts'
import { type Floor, manifestOf, openFloor, until } from './support/floor.ts'

const readme = Buffer.from('Read me first.\n')

describe('site agent and a device in trouble', () => {
  let now: number
  let floor: Floor
  beforeEach(async () => {
    now = Date.parse('2026-11-21T08:00:00Z')
    floor = await openFloor()
  })
  afterEach(() => floor.close())

  function job(reference: string, copies = 2): string {
    const manifest = manifestOf(floor.store, reference, [{ files: { 'a.txt': readme } }])
    return floor.store.addJob({ reference, manifest, copies }).jobId
  }

  async function endWith(fault: Fault, times: number, copies = 2): Promise<SiteReport | undefined> {
    const jobId = job('FAULT', copies)
    const robot = await floor.robot()
    robot.misbehave(fault, times)
    await floor.untilEnded(floor.agent({ silentAfterMs: 300 }), jobId)
    return floor.store.reportsOf(jobId).at(-1)
  }

  it('counts a rejected disc that was made again as made [S60]', async () => {
    const report = await endWith('reject-once', 1)
    expect(report).toMatchObject({ step: 'finished', discs: [{ outcome: 'made' }, { outcome: 'made' }] })
    expect(await floor.discs()).toHaveLength(2)
  })

  it('fails each missing disc with the reason of the device when the reject limit is reached [S60]', async () => {
    const report = await endWith('reject-limit', 1)
    expect(report).toMatchObject({
      step: 'failed',
      cause: 'device-failed',
      discs: [
        { copy: 1, outcome: 'failed', reason: expect.stringContaining('reject limit exceeded (error 20)') },
        { copy: 2, outcome: 'failed', reason: expect.stringContaining('verify error (error 19)') },
      ],
    })
  })

  it('reports a job that the device refuses as refused, with the reason [S60]', async () => {
    const report = await endWith('missing-image', 1)
    expect(report).toMatchObject({
      step: 'failed',
      cause: 'device-refused',
      discs: [{ reason: 'the files to burn are invalid (error 4)' }, { outcome: 'failed' }],
    })
  })

  it('fails a job that vanished at the device, after a bounded time and without making it again [S60]', async () => {
    const report = await endWith('vanished-job', 1)
    expect(report).toMatchObject({ step: 'failed', cause: 'device-silent', discs: [{ outcome: 'failed' }, {}] })
    expect(await floor.discs()).toEqual([])
  })

  it('is not misled by status files that it reads half-written [S60]', async () => {
    const report = await endWith('half-written-status', 12)
    expect(report).toMatchObject({ step: 'finished', discs: [{ outcome: 'made' }, { outcome: 'made' }] })
  })

  it('waits for a service that has stopped, and carries on when it is back', async () => {
    const jobId = job('STOPPED')
    const robot = await floor.robot()
    robot.misbehave('stopped-service', Number.POSITIVE_INFINITY)
    const agent = floor.agent({ silentAfterMs: 1 })
    for (let pass = 0; pass < 4; pass++) await agent.runOnce()
    expect(floor.store.jobs.get(jobId)?.state).toBe('submitted')
    robot.misbehave('stopped-service', 0)
    await floor.untilEnded(agent, jobId)
    expect(floor.store.jobs.get(jobId)?.state).toBe('finished')
  })

  it('keeps the job waiting while the share of the device cannot be reached', async () => {
    const jobId = job('SHARE')
    await rm(floor.hotFolder, { recursive: true })
    const agent = floor.agent()
    await agent.runOnce()
    expect(floor.store.jobs.get(jobId)?.state).toBe('imaged')
    expect(await readdir(floor.folder)).not.toContain('hot')
  })

  it('aborts a job at the device when the store asks for it, and reports every disc', async () => {
    const jobId = job('ABORT', 50)
    await floor.robot({ speed: { discSeconds: 0.2 } })
    const agent = floor.agent()
    await until(async () => {
      await agent.runOnce()
      return floor.store.jobs.get(jobId)?.state === 'running'
    })
    const held = floor.store.jobs.get(jobId)
    if (held) held.cancelRequested = true
    await floor.untilEnded(agent, jobId)
    const last = floor.store.reportsOf(jobId).at(-1)
    expect(last).toMatchObject({ step: 'failed', cause: 'device-refused' })
    if (last?.step !== 'failed') throw new Error('unreachable')
    expect(last.discs).toHaveLength(50)
    expect(last.discs.at(-1)).toMatchObject({ outcome: 'failed', reason: 'aborted by the user (error 16)' })
    expect(last.discs.filter(({ outcome }) => outcome === 'made').length).toBe((await floor.discs()).length)
  })

  it('never sends a job to the device that was cancelled before', async () => {
    const jobId = job('EARLY')
    const held = floor.store.jobs.get(jobId)
    if (held) held.cancelRequested = true
    const robot = await floor.robot()
    await floor.untilEnded(floor.agent(), jobId)
    expect(floor.store.reportsOf(jobId)).toMatchObject([
      { step: 'failed', cause: 'device-refused', discs: [{ outcome: 'failed' }, { outcome: 'failed' }] },
    ])
    expect(robot.state().jobs).toEqual([])
  })

  it('says at check-in when the heartbeat of the device was seen, and not before', async () => {
    await floor.close()
    floor = await openFloor({ now: () => new Date(now) })
    const status = join(floor.hotFolder, 'Status')
    await floor.robot()
    const agent = floor.agent()
    await agent.runOnce()
    expect(floor.store.checkIns.at(-1)).toMatchObject({ deviceSeenAt: null, device: 'ptburn' })
    now += 5_000
    await until(async () => {
      await agent.runOnce()
      return floor.store.checkIns.at(-1)?.deviceSeenAt === '2026-11-21T08:00:05.000Z'
    })
    expect(await readdir(status)).toContain('SystemStatus.txt')
  })

  it('passes on that the device needs attention, and lets the job wait', async () => {
    const jobId = job('INK', 1)
    const agent = floor.agent()
    await agent.runOnce()
    await floor.robot().then((robot) => robot.misbehave('stopped-service', Number.POSITIVE_INFINITY))
    const text = '[System]\r\nSysErrorNumber=5\r\nSysErrorString=Color ink low\r\nServerTickCount=9\r\n'
    await writeFile(join(floor.hotFolder, 'Status', 'SystemStatus.txt'), text)
    await agent.runOnce()
    expect(floor.store.checkIns.at(-1)?.deviceMessage).toBe('device needs attention: Color ink low')
    expect(floor.store.reportsOf(jobId, 'failed')).toEqual([])
  })
})
