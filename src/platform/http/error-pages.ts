import type { FastifyReply, FastifyRequest } from 'fastify'
import { retryAfterSeconds } from './partner-problems.ts'
import type { Problem } from './problems.ts'
import { sendPage } from './views.ts'

const machinePaths = /^\/(api|webhooks|sso\/handoff\/token)(\/|$)/

/** Whether a failure is read by a person: a browser asks for HTML, and the path is not one of the machines'. */
export function wantsPage(request: FastifyRequest): boolean {
  const path = request.url.split('?')[0] ?? ''
  return !machinePaths.test(path) && (request.headers.accept ?? '').includes('text/html')
}

/** The same problem as a page: what happened, how to go on, and the code in small print for support. */
export async function sendErrorPage(
  request: FastifyRequest,
  reply: FastifyReply,
  problem: Problem,
): Promise<FastifyReply> {
  reply.header('cache-control', 'no-store')
  if (problem.status === 503) reply.header('retry-after', retryAfterSeconds)
  return sendPage(request, reply, 'errors/problem', {
    title: headingOf(problem),
    status: problem.status,
    heading: headingOf(problem),
    problem,
    requestId: request.id,
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
