import { createHmac } from 'node:crypto'
import type { Log } from '../../platform/log/log.ts'
import type { Faults } from './faults.ts'
import type { StripeObject } from './stripe-object.ts'
import type { WebhookEvent, World } from './world.ts'

export const apiVersion = '2026-10-28.endive'

export interface Webhooks {
  /** Keeps the event and sends it; the same event id again does nothing, so a half-finished announcement can be repeated. */
  announce(id: string, type: string, object: StripeObject): void
  /** Sends what was held back, oldest first and one after the other. Resolves after the first try of each. */
  release(): Promise<void>
  /** Sends an event again, delivered or not, so many times in parallel. False when there is no such event. */
  resend(eventId: string, copies: number): boolean
  /** Takes up what an earlier process left undelivered. */
  resume(): void
  close(): Promise<void>
}

/** `t=<seconds>,v1=<HMAC-SHA-256 of "<seconds>.<body>">` in hexadecimal, under the endpoint's secret. */
function signatureOf(body: string, secret: string, at: number): string {
  return `t=${at},v1=${createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')}`
}

// Stripe spreads its tries over three days; a box is watched by somebody who waits for it.
const firstRetryMs = 250
const lastRetryMs = 60_000
const answerWithinMs = 10_000

export function createWebhooks(deps: {
  readonly world: World
  readonly faults: Faults
  readonly secret: string
  readonly url: () => string | null
  readonly log: Log
}): Webhooks {
  const { world, faults } = deps
  const timers = new Map<NodeJS.Timeout, string>()
  const running = new Set<Promise<void>>()
  const closing = new AbortController()
  let reversed: string[] = []

  const send = async (event: WebhookEvent): Promise<boolean> => {
    const url = deps.url()
    if (url === null) return false
    try {
      const answer = await fetch(url, {
        method: 'POST',
        redirect: 'manual',
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'stripe-signature': signatureOf(event.body, deps.secret, world.now()),
        },
        body: event.body,
        signal: AbortSignal.any([closing.signal, AbortSignal.timeout(answerWithinMs)]),
      })
      await answer.arrayBuffer()
      return answer.ok
    } catch (error) {
      if (!closing.signal.aborted) deps.log.debug({ err: error, eventId: event.id }, 'webhook was not answered')
      return false
    }
  }

  const attempt = async (eventId: string): Promise<void> => {
    const event = world.events.get(eventId)
    if (event?.state !== 'pending' || closing.signal.aborted) return
    const outcomes = await Promise.all(Array.from({ length: event.copies }, () => send(event)))
    if (closing.signal.aborted && outcomes.includes(false)) return
    const attempts = event.attempts + 1
    const delivered = !outcomes.includes(false)
    world.events.set(eventId, { ...event, attempts, state: delivered ? 'delivered' : 'pending' })
    if (!delivered) schedule(eventId, Math.min(lastRetryMs, firstRetryMs * 2 ** Math.min(attempts - 1, 20)))
  }

  const run = (eventId: string): Promise<void> => {
    const work = attempt(eventId).finally(() => running.delete(work))
    running.add(work)
    return work
  }

  const schedule = (eventId: string, delayMs: number): void => {
    if (closing.signal.aborted) return
    const timer = setTimeout(() => {
      timers.delete(timer)
      void run(eventId)
    }, delayMs)
    timers.set(timer, eventId)
  }

  const sendInOrder = async (eventIds: readonly string[]): Promise<void> => {
    for (const eventId of eventIds) {
      const event = world.events.get(eventId)
      if (event?.state !== 'held') continue
      world.events.set(eventId, { ...event, state: 'pending' })
      await run(eventId)
    }
  }

  const hold = (event: WebhookEvent): boolean => {
    if (faults.take('hold-webhooks', event.type)) return true
    const reorder = faults.take('reorder', event.type)
    if (!reorder) return false
    reversed = [event.id, ...reversed]
    if (reorder.left === 0) {
      const order = reversed
      reversed = []
      setImmediate(() => void sendInOrder(order))
    }
    return true
  }

  return {
    announce: (id, type, object) => {
      if (world.events.get(id)) return
      const created = world.now()
      const body = JSON.stringify({
        id,
        object: 'event',
        api_version: apiVersion,
        created,
        data: { object },
        livemode: false,
        pending_webhooks: 1,
        request: { id: null, idempotency_key: null },
        type,
      })
      const copies = faults.take('twice', type)?.copies ?? 1
      const event: WebhookEvent = { id, created, type, body, state: 'pending', attempts: 0, copies }
      const held = hold(event)
      world.events.set(id, held ? { ...event, state: 'held' } : event)
      if (!held) schedule(id, 0)
    },
    release: () => {
      reversed = []
      faults.clear('hold-webhooks')
      faults.clear('reorder')
      const held = world.events.values().filter((event) => event.state === 'held')
      return sendInOrder(held.map((event) => event.id))
    },
    resend: (eventId, copies) => {
      const event = world.events.get(eventId)
      if (!event) return false
      for (const [timer, waiting] of timers) if (waiting === eventId) stop(timers, timer)
      world.events.set(eventId, { ...event, state: 'pending', copies })
      schedule(eventId, 0)
      return true
    },
    resume: () => {
      for (const event of world.events.values()) if (event.state === 'pending') schedule(event.id, 0)
    },
    close: async () => {
      closing.abort()
      for (const timer of timers.keys()) stop(timers, timer)
      await Promise.all(running)
    },
  }
}

function stop(timers: Map<NodeJS.Timeout, string>, timer: NodeJS.Timeout): void {
  clearTimeout(timer)
  timers.delete(timer)
}
