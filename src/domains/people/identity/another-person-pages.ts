import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { NotFound } from '../../../platform/http/answer/problems.ts'
import { sendPage } from '../../../platform/http/pages/views.ts'
import { fieldsOf, seeOther } from '../../../platform/http/request/forms.ts'
import { message } from '../../../platform/messages/messages.ts'
import { signInNameOf } from '../accounts/index.ts'

/** A proof that came by a link while somebody else is signed on here: unused until the person says so. */
interface Waiting {
  readonly way: 'handoff' | 'flexnetToken'
  readonly userName: string
  readonly token: string
  readonly returnTo?: string | undefined
}

/** Whether the browser is signed on as somebody other than whom the proof names; the same person goes straight through. */
export function isAnotherPerson({ caller }: FastifyRequest, userName: string): boolean {
  if (caller.kind !== 'member' && caller.kind !== 'staff') return false
  return signInNameOf(userName.trim()) !== caller.userName
}

/**
 * Asks before a link replaces the session of another person: a link can come from anybody, and whoever follows it would
 * go on with a stranger's cart without noticing. Nothing is used up or changed by the question.
 */
export async function askWhoItIs(
  request: FastifyRequest,
  reply: FastifyReply,
  waiting: Waiting,
): Promise<FastifyReply> {
  const { caller } = request
  const present = caller.kind === 'member' || caller.kind === 'staff' ? caller.userName : ''
  reply.header('cache-control', 'private, no-store')
  return sendPage(request, reply, 'people/identity/another-person', {
    title: message('identity.anotherPerson.windowTitle'),
    waiting,
    present,
  })
}

/** Takes the answer, which has to come from a page of the store; the way in is then what it would have been. */
export function registerAnotherPerson(
  app: FastifyInstance,
  take: (request: FastifyRequest, reply: FastifyReply, waiting: Waiting) => Promise<FastifyReply>,
): void {
  app.post(
    '/another-person',
    { config: { access: 'public', rateLimit: { max: 60, timeWindow: '1 minute' } }, schema: { hide: true } },
    async (request, reply) => {
      const { way, userName = '', token = '', returnTo, answer } = fieldsOf(request)
      if (answer === 'stay') return seeOther(reply, '/')
      if (way !== 'handoff' && way !== 'flexnetToken') throw new NotFound('page')
      return take(request, reply, { way, userName, token: token.slice(0, 8000), returnTo: returnTo || undefined })
    },
  )
}
