import type { Checksums } from '../files.ts'
import { type Call, operation, type Service, SoapFault } from '../soap/service.ts'
import { boolean, many, one, oneOf, optional, sequence, text } from '../soap/types.ts'
import type { XmlElement, XmlTree } from '../soap/xml.ts'
import type { DownloadLinks, SecureTokens } from '../tokens.ts'
import { isArchived, linesFor, packagesFor } from '../visibility.ts'
import { mayActFor } from '../world/accounts.ts'
import type { DownloadPackage, EntitlementLine, Member, PackageFile } from '../world/rows.ts'
import type { World } from '../world/world.ts'
import { fileDownloads } from './download-log.ts'

const namespace = 'http://esdservice.esd.flexerasoftware.com'
const principal = { Member: optional(text), EntitlementId: optional(text) }
const packageReference = sequence({ Id: optional(text), SystemId: optional(text) })
const fileReference = sequence({ FileId: optional(text), SystemFileId: optional(text) })

interface Deps {
  readonly tokens: SecureTokens
  readonly links: DownloadLinks
  readonly checksums: (file: PackageFile) => Checksums
  readonly soapUser: string
  readonly signInHeader?: SignInHeader | undefined
}

/** How callers have to write id and token: a namespace of null is the service's own. Without one, the form is theirs. */
export interface SignInHeader {
  readonly wrapper: string | null
  readonly namespace: string | null
  readonly id: string
  readonly token: string
}

