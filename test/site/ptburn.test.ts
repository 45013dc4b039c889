import { readFileSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../src/kernel/clock.ts'
import type { DeviceOrder } from '../../src/site/devices/device.ts'
import { decodeText, encodeText } from '../../src/site/devices/ptburn/encoding.ts'
import { parseIni } from '../../src/site/devices/ptburn/ini.ts'
import { devicePath, OutsideShare } from '../../src/site/devices/ptburn/paths.ts'
import { createPtburn } from '../../src/site/devices/ptburn/ptburn.ts'
import { endOf, progressOf, statusOf } from '../../src/site/devices/ptburn/status.ts'

const fixtures = join(import.meta.dirname, '..', 'fixtures', 'devices', 'ptburn')
const fixture = (name: string) => readFileSync(join(fixtures, name))

describe('PTBurn command files', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ptburn-test-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  const order: DeviceOrder = {
    stem: 'SO-2026-000123-1-D1',
    copies: 2,
    volumeId: 'PAINT_PRO_5_2',
    medium: 'DVD',
    content: { image: '', sha256: '' },
    labelBmp: Buffer.from('BM'),
  }
  const device = (encoding: 'latin1' | 'utf16le' = 'latin1') =>
    createPtburn(
      {
        kind: 'ptburn',
        hotFolder: join(folder, 'hot'),
        devicePrefix: '\\\\PRN1\\PTBurnJobs\\',
        clientId: 'mediastore',
        encoding,
      },
      systemClock,
    )

  it('is the same file, byte for byte, for the same job [S58]', () => {
    const { name, content } = device().commandFile(order)
    expect(name).toBe('SO-2026-000123-1-D1.JRQ')
    expect(encodeText(content, 'latin1')).toEqual(fixture('image-job.JRQ'))
    expect(encodeText(content, 'utf16le')).toEqual(fixture('image-job.utf16le.JRQ'))
    expect(device().commandFile(order).content).toBe(content)
  })

  it('burns a folder of files with data lines where there is no image [S58]', () => {
    const { content } = device().commandFile({ ...order, content: { folder: '/anywhere' } })
    expect(encodeText(content, 'latin1')).toEqual(fixture('data-job.JRQ'))
  })

  it.each(['latin1', 'utf16le'] as const)(
    'is written once however often it is submitted, in %s [S59]',
    async (encoding) => {
      const hot = join(folder, 'hot')
      await mkdir(hot)
      const image = join(folder, 'disc.iso')
      await writeFile(image, 'image')
      const sha256 = '6105d6cc76af400325e94d588ce511be5bfdbb73b437dc51eca43917d7a43e3d'
      const real = { ...order, content: { image, sha256 } }
      let noted = false
      const note = {
        exists: async () => noted,
        write: async () => {
          noted = true
        },
      }
      await device(encoding).submit(real, note)
      const golden = encoding === 'latin1' ? 'image-job.JRQ' : 'image-job.utf16le.JRQ'
      expect(await readFile(join(hot, `${order.stem}.JRQ`))).toEqual(fixture(golden))
      expect((await readdir(join(hot, order.stem))).sort()).toEqual(['disc.iso', 'label.bmp'])
      // Taken by the device, under a name in its own spelling.
      for (const extension of ['QRJ', 'inp', 'DON', 'err']) {
        await rm(join(hot, `${order.stem}.JRQ`), { force: true })
        await writeFile(join(hot, `${order.stem.toLowerCase()}.${extension}`), '')
        for (const forgotten of [false, true]) {
          noted = !forgotten
          await device(encoding).submit(real, note)
          expect((await readdir(hot)).filter((name) => name.endsWith('JRQ'))).toEqual([])
        }
        await rm(join(hot, `${order.stem.toLowerCase()}.${extension}`))
      }
      noted = true
      await device(encoding).submit(real, note)
      expect((await readdir(hot)).filter((name) => name.endsWith('JRQ'))).toEqual([])
    },
  )

  it('translates paths of the share and refuses all others', () => {
    const prefixes = { local: '/mnt/prn1', device: '\\\\PRN1\\PTBurnJobs' }
    expect(devicePath(prefixes, '/mnt/prn1/A-D1/disc.iso')).toBe('\\\\PRN1\\PTBurnJobs\\A-D1\\disc.iso')
    expect(devicePath({ ...prefixes, device: 'C:\\PTBurnJobs\\' }, '/mnt/prn1/x')).toBe('C:\\PTBurnJobs\\x')
    for (const outside of ['/etc/passwd', '/mnt/prn1/../other', '/mnt/prn10/x', '/mnt/prn1'])
      expect(() => devicePath(prefixes, outside), outside).toThrow(OutsideShare)
  })

  it('refuses a character that an ANSI job file cannot hold', () => {
    expect(() => encodeText('Kit 套', 'latin1')).toThrow(/no place/)
    expect(decodeText(encodeText('Kit 套', 'utf16le'))).toBe('Kit 套')
  })
})

describe('PTBurn status files', () => {
  const read = (robot: string) =>
    statusOf([
      { name: 'systemstatus.txt', ini: parseIni(decodeText(fixture('system-status.txt'))) },
      { name: 'disc publisher 4200.txt', ini: parseIni(robot) },
    ])
  const whole = decodeText(fixture('robot-status.txt'))
  const status = read(whole)

  it.each([
    ['so1001-d1', 2, { good: 2, bad: 1, result: 'made', reason: '' }],
    ['so1001-d1', 3, { good: 2, bad: 1, result: 'failed', reason: 'disc 2: recording error (error 18)' }],
    [
      'so1000-d1',
      2,
      {
        good: 1,
        bad: 3,
        result: 'failed',
        reason: 'reject limit exceeded (error 20); disc 2: verify error (error 19)',
      },
    ],
    ['so0999-d1', 1, { good: 0, bad: 0, result: 'failed', reason: 'The arm is tired (error 77)' }],
    ['so1002-d1', 3, null],
    ['so1003-d1', 1, null],
    ['so1004-d1', 1, null],
  ])('says how %s ended when %i copies were ordered [S60]', (stem, copies, end) => {
    expect(endOf(status.jobs.get(stem), copies)).toEqual(end)
  })

  it('says how far a running job is, and what the machine lists', () => {
    expect(progressOf(status.jobs.get('so1002-d1'))).toBe(1)
    expect(progressOf(status.jobs.get('so1003-d1'))).toBeNull()
    expect(status.tick).toBe(4711)
    expect([...status.listed]).toContain('so1003-d1')
    expect(status.attention).toBe('')
  })

  it('never reads a wrong end out of a file that is cut off at any byte [S60]', () => {
    const right = endOf(status.jobs.get('so1000-d1'), 2)
    for (let length = 0; length <= whole.length; length++) {
      const cut = read(whole.slice(0, length))
      const end = endOf(cut.jobs.get('so1000-d1'), 2)
      if (end !== null) expect({ ...end, reason: right?.reason }).toEqual(right)
      expect(endOf(cut.jobs.get('so1002-d1'), 3)).toBeNull()
    }
  })

  it('reads UTF-16 status files of the Unicode build', () => {
    const bytes = encodeText(whole, 'utf16le')
    expect(parseIni(decodeText(bytes))).toEqual(parseIni(whole))
  })
})
