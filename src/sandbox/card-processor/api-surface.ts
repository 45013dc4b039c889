import { createHash, timingSafeEqual } from 'node:crypto'
import type { ApiCall, ApiRoute } from './api.ts'
import { apiRoutes } from './api.ts'
import { parseForm } from './form.ts'
import { type Answer, json } from './http.ts'
import type { Accounts } from './settle.ts'
import { newRequestId, StripeProblem } from './stripe-error.ts'
import { apiVersion } from './webhooks.ts'

export interface ApiRequest {
  readonly method: string
  readonly path: string
  readonly search: string
  readonly body: string
  readonly authorization: string | undefined
  readonly idempotencyKey: string | undefined
}

// Stripe forgets a key when it is at least a day old.
const keyLifeSeconds = 86_400

/** The name of the operation behind a request, known before anything is done; undefined for an unknown address. */
export function operationOf(request: Pick<ApiRequest, 'method' | 'path'>): string | undefined {
  return routeOf(request)?.route.operation
}

/** Answers one request to the API: authentication, idempotency, route, and errors in Stripe's envelope. */
export function answerApi(
  accounts: Accounts,
  secretKey: string,
  request: ApiRequest,
  failure: 'fail' | 'fail-after' | null = null,
): Answer {
  const headers = { 'request-id': newRequestId(), 'stripe-version': apiVersion }
  try {
    authenticate(request.authorization, secretKey)
    return withIdempotency(accounts, request, () => {
      if (failure === 'fail') return failed(headers)
      const answer = json(200, call(accounts, request), headers)
      return failure === null ? answer : failed(headers)
    })
  } catch (error) {
    if (error instanceof StripeProblem) return json(error.status, { error: error.envelope }, headers)
    throw error
  }
}

function failed(headers: Record<string, string>): Answer {
  return json(500, { error: { type: 'api_error', message: 'An unexpected error occurred.' } }, headers)
}

function call(accounts: Accounts, request: ApiRequest) {
  const found = routeOf(request)
  if (!found)
    throw new StripeProblem(404, {
      type: 'invalid_request_error',
      message: `Unrecognized request URL (${request.method}: ${request.path}).`,
    })
  const parameters = parseForm(request.method === 'GET' ? request.search : request.body)
  const { idempotencyKey } = request
  const apiCall: ApiCall = { accounts, id: found.id, parameters, idempotencyKey }
  return found.route.answer(apiCall)
}

function routeOf(request: Pick<ApiRequest, 'method' | 'path'>): { route: ApiRoute; id: string } | undefined {
  for (const route of apiRoutes) {
    const match = route.method === request.method ? route.path.exec(request.path) : null
    if (match) return { route, id: match[1] ?? '' }
  }
  return undefined
}

/** Keeps answers to a POST under its key, a 500 as well as a good one, and repeats them; refuses the key for anything else. */
function withIdempotency(accounts: Accounts, request: ApiRequest, work: () => Answer): Answer {
  const { world } = accounts
  const key = request.idempotencyKey
  if (request.method !== 'POST' || key === undefined) return work()
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([request.path, request.body]))
    .digest('hex')
  const stored = world.answers.get(key)
  if (stored && stored.created > world.now() - keyLifeSeconds) {
    if (stored.fingerprint !== fingerprint)
      throw new StripeProblem(400, {
        type: 'idempotency_error',
        message: `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
      })
    return {
      status: stored.status,
      headers: {
        'content-type': 'application/json',
        'request-id': newRequestId(),
        'stripe-version': apiVersion,
        'idempotency-key': key,
        'idempotent-replayed': 'true',
      },
      body: stored.body,
    }
  }
  const answer = work()
  world.answers.set(key, { fingerprint, status: answer.status, body: answer.body, created: world.now() })
  return { ...answer, headers: { ...answer.headers, 'idempotency-key': key } }
}

function authenticate(authorization: string | undefined, secretKey: string): void {
  const given = /^Bearer (.+)$/.exec(authorization ?? '')?.[1]
  if (given !== undefined && equal(given, secretKey)) return
  throw new StripeProblem(401, {
    type: 'invalid_request_error',
    message: given === undefined ? 'You did not provide an API key.' : 'Invalid API Key provided.',
  })
}

function equal(left: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(left), digest(right))
}
