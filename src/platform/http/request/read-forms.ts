import { isUtf8 } from 'node:buffer'
import { parse } from 'node:querystring'
import type { FastifyInstance } from 'fastify'
import { InvalidInput } from '../answer/problems.ts'

/**
 * Forms are read as UTF-8 or refused, escaped letters and raw ones alike: a letter of another encoding would otherwise
 * stand as `%FC` or as a replacement character in an address, on its label and in every mail.
 * @see URL Standard, application/x-www-form-urlencoded parsing
 */
export function readForms(app: FastifyInstance): void {
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'buffer' }, (_request, body, done) => {
    const bytes = typeof body === 'string' ? Buffer.from(body) : body
    if (!isUtf8(unescaped(bytes)))
      return done(
        new InvalidInput([{ pointer: '#', detail: 'The form is not in UTF-8.', code: 'not-utf8' }]),
        undefined,
      )
    done(null, parse(bytes.toString('utf8'), '&', '=', { maxKeys: 0 }))
  })
}

/** The bytes that the form stands for; Latin-1 has a letter for each byte. */
function unescaped(bytes: Buffer): Buffer {
  const text = bytes.toString('latin1')
  return Buffer.from(
    text.replaceAll(/%([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  )
}
