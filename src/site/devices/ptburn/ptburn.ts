import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../../../kernel/clock.ts'
import { hasCode, putInPlace, readOrNull, writeBeside, writeDurably } from '../../durable-file.ts'
import { Away, JobFailure } from '../../job-failure.ts'
import { copyWithDigest } from '../../repository/digest.ts'
import type { Device, DeviceOrder, DeviceView, SubmissionNote } from '../device.ts'
import { copyTree } from './copy-tree.ts'
import { type Encoding, encodeText } from './encoding.ts'
import { jobFile } from './job-file.ts'
import { devicePath } from './paths.ts'
import { endOf, progressOf, readStatus, type Status } from './status.ts'

export interface PtburnConfig {
  readonly kind: 'ptburn'
  readonly hotFolder: string
  readonly devicePrefix: string
  /** ASCII, up to 32 characters; the device asks for it before it aborts a job. */
  readonly clientId: string
  readonly encoding: Encoding
}

const extensions = ['JRQ', 'QRJ', 'INP', 'DON', 'ERR'] as const
type Extension = (typeof extensions)[number]

// The job file is renamed before the counts are in the status file, and a status file may be caught half-written.
const countsWithinMs = 60_000
// A service that has not ticked for this long is not alive.
const silentTickMs = 60_000

/** A Primera PTBurn service behind its hot folder. */
export function createPtburn(config: PtburnConfig, clock: Clock): Device {
  const prefixes = { local: config.hotFolder, device: config.devicePrefix }
  const endedWithoutCounts = new Map<string, number>()
  let tick: number | null = null
  let tickedAt: Date | null = null

  async function status(): Promise<Status | null> {
    const read = await readStatus(config.hotFolder)
    if (read !== null && read.tick !== null) {
      // The first value says nothing: the file may be a year old.
      if (tick !== null && read.tick !== tick) tickedAt = clock.now()
      tick = read.tick
    }
    return read
  }

  function commandText(order: DeviceOrder): string {
    const folder = join(config.hotFolder, order.stem)
    return jobFile(order, {
      clientId: config.clientId,
      label: devicePath(prefixes, join(folder, 'label.bmp')),
      content: devicePath(prefixes, join(folder, 'image' in order.content ? 'disc.iso' : 'files')),
    })
  }

  async function traceOf(stem: string): Promise<Extension | null> {
    const wanted = new Map(extensions.map((extension) => [`${stem}.${extension}`.toLowerCase(), extension]))
    for (const name of await list(config.hotFolder)) {
      const found = wanted.get(name.toLowerCase())
      if (found !== undefined) return found
    }
    return null
  }

  async function isKnown(stem: string): Promise<boolean> {
    const read = await status()
    const key = stem.toLowerCase()
    return read?.jobs.has(key) === true || read?.listed.has(key) === true || (await traceOf(stem)) !== null
  }

  async function submit(order: DeviceOrder, note: SubmissionNote): Promise<void> {
    const file = join(config.hotFolder, `${order.stem}.JRQ`)
    const drafted = (await list(config.hotFolder)).includes(`${order.stem}.JRQ.tmp`)
    // The note is written between draft and rename, so with a note the draft tells whether the rename took place.
    if (await note.exists()) return drafted ? putInPlace(file) : undefined
    if (await isKnown(order.stem)) {
      await rm(`${file}.tmp`, { force: true })
      return note.write()
    }
    await placeFiles(order)
    // The publisher polls its hot folder: write beside it, then rename, or it may read half a job file.
    await writeBeside(file, encodeText(commandText(order), config.encoding))
    await note.write()
    await putInPlace(file)
  }

  async function placeFiles(order: DeviceOrder): Promise<void> {
    const folder = join(config.hotFolder, order.stem)
    await mkdir(folder, { recursive: true })
    if ('image' in order.content) {
      const image = join(folder, 'disc.iso')
      const copy = await copyWithDigest(order.content.image, `${image}.tmp`)
      if (copy.sha256 !== order.content.sha256)
        throw new JobFailure('checksum-mismatch', `The image of ${order.stem} changed on its way to the device`)
      await rename(`${image}.tmp`, image)
    } else await copyTree(order.content.folder, join(folder, 'files'))
    await writeDurably(join(folder, 'label.bmp'), order.labelBmp)
  }

  async function look(stem: string, copies: number): Promise<DeviceView> {
    const read = await status()
    const trace = await traceOf(stem)
    const section = read?.jobs.get(stem.toLowerCase())
    const end = endOf(section, copies)
    if (end !== null) return { state: 'ended', end }
    if (trace === 'DON' || trace === 'ERR') return endedByName(stem, trace, copies)
    const made = progressOf(section)
    if (made !== null) return { state: 'running', made }
    const known = section !== undefined || read?.listed.has(stem.toLowerCase()) === true
    if (!known && trace !== null && trace !== 'JRQ' && isAlive()) return { state: 'unlisted' }
    if (trace === 'INP') return { state: 'running', made: 0 }
    if (known || trace !== null) return { state: 'waiting' }
    if (read === null) throw new Away('The device has no status folder')
    return { state: 'absent' }
  }

  // Finished jobs rotate out of the status file quickly; after a while the name of the file is all there is.
  function endedByName(stem: string, trace: 'DON' | 'ERR', copies: number): DeviceView {
    const now = clock.now().getTime()
    const since = endedWithoutCounts.get(stem) ?? now
    endedWithoutCounts.set(stem, since)
    if (now - since < countsWithinMs) return { state: 'running', made: 0 }
    if (trace === 'DON')
      return {
        state: 'ended',
        end: { good: copies, bad: 0, result: 'made', reason: 'completed; the device no longer lists the counts' },
      }
    const reason = 'the device ended the job with an error that it no longer lists'
    return { state: 'ended', end: { good: 0, bad: 0, result: 'failed', reason } }
  }

  function isAlive(): boolean {
    return tickedAt !== null && clock.now().getTime() - tickedAt.getTime() < silentTickMs
  }

  return {
    kind: 'ptburn',
    commandFile: (order) => ({ name: `${order.stem}.JRQ`, content: commandText(order) }),
    submit,
    look,
    async health() {
      // A share that fails says the same as one without status: nothing.
      const read = await status().catch(() => null)
      if (read === null) return { seenAt: tickedAt, message: 'the device folder has no status' }
      const { attention } = read
      return { seenAt: tickedAt, message: attention === '' ? '' : `device needs attention: ${attention}`.slice(0, 500) }
    },
    async abort(stem) {
      const file = join(config.hotFolder, `${stem}.PTM`)
      if ((await readOrNull(file)) !== null) return
      await writeDurably(file, encodeText(`Message=ABORT\r\nClientID=${config.clientId}\r\n`, config.encoding))
    },
    async tidy(stem) {
      await rm(join(config.hotFolder, stem), { recursive: true, force: true })
    },
  }
}

async function list(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR', 'EACCES', 'EIO', 'ESTALE', 'EHOSTDOWN', 'ETIMEDOUT'))
      throw new Away('The device folder cannot be reached', error)
    throw error
  }
}
