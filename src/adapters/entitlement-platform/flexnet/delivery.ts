import { z } from 'zod'
import type {
  CompletedDownload,
  DownloadFile,
  DownloadPackage,
  PlatformDownloads,
} from '../../../domains/entitlements/rights/port.ts'
import { PartnerFailure } from '../../../kernel/partner-failure.ts'
import { type DeliveryHeader, headerFor } from './protocol/delivery-header.ts'
import type { Element, Header } from './protocol/envelope.ts'
import { partner } from './protocol/failures.ts'
import type { Transport } from './protocol/transport.ts'
import { day, group, instant, list, text, textOrNull } from './reads/answers.ts'

type FilesQuery = Parameters<PlatformDownloads['downloadFiles']>[0]

/** A person waits for the answer, and each file is a question of its own: one file that was downloaded is evidence enough. */
const filesLookedUp = 25
/** The service gives one row unless it is asked for more; the vendor's own example asks for 200. */
const logPageSize = 200
const logPages = 5

/**
 * Asks the electronic software delivery service for downloads, in a member's name or in that of the
 * integration user, who names no member.
 */
export function createDelivery(
  transport: Transport,
  options: {
    readonly header: DeliveryHeader
    /** The integration user; null where the store signs on with an access token alone. */
    readonly storeUser: string | null
    secureToken(userName: string): Promise<string>
  },
): PlatformDownloads {
  async function signedFor(member: string | null): Promise<Header> {
    const userName = member ?? options.storeUser
    if (userName === null)
      throw new PartnerFailure(partner, 'final', 'The store has no user name of its own at the delivery service')
    return headerFor(options.header, { userName, token: await options.secureToken(userName) })
  }

  return {
    downloadPackages: async ({ userName, activationIds }) => {
      if (activationIds.length === 0) return []
      const answer = await transport.call({
        service: 'electronicDelivery',
        effect: 'read',
        header: await signedFor(userName),
        request: [
          'getDownloadPackagesByActivationIdsRequest',
          [...principalOf(userName), ...activationIds.map((id) => ['ActivationId', id] as const)],
        ],
        response: 'getDownloadPackagesByActivationIdsResponse',
        hasStatus: false,
        schema: packagesSchema,
      })
      const found = [
        ...answer.CurrentDownloadPackage.map((each) => packageOf(each, true)),
        ...answer.ArchivedDownloadPackage.map((each) => packageOf(each, false)),
      ]
      // Two lines may bring the same package.
      return [...new Map(found.reverse().map((each) => [each.packageId, each])).values()].reverse()
    },

    downloadFiles: async (query) => (await filesIn(query)).map(fileOf),

    completedDownloads: async (query) => {
      const found = await filesIn(query)
      const header = await signedFor(query.userName)
      const logs = await Promise.all(found.slice(0, filesLookedUp).map((file) => downloadsOf(query, header, file)))
      const own = options.storeUser?.toLowerCase()
      return logs.flat().filter(({ userName }) => userName.toLowerCase() !== own)
    },
  }

  async function filesIn({ userName, accountId, packageId }: FilesQuery) {
    const answer = await transport.call({
      service: 'electronicDelivery',
      effect: 'read',
      header: await signedFor(userName),
      request: [
        'getDownloadableFilesRequest',
        [
          ...principalOf(userName),
          ['DownloadPackageReference', [packageReference(packageId)]],
          ['OrganizationId', accountId],
          ['IncludeDownloadedFiles', 'true'],
          ['EULARequired', 'true'],
        ],
      ],
      response: 'getDownloadableFilesResponse',
      hasStatus: false,
      schema: filesSchema,
    })
    return answer.DownloadableFileList.filter((file) => file.StatusCode !== 'DELETED')
  }

  async function downloadsOf({ userName, accountId }: FilesQuery, header: Header, file: File) {
    const rows: LogRow[] = []
    for (let page = 0; page < logPages; page += 1) {
      const { FileDownloadLog, TotalResults } = await transport.call({
        service: 'electronicDelivery',
        effect: 'read',
        header,
        request: [
          'getFileDownloadsRequest',
          [
            ...principalOf(userName),
            ['FileReference', [['SystemFileId', file.SystemFileId]]],
            ['OrganizationId', accountId],
            ['StartOffset', String(rows.length)],
            ['ResultSetSize', String(logPageSize)],
          ],
        ],
        response: 'getFileDownloadsResponse',
        hasStatus: false,
        schema: logSchema,
      })
      rows.push(...FileDownloadLog)
      if (FileDownloadLog.length === 0 || rows.length >= (countOf(TotalResults) ?? 0)) break
    }
    return rows.flatMap((row) => downloadOf(file, row))
  }
}

