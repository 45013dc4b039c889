import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type {
  DownloadFile,
  DownloadPackage,
  EntitlementPlatform,
} from '../../../../src/domains/entitlements/rights/index.ts'
import { localDate } from '../../../../src/kernel/local-date.ts'
import { PartnerFailure } from '../../../../src/kernel/partner-failure.ts'

interface OfferedPackage {
  readonly packageId: string
  readonly version: string
  readonly effectiveDate: string
  readonly files: Readonly<Record<string, string>>
}

/** A platform at the port: which activation id sees which packages is a table; files come from a real HTTP server. */
export interface DownloadServer extends Pick<EntitlementPlatform, 'downloadPackages' | 'downloadFiles'> {
  /** Activation id to the packages that its maintenance end permits. */
  readonly permitted: Map<string, OfferedPackage[]>
  /** File name to the bytes that are sent instead of the promised ones. */
  readonly corrupted: Map<string, string>
  /** File names whose checksums the platform does not know. */
  readonly unsummed: Set<string>
  /** File names whose transfer ends in the middle. */
  readonly brokenOff: Set<string>
  /** Who is refused whatever they ask; null is the store itself. */
  readonly refused: Set<string | null>
  /** Lines that the platform does not know, for which it refuses a question as a whole. */
  readonly unknownLines: Set<string>
  /** Requests for file bytes, by name. */
  readonly fetched: string[]
  away: boolean
  close(): Promise<void>
}

const md5Of = (text: string) => createHash('md5').update(text).digest('hex')

export async function startDownloadServer(): Promise<DownloadServer> {
  const permitted: DownloadServer['permitted'] = new Map()
  const corrupted: DownloadServer['corrupted'] = new Map()
  const unsummed: DownloadServer['unsummed'] = new Set()
  const brokenOff: DownloadServer['brokenOff'] = new Set()
  const refused: DownloadServer['refused'] = new Set()
  const unknownLines: DownloadServer['unknownLines'] = new Set()
  const fetched: string[] = []
  const contentOf = (packageId: string, name: string) =>
    [...permitted.values()].flat().find((each) => each.packageId === packageId)?.files[name]
  const http = createServer((request, response) => {
    const [packageId = '', name = ''] = (request.url ?? '').slice(1).split('/').map(decodeURIComponent)
    fetched.push(name)
    const content = corrupted.get(name) ?? contentOf(packageId, name)
    if (content === undefined) response.writeHead(404).end()
    else if (brokenOff.has(name)) {
      response.writeHead(200, { 'content-length': Buffer.byteLength(content) })
      response.write(content.slice(0, 3), () => response.destroy())
    } else response.end(content)
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const address = http.address()
  const port = typeof address === 'object' && address ? address.port : 0

  const server: DownloadServer = {
    permitted,
    corrupted,
    unsummed,
    brokenOff,
    refused,
    unknownLines,
    fetched,
    away: false,
    downloadPackages: async ({ userName, activationIds }) => {
      if (server.away) throw new PartnerFailure('test platform', 'retryable', 'away')
      if (refused.has(userName) || activationIds.some((id) => unknownLines.has(id)))
        throw new PartnerFailure('test platform', 'final', 'not for you')
      return activationIds.flatMap((id) => (permitted.get(id) ?? []).map(packageOf))
    },
    downloadFiles: async ({ userName, packageId }) => {
      if (refused.has(userName)) throw new PartnerFailure('test platform', 'final', 'not for you')
      const found = [...permitted.values()].flat().find((each) => each.packageId === packageId)
      return Object.entries(found?.files ?? {}).map(([name, content]): DownloadFile => {
        const md5 = unsummed.has(name) ? null : md5Of(content)
        const url = `http://127.0.0.1:${port}/${encodeURIComponent(packageId)}/${encodeURIComponent(name)}`
        const sizeBytes = Buffer.byteLength(content)
        return { fileId: name, name, description: '', sizeBytes, md5, sha256: null, url, completedDownloads: 0 }
      })
    },
    close: () => new Promise((resolve) => http.close(() => resolve())),
  }
  return server
}

function packageOf({ packageId, version, effectiveDate }: OfferedPackage): DownloadPackage {
  return { packageId, version, description: '', effectiveDate: localDate(effectiveDate), current: true }
}
