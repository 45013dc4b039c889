import type { FastifyInstance } from 'fastify'
import { InvalidInput } from './problems.ts'

const loneSurrogate = /\p{Cs}/u
// Deep enough for every body that a route takes.
const deepest = 20

/**
 * Refuses text that PostgreSQL cannot keep, wherever it stands in a request: NUL, and half a surrogate pair, which
 * `jsonb` does not take. Without this each would be found by the database, as a failure of ours.
 */
export function refuseUnstorableText(app: FastifyInstance): void {
  app.addHook('preValidation', ({ params, query, body }, _reply, done) => {
    refuse(params, '#params', 0)
    refuse(query, '#querystring', 0)
    if (!(body instanceof Uint8Array)) refuse(body, '#', 0)
    done()
  })
}

function refuse(value: unknown, pointer: string, depth: number): void {
  if (typeof value === 'string') {
    if (value.includes('\0') || loneSurrogate.test(value))
      throw new InvalidInput([{ pointer, detail: 'Leave out NUL characters and halves of surrogate pairs' }])
    return
  }
  if (typeof value !== 'object' || value === null) return
  if (depth > deepest) throw new InvalidInput([{ pointer, detail: 'is nested too deeply' }])
  for (const [key, inner] of Object.entries(value)) {
    refuse(key, pointer, depth)
    refuse(inner, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, depth + 1)
  }
}
