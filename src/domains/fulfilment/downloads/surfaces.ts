import type { FastifyInstance } from 'fastify'
import { registerDownloadsApi } from './api.ts'
import type { DownloadDeps } from './downloads.ts'

/** API of the room. */
export function downloadsSurfaces(app: FastifyInstance, deps: DownloadDeps): void {
  registerDownloadsApi(app, deps)
}
