import type { FastifyInstance } from 'fastify'
import { readFile } from './files.ts'
import type { MisbehaviourBook } from './misbehaviour.ts'
import { cut } from './soap-routes.ts'
import type { DownloadLinks } from './tokens.ts'
import type { LoggedDownload } from './world/rows.ts'
import type { World } from './world/world.ts'

interface Deps {
  readonly world: World
  readonly links: DownloadLinks
  readonly misbehaviours: MisbehaviourBook
  readonly countCall: (operation: string) => void
}

/** The bytes behind a signed link; a download counts as completed when its last byte has been sent. */
export async function fileRoutes(app: FastifyInstance, deps: Deps): Promise<void> {
  const { world } = deps
  app.get<{ Params: { id: string; name: string }; Querystring: { authparam?: string } }>(
    '/files/:id/:name',
    async (request, reply) => {
      const grant = deps.links.check(request.query.authparam ?? '', request.params.id)
      if (grant === null) return reply.code(403).type('text/plain').send('This link is not valid or has expired.\n')
      const found = world.fileOf(request.params.id)
      if (!found || found.file.name !== request.params.name) return reply.code(404).send()
      const { file } = found
      const range = rangeOf(request.headers.range, file.sizeBytes)
      if (range === 'unsatisfiable') return reply.code(416).header('content-range', `bytes */${file.sizeBytes}`).send()
      const { start, end } = range ?? { start: 0, end: file.sizeBytes - 1 }
      if (request.method === 'GET') {
        deps.countCall('download')
        const wrong = deps.misbehaviours.next('download')
        if (wrong?.fault === 'away') return reply.code(503).send()
        if (wrong?.fault === 'lose-answer') return cut(reply)
      }
      const startedAt = world.now()
      const content = readFile(file, start, end)
      if (!content) return reply.code(404).type('text/plain').send('This file has not been loaded.\n')
      reply
        .code(range ? 206 : 200)
        .header('accept-ranges', 'bytes')
        .header('content-length', end - start + 1)
        .header('content-disposition', `attachment; filename="${file.name.replaceAll('"', '')}"`)
        .type('application/octet-stream')
      if (range) reply.header('content-range', `bytes ${start}-${end}/${file.sizeBytes}`)
      if (end === file.sizeBytes - 1 && request.method === 'GET')
        reply.raw.once('finish', () => recordDownload(world, { ...grant, systemFileId: file.systemFileId, startedAt }))
      return reply.send(content)
    },
  )
}

/** One range of RFC 9110 section 14; several ranges at once are answered with the whole file, as it allows. */
function rangeOf(header: string | undefined, size: number): { start: number; end: number } | 'unsatisfiable' | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '')
  const [, first = '', last = ''] = match ?? []
  if (!match || (first === '' && last === '')) return null
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first)
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1)
  return start > end || start >= size ? 'unsatisfiable' : { start, end }
}

function recordDownload(world: World, taken: Omit<LoggedDownload, 'id' | 'endedAt'>): void {
  const { userName, systemFileId } = taken
  const key = `${userName} ${systemFileId}`
  const count = (world.downloads.get(key)?.count ?? 0) + 1
  const endedAt = world.now()
  world.downloads.set(key, { userName, systemFileId, count, lastAt: endedAt })
  const id = world.nextUniqueId()
  world.downloadLog.set(id, { id, ...taken, endedAt })
}
