import type { FastifyInstance } from 'fastify'
import { unfitIn } from '../../../kernel/unfit-value.ts'
import { InvalidInput } from '../answer/problems.ts'

/**
 * Refuses what no schema can check and no database can keep, wherever it stands in a request, before any schema looks at
 * it. Without this each would be found later, as a failure of ours. A body that is kept as bytes is for its route.
 */
export function refuseUnfitValues(app: FastifyInstance): void {
  app.addHook('preValidation', ({ params, query, body }, _reply, done) => {
    refuse(params, '#params')
    refuse(query, '#querystring')
    if (!(body instanceof Uint8Array)) refuse(body, '#')
    done()
  })
}

function refuse(value: unknown, root: string): void {
  const unfit = unfitIn(value)
  if (unfit) throw new InvalidInput([{ pointer: `${root}${unfit.pointer}`, detail: unfit.detail }])
}