/** The ESD service: what one buyer may download. Whoever asks is named by the header's id and proved by its token. */
export function downloadService(world: World, deps: Deps): Service {
  const view = (call: Call, asked: string | undefined): Member | null => {
    const { id, token } = credentials(call.header, deps.signInHeader)
    if (!deps.tokens.holds(id, token)) throw fault('AuthenticationProblem', 'The id and token are not valid')
    if (id !== deps.soapUser && asked !== undefined && asked.toLowerCase() !== id.toLowerCase())
      throw fault('UnknownPrincipalError', 'The member is not the one who signed on')
    const userName = asked ?? id
    if (userName === deps.soapUser) return null
    const member = world.members.get(userName.toLowerCase())
    if (!member) throw fault('UnknownPrincipalError', 'The member does not exist')
    return member
  }
  const lineOf = (member: Member | null, activationId: string): EntitlementLine => {
    const line = world.lines.get(activationId)
    if (!line || !mayUse(world, member, line))
      throw fault('UnknownActivationIdError', `The activation ID ${activationId} is not known`)
    return line
  }
  const packagesOfLine = (line: EntitlementLine) =>
    packagesFor(world, [line], world.entitlements.get(line.entitlementId)?.soldTo ?? '')

  return {
    path: '/esd-service/svc',
    namespace,
    prefix: 'ns2',
    operations: [
      operation({
        name: 'getDownloadPackagesByActivationIds',
        type: sequence({ ...principal, ActivationId: many(text, 1) }),
        run(asked, call) {
          const member = view(call, asked.Member)
          const found = asked.ActivationId.flatMap((id) => packagesOfLine(lineOf(member, id)))
          return packageLists(world, unique(found), 'All')
        },
      }),
      operation({
        name: 'getDownloadPackages',
        type: sequence({
          ...principal,
          ActivationId: many(text),
          OrganizationId: many(text),
          ProductLineReference: optional(sequence({ Id: optional(text), SystemId: optional(text) })),
          VersionType: optional(oneOf('Current', 'Archive', 'All')),
          OrderBy: optional(text),
          LocaleLanguage: optional(text),
        }),
        run(asked, call) {
          const member = view(call, asked.Member)
          if (asked.ActivationId.length > 0 && asked.ProductLineReference)
            throw fault('RequestValidationError', 'Give a product line or activation IDs, not both')
          const own = member?.accounts.map((link) => link.accountId) ?? []
          const organizations = asked.OrganizationId.length > 0 ? asked.OrganizationId : own
          for (const id of organizations) allowAccount(world, member, id)
          const found =
            asked.ActivationId.length > 0
              ? asked.ActivationId.flatMap((id) => packagesOfLine(lineOf(member, id)))
              : organizations.flatMap((id) => packagesFor(world, linesFor(world, id), id))
          const line = asked.ProductLineReference?.Id
          const shown = unique(found).filter((one) => line === undefined || one.productLine === line)
          return packageLists(world, shown, asked.VersionType ?? 'Current')
        },
      }),
      operation({
        name: 'checkDownloadPackages',
        type: sequence({ Member: optional(text), ActivationId: many(text, 1) }),
        run(asked, call) {
          const member = view(call, asked.Member)
          return {
            ActivationId: asked.ActivationId,
            HasDownloadablePackages: asked.ActivationId.map((id) => packagesOfLine(lineOf(member, id)).length > 0),
          }
        },
      }),
      operation({
        name: 'getDownloadableFiles',
        type: sequence({
          ...principal,
          ActivationId: many(text),
          DownloadPackageReference: one(packageReference),
          OrganizationId: one(text),
          OrganizationCountryName: optional(text),
          OrganizationRegionName: optional(text),
          NetStorageLocation: optional(text),
          FileReference: many(fileReference),
          IncludeDownloadedFiles: optional(boolean),
          IncludeExternalFiles: optional(boolean),
          OrderBy: optional(text),
          Ascending: optional(boolean),
          emailNoticeId: optional(text),
          ipAddress: optional(text),
          EULARequired: optional(boolean),
          UdfFilters: many(sequence({ Name: one(text), Value: one(text) })),
        }),
        run(asked, call) {
          const member = view(call, asked.Member)
          allowAccount(world, member, asked.OrganizationId)
          const { Id, SystemId } = asked.DownloadPackageReference
          const download = packagesFor(world, linesFor(world, asked.OrganizationId), asked.OrganizationId).find(
            (one) => (Id === undefined ? one.systemId === SystemId : one.id === Id),
          )
          if (!download) throw fault('UnknownDownloadPackageError', 'The download package is not known')
          const wanted = asked.FileReference
          const userName = member?.userName ?? deps.soapUser
          const files = download.files
            .filter(
              (file) =>
                wanted.length === 0 ||
                wanted.some((one) => one.FileId === file.fileId || one.SystemFileId === file.systemFileId),
            )
            .map((file) => ({ file, count: world.downloads.get(`${userName} ${file.systemFileId}`)?.count ?? 0 }))
            .filter(({ count }) => asked.IncludeDownloadedFiles !== false || count === 0)
          const ascending = asked.Ascending ?? true
          if (!ascending) files.reverse()
          return {
            DownloadPackage: packageTree(world, download),
            DownloadableFileList: files.map(({ file, count }) =>
              fileTree(call, { file, download, userName, count, accountId: asked.OrganizationId }),
            ),
            OrderBy: asked.OrderBy ?? 'FileId',
            Ascending: ascending,
            emailNoticeId: asked.emailNoticeId,
            MediaAvailable: download.mediaAvailable,
          }
        },
      }),
      fileDownloads(world, (call, member, accountId) => {
        const asker = view(call, member)
        allowAccount(world, asker, accountId)
      }),
    ],
  }

  function fileTree(
    call: Call,
    row: { file: PackageFile; download: DownloadPackage; userName: string; accountId: string; count: number },
  ): XmlTree {
    const { file, download, userName, accountId } = row
    const sums = deps.checksums(file)
    const loaded = file.content.source !== 'none'
    const authparam = deps.links.authparam({ userName, accountId, systemFileId: file.systemFileId })
    return {
      FileId: file.fileId,
      SystemFileId: file.systemFileId,
      FileName: file.name,
      Description: file.description,
      HasDownloadsRemaining: true,
      HasCompressedContent: false,
      IsFileSynced: loaded,
      StatusCode: loaded ? 'LOADED' : 'NOT_LOADED',
      CompressedSize: file.sizeBytes,
      DownloadURL: loaded ? `${call.baseUrl}${filePath(file)}?authparam=${authparam}` : undefined,
      DownloadMethod: 'HTTP',
      NonDownloadableReason: loaded ? undefined : 'The file has not been loaded',
      CDRequestLink: download.mediaAvailable
        ? `${call.baseUrl}/go?entry=kit&package=${encodeURIComponent(download.id)}`
        : undefined,
      DownloadPackageReference: { Id: download.id, SystemId: download.systemId },
      MD5CheckSum: sums.md5,
      SHA256CheckSum: sums.sha256,
      CompletedDownloadCount: row.count,
    }
  }
}

