import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { problemSchema } from '../../../platform/http/answer/problems.ts'
import { memberOf } from '../../../platform/http/request/caller.ts'
import { type DownloadDeps, downloadsOfLine, downloadsSchema, freshDownloadUrl } from './downloads.ts'

const refusals = { 400: problemSchema, 401: problemSchema, 403: problemSchema, 404: problemSchema, 409: problemSchema }

/** The files of an order line, for members who may download them. */
export function registerDownloadsApi(app: FastifyInstance, deps: DownloadDeps): void {
  const api = app.withTypeProvider<ZodTypeProvider>()
  const config = { access: 'member' as const }

  api.get(
    '/api/products/:activationId/downloads',
    {
      config,
      schema: {
        tags: ['products'],
        operationId: 'listDownloads',
        summary: 'Files of a line that this member may download, as the platform says now',
        params: z.object({ activationId: z.string().max(255) }),
        response: { 200: downloadsSchema, ...refusals, 503: problemSchema },
      },
    },
    async (request) => downloadsOfLine(deps, memberOf(request), request.params.activationId),
  )
  api.get(
    '/downloads/:activationId/:packageId/:fileId',
    {
      config,
      schema: {
        tags: ['products'],
        operationId: 'downloadFile',
        summary: 'Redirects to a fresh, short-lived address of the file',
        params: z.object({
          activationId: z.string().max(255),
          packageId: z.string().max(255),
          fileId: z.string().max(255),
        }),
        response: { 303: z.null().describe('Location is the address of the file'), ...refusals, 503: problemSchema },
      },
    },
    async (request, reply) => reply.redirect(await freshDownloadUrl(deps, memberOf(request), request.params), 303),
  )
}
