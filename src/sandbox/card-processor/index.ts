import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Clock } from '../../kernel/clock.ts'
import type { Log } from '../../platform/log/log.ts'
import { openJournal } from '../journal.ts'
import { answerApi, operationOf } from './api-surface.ts'
import { expireDue } from './checkout.ts'
import { answerControl } from './control-surface.ts'
import { type CardProcessorControls, createControls } from './controls.ts'
import { createFaults, type Faults } from './faults.ts'
import { type Answer, BodyTooLarge, json, readBody, send } from './http.ts'
import { answerPay } from './pay-surface.ts'
import { type Accounts, settleAll } from './settle.ts'
import { createWebhooks } from './webhooks.ts'
import { openWorld } from './world.ts'

export interface CardProcessorOptions {
  readonly host: string
  /** 0 for any free port. */
  readonly port: number
  readonly dataDir: string
  readonly clock: Clock
  readonly log: Log
  readonly secretKey: string
  readonly webhookSecret: string
  /** Where events go; asked at each try, so it may become known later. Null keeps them waiting. */
  readonly webhookUrl: () => string | null
}

export interface CardProcessorBox extends CardProcessorControls {
  /** Base of the API and of the hosted payment page, without a slash at the end. */
  readonly url: string
  close(): Promise<void>
}

const sweepMs = 1000

/**
 * Starts the stand-in for Stripe. Its memory is `<dataDir>/sandbox/card-processor.ndjson`; started again on it, it goes
 * on where it stopped, undelivered webhooks included.
 */
export async function startCardProcessor(options: CardProcessorOptions): Promise<CardProcessorBox> {
  const journal = openJournal(join(options.dataDir, 'sandbox'), 'card-processor')
  const world = openWorld(journal, options.clock)
  const faults = createFaults()
  const webhooks = createWebhooks({
    world,
    faults,
    secret: options.webhookSecret,
    url: options.webhookUrl,
    log: options.log,
  })
  const address = { url: '' }
  const accounts: Accounts = { world, webhooks, baseUrl: () => address.url }
  const controls = createControls(accounts, faults)
  const closing = new AbortController()

  const server = createServer((request, response) => {
    const work = serve(
      { accounts, controls, faults, secretKey: options.secretKey, closing: closing.signal },
      request,
      response,
    )
    work.catch((error: unknown) => {
      if (closing.signal.aborted) return
      options.log.error({ err: error }, 'card processor could not answer')
      if (response.headersSent) response.destroy()
      else send(response, json(500, { error: { type: 'api_error', message: 'An error occurred.' } }))
    })
  })
  address.url = await listen(server, options)
  settleAll(accounts)
  webhooks.resume()
  const sweep = setInterval(() => expireDue(accounts), sweepMs)

  return {
    ...controls,
    url: address.url,
    close: async () => {
      closing.abort()
      clearInterval(sweep)
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await Promise.all([closed, webhooks.close()])
      journal.close()
    },
  }
}

async function listen(
  server: ReturnType<typeof createServer>,
  options: { readonly host: string; readonly port: number },
): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, options.host, resolve)
  })
  const bound = server.address()
  const port = typeof bound === 'object' && bound ? bound.port : options.port
  const host = ['0.0.0.0', '::'].includes(options.host) ? 'localhost' : options.host
  return `http://${host}:${port}`
}

interface Server {
  readonly accounts: Accounts
  readonly controls: CardProcessorControls
  readonly faults: Faults
  readonly secretKey: string
  readonly closing: AbortSignal
}

async function serve(server: Server, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const method = request.method ?? 'GET'
  const { pathname: path, search } = new URL(request.url ?? '/', 'http://card-processor')
  const body = await bodyOf(request)
  if (body === null) {
    send(response, json(413, { error: { type: 'invalid_request_error', message: 'The body is too large.' } }))
    return
  }
  expireDue(server.accounts)
  if (path.startsWith('/v1/')) {
    const { authorization } = request.headers
    const idempotencyKey = [request.headers['idempotency-key']].flat()[0]
    const call = { method, path, search, body, authorization, idempotencyKey }
    const operation = operationOf(call) ?? path
    const failure = (['fail', 'fail-after'] as const).find((fault) => server.faults.take(fault, operation)) ?? null
    await misbehaving(server, operation, response, () => answerApi(server.accounts, server.secretKey, call, failure))
    return
  }
  if (path.startsWith('/pay/')) {
    const operation = method === 'POST' ? 'pay' : 'pay-page'
    await misbehaving(server, operation, response, () => answerPay(server.accounts, { method, path, body }))
    return
  }
  const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false
  send(response, await answerControl(server.controls, server.accounts.world, { method, path, body, isForm }))
}

async function bodyOf(request: IncomingMessage): Promise<string | null> {
  try {
    return await readBody(request)
  } catch (error) {
    if (error instanceof BodyTooLarge) return null
    throw error
  }
}

async function misbehaving(
  server: Server,
  operation: string,
  response: ServerResponse,
  work: () => Answer,
): Promise<void> {
  if (server.faults.take('away', operation)) {
    response.destroy()
    return
  }
  const slow = server.faults.take('slow', operation)
  if (slow) await delay(slow.delayMs, undefined, { signal: server.closing })
  const answer = work()
  if (server.faults.take('lose-answer', operation)) response.destroy()
  else send(response, answer)
}
