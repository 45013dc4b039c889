import { type Call, operation, SoapFault } from '../soap/service.ts'
import { integer, one, optional, sequence, text } from '../soap/types.ts'
import type { XmlTree } from '../soap/xml.ts'
import type { LoggedDownload } from '../world/rows.ts'
import type { World } from '../world/world.ts'

/**
 * `getFileDownloads`: each completed download of one file by members of one account, the latest first. A page has one
 * row unless the caller asks for more, as the vendor's guide says.
 */
export function fileDownloads(
  world: World,
  allow: (call: Call, member: string | undefined, accountId: string) => void,
) {
  return operation({
    name: 'getFileDownloads',
    type: sequence({
      Member: optional(text),
      EntitlementId: optional(text),
      ActivationId: optional(text),
      FileReference: one(sequence({ FileId: optional(text), SystemFileId: optional(text) })),
      OrganizationId: one(text),
      StartOffset: optional(integer),
      ResultSetSize: optional(integer),
    }),
    run(asked, call) {
      allow(call, asked.Member, asked.OrganizationId)
      const { FileId, SystemFileId } = asked.FileReference
      const found = fileOf(world, FileId, SystemFileId)
      if (!found) throw new SoapFault('Client', 'The file is not known', 'UnknownFile')
      const rows = world.downloadLog
        .values()
        .filter(
          ({ accountId, systemFileId }) => accountId === asked.OrganizationId && systemFileId === found.systemFileId,
        )
        .sort((a, b) => b.startedAt.localeCompare(a.startedAt) || Number(b.id) - Number(a.id))
      const start = asked.StartOffset ?? 0
      return {
        DownloadableFile: {
          FileId: found.fileId,
          SystemFileId: found.systemFileId,
          FileName: found.name,
          Description: found.description,
        },
        FileDownloadLog: rows.slice(start, start + (asked.ResultSetSize ?? 1)).map((row) => logTree(world, row)),
        TotalResults: rows.length,
      }
    },
  })
}

function fileOf(world: World, fileId: string | undefined, systemFileId: string | undefined) {
  if (systemFileId !== undefined) return world.fileOf(systemFileId)?.file
  return world.packages
    .values()
    .flatMap(({ files }) => files)
    .find((file) => file.fileId === fileId)
}

function logTree(world: World, row: LoggedDownload): XmlTree {
  const member = world.members.get(row.userName.toLowerCase())
  return {
    FileDownloadLogId: row.id,
    StartDateTime: row.startedAt,
    Member: { Email: row.userName, FirstName: member?.firstName, LastName: member?.lastName },
    EndDateTime: row.endedAt,
    DownloadMethod: 'HTTP',
  }
}
