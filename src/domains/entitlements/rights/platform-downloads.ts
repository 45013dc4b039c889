import type { LocalDate } from '../../../kernel/local-date.ts'

export interface DownloadPackage {
  readonly packageId: string
  readonly version: string
  readonly description: string
  readonly effectiveDate: LocalDate | null
  /** False for a package in the archive of previous versions. */
  readonly current: boolean
}

export interface DownloadFile {
  readonly fileId: string
  readonly name: string
  readonly description: string
  readonly sizeBytes: number | null
  readonly md5: string | null
  readonly sha256: string | null
  /** Signed for one use and short-lived: fetch it when somebody clicks, and never keep it. */
  readonly url: string | null
  /** How often this member has completed the download. */
  readonly completedDownloads: number
}

/** One download that a member finished, wherever the member began it: in the store or on the platform's own pages. */
export interface CompletedDownload {
  /** The platform's own number of it. */
  readonly logId: string
  readonly fileId: string
  readonly fileName: string
  readonly userName: string
  readonly at: Date
}
