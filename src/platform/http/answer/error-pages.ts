import type { FastifyReply, FastifyRequest } from 'fastify'
import { sendPage } from '../pages/views.ts'
import { type Problem, sayWhenToRetry } from './problems.ts'

const machinePaths = /^\/(api|webhooks|sso\/handoff\/token)(\/|$)/

/** Whether a failure is read by a person: a browser asks for HTML, and the path is not one of the machines'. */
export function wantsPage(request: FastifyRequest): boolean {
  const path = request.url.split('?')[0] ?? ''
  return !machinePaths.test(path) && (request.headers.accept ?? '').includes('text/html')
}

/** A problem as a page: what happened, how to go on, and the code in small print for support. */
export async function sendErrorPage(
  request: FastifyRequest,
  reply: FastifyReply,
  problem: Problem,
): Promise<FastifyReply> {
  reply.header('cache-control', 'no-store')
  sayWhenToRetry(reply, problem.status)
  // Whoever is signed on and may not do it is at no door.
  const isStranger = (request.caller?.kind ?? 'nobody') === 'nobody'
  const isDoor = problem.status === 401 || (problem.status === 403 && isStranger)
  const signOn = isDoor ? request.server.views.signOnAsked(request, reply) : null
  return sendPage(request, reply, 'errors/problem', {
    title: headingOf(problem),
    status: problem.status,
    heading: signOn?.ended && problem.code === 'sign-in-needed' ? 'You are signed off' : headingOf(problem),
    problem,
    signOn,
    requestId: request.id,
    // The frame would ask the database for the cart.
    bare: problem.code === 'database-unavailable',
  })
}

function headingOf({ status, code, title }: Problem): string {
  if (code === 'title-not-mapped') return 'There is no media kit for this title yet'
  if (code.startsWith('sign-on-')) return title
  if (status === 401) return 'Open the store from your download portal'
  if (status === 404) return 'This page is not here'
  if (status >= 500 && status !== 503) return 'Something went wrong on our side'
  return title
}
