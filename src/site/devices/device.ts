import type { Manifest } from '../../domains/fulfilment/production/site-contract.ts'

/** One disc number of a job, in words that no device owns. */
export interface DeviceOrder {
  /** Names the device's job and no other: `[A-Z0-9_-]{1,32}`. */
  readonly stem: string
  readonly copies: number
  readonly volumeId: string
  readonly medium: Manifest['discs'][number]['medium']
  /** A finished image, or a folder whose content goes to the root of the disc. */
  readonly content: { readonly image: string; readonly sha256: string } | { readonly folder: string }
  /** A bitmap of 120 x 120 mm. */
  readonly labelBmp: Uint8Array
}

interface CommandFile {
  readonly name: string
  readonly content: string
}

export interface DeviceEnd {
  readonly good: number
  readonly bad: number
  readonly result: 'made' | 'refused' | 'failed'
  /** Why discs are missing, in the device's words; empty when the device gave none. */
  readonly reason: string
}

/**
 * `absent`: no trace of the job, although the device's folder is there. `unlisted`: the device took the job file and does
 * not list the job, although it is alive.
 */
export type DeviceView =
  | { readonly state: 'waiting' | 'absent' | 'unlisted' }
  | { readonly state: 'running'; readonly made: number }
  | { readonly state: 'ended'; readonly end: DeviceEnd }

interface DeviceHealth {
  /** When the device's own heartbeat was last seen to advance. */
  readonly seenAt: Date | null
  readonly message: string
}

/** A production machine. Every call may throw `Away` when the machine's folder cannot be reached: the job then waits. */
export interface Device {
  readonly kind: 'ptburn'
  health(): Promise<DeviceHealth>
  /** The command file as it was or would be submitted. */
  commandFile(order: DeviceOrder): CommandFile
  /** Puts image and label in place, the command file last. Whatever traces there are of the job: it is submitted once. */
  submit(order: DeviceOrder, note: SubmissionNote): Promise<void>
  look(stem: string, copies: number): Promise<DeviceView>
  abort(stem: string): Promise<void>
  /** Removes image and label of a job that has ended. */
  tidy(stem: string): Promise<void>
}

/** The durable memory of one submission, kept by the caller beside the job and not on the device's share. */
export interface SubmissionNote {
  exists(): Promise<boolean>
  write(): Promise<void>
}