function principalOf(member: string | null): Element[] {
  return member === null ? [] : [['Member', member]]
}

const packageSchema = z.object({
  Id: textOrNull,
  SystemId: textOrNull,
  Description: text,
  EffectiveDate: day,
  Version: text,
})

const packagesSchema = z.preprocess(
  (value) => (value === '' ? {} : value),
  z.object({ CurrentDownloadPackage: list(packageSchema), ArchivedDownloadPackage: list(packageSchema) }),
)

// The vendor's own id may be missing; the system's id is then kept under a mark that no vendor's id carries.
const systemMark = 'system:'

function packageOf(found: z.infer<typeof packageSchema>, current: boolean): DownloadPackage {
  return {
    packageId: found.Id ?? `${systemMark}${found.SystemId ?? ''}`,
    version: found.Version,
    description: found.Description,
    effectiveDate: found.EffectiveDate,
    current,
  }
}

function packageReference(packageId: string): Element {
  return packageId.startsWith(systemMark) ? ['SystemId', packageId.slice(systemMark.length)] : ['Id', packageId]
}

const fileSchema = z.object({
  FileId: textOrNull,
  SystemFileId: z.string().min(1),
  FileName: z.string().min(1),
  Description: text,
  HasDownloadsRemaining: textOrNull,
  StatusCode: text,
  CompressedSize: textOrNull,
  DownloadURL: textOrNull,
  ExternalURL: textOrNull,
  MD5CheckSum: text,
  SHA256CheckSum: text,
  CompletedDownloadCount: text,
})

const filesSchema = z.preprocess(
  (value) => (value === '' ? {} : value),
  z.object({ DownloadableFileList: list(fileSchema) }),
)

type File = z.infer<typeof fileSchema>

const logRowSchema = z.object({
  FileDownloadLogId: z.string().min(1),
  StartDateTime: instant,
  Member: group({ Email: text }),
  EndDateTime: instant,
})
type LogRow = z.infer<typeof logRowSchema>
const logSchema = z.preprocess(
  (value) => (value === '' ? {} : value),
  z.object({ FileDownloadLog: list(logRowSchema), TotalResults: text }),
)

// Without an end it was broken off, or is under way.
function downloadOf(file: File, { FileDownloadLogId, Member, EndDateTime: at }: LogRow): CompletedDownload[] {
  const userName = Member?.Email ?? ''
  if (at === null || userName === '') return []
  return [{ logId: FileDownloadLogId, fileId: idOf(file), fileName: file.FileName, userName, at }]
}

function idOf({ FileId, SystemFileId }: File): string {
  return FileId ?? SystemFileId
}

function fileOf(found: File): DownloadFile {
  const exhausted = found.HasDownloadsRemaining === 'false' || found.HasDownloadsRemaining === '0'
  const loaded = found.StatusCode !== 'NOT_LOADED'
  return {
    fileId: idOf(found),
    name: found.FileName,
    description: found.Description,
    sizeBytes: found.CompressedSize === null ? null : countOf(found.CompressedSize),
    md5: hexOf(found.MD5CheckSum, 32),
    sha256: hexOf(found.SHA256CheckSum, 64),
    url: exhausted || !loaded ? null : webAddressOf(found.DownloadURL ?? found.ExternalURL),
    completedDownloads: countOf(found.CompletedDownloadCount) ?? 0,
  }
}

// A browser is sent there: no other scheme than the web's.
function webAddressOf(url: string | null): string | null {
  return url !== null && /^https?:\/\//i.test(url) ? url : null
}

function countOf(value: string): number | null {
  const count = Number(value)
  return value !== '' && Number.isSafeInteger(count) && count >= 0 ? count : null
}

// A checksum that is none means "cannot be verified", which is not a failure.
function hexOf(value: string, length: number): string | null {
  const hex = value.trim().toLowerCase()
  return hex.length === length && /^[0-9a-f]+$/.test(hex) ? hex : null
}
