import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { problemSchema } from './problems.ts'

export interface PdfFile {
  readonly name: string
  readonly bytes: Buffer
}

const bytesSchema = z.unknown().meta({ type: 'string', format: 'binary' })

/** What a route that answers with a PDF says of itself. */
export const pdfResponse = {
  200: { description: 'A4, one or more pages', content: { 'application/pdf': { schema: bytesSchema } } },
  400: problemSchema,
  401: problemSchema,
  403: problemSchema,
  404: problemSchema,
}

export function sendPdf(reply: FastifyReply, { name, bytes }: PdfFile): FastifyReply {
  return reply.type('application/pdf').header('content-disposition', `inline; filename="${name}"`).send(bytes)
}
