import compress from '@fastify/compress'
import type { FastifyInstance } from 'fastify'

/**
 * Answers of text above a kilobyte go out compressed to who accepts it. Files never do: their bytes are compressed already,
 * and their length is known. Requests are taken as they are, because a small one could unpack to a large one.
 * Register after the access guard, whose `Vary` this adds to.
 */
export async function compressAnswers(app: FastifyInstance): Promise<void> {
  await app.register(compress, {
    threshold: 1024,
    encodings: ['br', 'gzip'],
    globalDecompression: false,
    customTypes: /^text\/(html|css|csv|plain|javascript)\b|^application\/(problem\+)?json\b|^image\/svg\+xml\b/,
  })
}