export function filePath(file: PackageFile): string {
  return `/files/${file.systemFileId}/${encodeURIComponent(file.name)}`
}

function fault(kind: string, message: string): SoapFault {
  return new SoapFault(kind === 'UnexpectedError' ? 'Server' : 'Client', message, kind)
}

/** The header's namespace and wrapper are not documented, so any wrapper around `id` and `token` will do. */
function credentials(header: XmlElement | undefined, form: SignInHeader | undefined) {
  if (!form) {
    const part = (name: string) => header?.children[0]?.children.find((child) => child.name === name)?.text.trim() ?? ''
    return { id: part('id'), token: part('token') }
  }
  const wanted = form.namespace ?? namespace
  const find = (name: string, among: XmlElement | undefined) =>
    among?.children.find((child) => child.name === name && child.namespace === wanted)
  const around = form.wrapper === null ? header : find(form.wrapper, header)
  const part = (name: string) => find(name, around)?.text.trim() ?? ''
  return { id: part(form.id), token: part(form.token) }
}

function allowAccount(world: World, member: Member | null, accountId: string): void {
  if (!world.accounts.get(accountId) || (member && !mayActFor(world, member, accountId)))
    throw fault('UnknownOrganizationError', `The organization ${accountId} is not known`)
}

/** A line serves the accounts on its entitlement and those below them. */
function mayUse(world: World, member: Member | null, line: EntitlementLine): boolean {
  if (!member) return true
  const accounts = world.entitlements.get(line.entitlementId)?.channelPartners.map((one) => one.accountId) ?? []
  return (
    accounts.some((id) => mayActFor(world, member, id)) ||
    member.accounts.some((link) => linesFor(world, link.accountId).includes(line))
  )
}

function unique(rows: readonly DownloadPackage[]): readonly DownloadPackage[] {
  return [...new Map(rows.map((row) => [row.id, row])).values()]
}

function packageLists(world: World, rows: readonly DownloadPackage[], type: 'Current' | 'Archive' | 'All'): XmlTree {
  const current = type === 'Archive' ? [] : rows.filter((row) => !isArchived(world, row))
  const archived = type === 'Current' ? [] : rows.filter((row) => isArchived(world, row))
  return {
    TotalCount: current.length + archived.length,
    CurrentDownloadPackage: current.map((row) => packageTree(world, row)),
    ArchivedDownloadPackage: archived.map((row) => packageTree(world, row)),
  }
}

function packageTree(world: World, row: DownloadPackage): XmlTree {
  return {
    Id: row.id,
    SystemId: row.systemId,
    ProductLineId: row.productLine,
    Description: row.description,
    EffectiveDate: row.effectiveDate,
    Version: row.version,
    isCurrentVersion: !isArchived(world, row),
    DownloadableFileReferences: row.files.map((file) => ({ FileId: file.fileId, SystemFileId: file.systemFileId })),
    DownloadableFileCount: row.files.length,
    isExpired: false,
    isRestricted: row.onlyAccounts.length > 0,
  }
}
