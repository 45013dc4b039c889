import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../../src/kernel/clock.ts'
import { createLog } from '../../../src/platform/log/log.ts'
import { type DiscRobot, type DiscRobotOptions, startDiscRobot } from '../../../src/sandbox/disc-robot/index.ts'
import { movableClock } from '../../support/movable-clock.ts'

const request = (changes: Readonly<Record<string, string | null>> = {}) =>
  Object.entries({
    ClientID: 'mediastore',
    ImageFile: '\\\\PRN1\\PTBurnJobs\\A\\disc.iso',
    ImageType: 'MODE_1_2048',
    Copies: '2',
    PrintLabel: '\\\\prn1\\ptburnjobs\\A\\label.bmp',
    ...changes,
  })
    .filter(([, value]) => value !== null)
    .map(([key, value]) => `${key} = ${value}\r\n`)
    .join('')

describe('disc robot', () => {
  let folder: string
  let hot: string
  const robots: DiscRobot[] = []
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'robot-test-'))
    hot = join(folder, 'hot')
    await mkdir(join(hot, 'A'), { recursive: true })
    await writeFile(join(hot, 'A', 'disc.iso'), 'the image')
    await writeFile(join(hot, 'A', 'label.bmp'), 'BM and pixels')
  })
  afterEach(async () => {
    for (const robot of robots.splice(0)) await robot.close()
    await rm(folder, { recursive: true, force: true })
  })

  async function start(options: Partial<DiscRobotOptions> = {}): Promise<DiscRobot> {
    const robot = await startDiscRobot({
      hotFolder: hot,
      clock: systemClock,
      log: createLog({ level: 'silent' }),
      speed: { discSeconds: 0.05 },
      outputDir: join(folder, 'out'),
      ...options,
    })
    robots.push(robot)
    return robot
  }

  async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
    for (let tries = 0; !(await holds()); tries++) {
      if (tries > 800) throw new Error('What the test waits for did not happen in time')
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  // As clients must: the robot may read a file that is written in place before it is whole.
  async function put(name: string, content: string | Buffer): Promise<void> {
    await writeFile(join(hot, `${name}.tmp`), content)
    await rename(join(hot, `${name}.tmp`), join(hot, name))
  }

  const has = (name: string) => async () => (await readdir(hot)).includes(name)
  const status = () => readFile(join(hot, 'Status', 'Disc Publisher 4200.txt'), 'latin1')

  it('makes the discs of a job, keeps what the customer gets, and says so in name and status', async () => {
    await start()
    await put('JOB-1.JRQ', request())
    await until(has('JOB-1.DON'))
    expect((await readdir(join(folder, 'out'))).sort()).toEqual(['disc-JOB-1-1.iso', 'disc-JOB-1-2.iso'])
    expect(await readFile(join(folder, 'out', 'disc-JOB-1-2.iso'), 'utf8')).toBe('the image')
    expect(await status()).toMatch(/\[JOB-1\][^[]*GoodDiscs=2\r\nBadDiscs=0[^[]*JobState=2\r\nJobErrorNumber=0/)
  })

  it.each([
    ['an unknown key', { Colour: 'red' }, 8],
    ['a value out of range', { Copies: '0' }, 8],
    ['a missing image', { ImageFile: '\\\\PRN1\\PTBurnJobs\\B\\disc.iso' }, 4],
    ['an image on another share', { ImageFile: 'C:\\disc.iso' }, 4],
    ['nothing to do', { ImageFile: null, PrintLabel: null }, 6],
    ['a missing label', { PrintLabel: '\\\\PRN1\\PTBurnJobs\\A\\none.bmp' }, 7],
    ['a label that is no bitmap', { PrintLabel: '\\\\PRN1\\PTBurnJobs\\A\\bad.bmp' }, 7],
  ])('refuses %s with the error of the device', async (_what, changes, error) => {
    await writeFile(join(hot, 'A', 'bad.bmp'), 'GIF89a')
    await start()
    await put('BAD.JRQ', request(changes))
    await until(has('BAD.ERR'))
    expect(await status()).toMatch(new RegExp(`JobState=3\r\nJobErrorNumber=${error}\r\n`))
  })

  it('writes a status file when its content changes, and not at each look at the folder', async () => {
    const clock = movableClock()
    const writtenAt = async (name: string) => (await stat(join(hot, 'Status', name), { bigint: true })).mtimeNs
    const written = () => Promise.all(['Disc Publisher 4200.txt', 'SystemStatus.txt'].map(writtenAt))
    // A message about no job is taken away: the robot has looked.
    const looked = async (name: string) => {
      await put(name, 'Message = ABORT')
      await until(async () => !(await has(name)()))
    }
    await start({ clock })
    const [robot, system] = await written()
    for (const name of ['NONE-1.PTM', 'NONE-2.PTM', 'NONE-3.PTM']) await looked(name)
    expect(await written()).toEqual([robot, system])
    clock.advance({ seconds: 1 })
    await until(async () => (await writtenAt('SystemStatus.txt')) !== system)
    expect(await readFile(join(hot, 'Status', 'SystemStatus.txt'), 'latin1')).toContain('ServerTickCount=2\r\n')
    expect(await writtenAt('Disc Publisher 4200.txt')).toBe(robot)
  })

  it('takes a UTF-16 job file', async () => {
    await start()
    await put('WIDE.JRQ', Buffer.from(`\uFEFF${request({ Copies: '1' })}`, 'utf16le'))
    await until(has('WIDE.DON'))
  })

  it('aborts a job for its own client and for no other', async () => {
    const robot = await start()
    robot.misbehave('slow', 1_000)
    await put('LONG.JRQ', request())
    await until(has('LONG.INP'))
    await put('LONG.PTM', 'Message=ABORT\r\nClientID=somebody\r\n')
    await until(async () => !(await has('LONG.PTM')()))
    expect(robot.state().jobs).toMatchObject([{ stem: 'LONG', state: 'running' }])
    await put('LONG.PTM', 'Message = ABORT\r\nClientID = mediastore\r\n')
    await until(has('LONG.ERR'))
    expect(await status()).toMatch(/JobErrorNumber=16/)
  })

  it('goes on after a restart with the discs it had made', async () => {
    const first = await start()
    await put('AGAIN.JRQ', request({ Copies: '6' }))
    await until(() => first.state().discs.length >= 2)
    await first.close()
    const made = first.state().discs.length
    const second = await start()
    await until(has('AGAIN.DON'))
    expect(made + second.state().discs.length).toBe(6)
    expect(await readdir(join(folder, 'out'))).toHaveLength(6)
  })

  it('deletes the job file of an ended job after a while', async () => {
    await start({ keepEndedSeconds: 1 })
    await put('OLD.JRQ', request({ Copies: '1' }))
    await until(has('OLD.DON'))
    await until(async () => !(await has('OLD.DON')()))
  })
})
