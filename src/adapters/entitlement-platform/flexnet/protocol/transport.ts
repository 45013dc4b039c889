import { setTimeout as pause } from 'node:timers/promises'
import type { z } from 'zod'
import { createLimiter } from '../../../../kernel/limiter.ts'
import { PartnerFailure } from '../../../../kernel/partner-failure.ts'
import type { ServiceName, Settings } from '../options.ts'
import { type Element, type Header, writeEnvelope } from './envelope.ts'
import { createExchange } from './exchange.ts'
import {
  connectionFailure,
  type Effect,
  judgeOutcome,
  OddAnswer,
  partner,
  type Scene,
  statusFailure,
  unusable,
} from './failures.ts'
import type { Answer } from './read-envelope.ts'

export interface Call<Schema extends z.ZodType> {
  readonly service: ServiceName
  readonly effect: Effect
  readonly request: Element
  readonly header?: Header
  /** Local name of the element that the answer's body must hold. */
  readonly response: string
  /** False for the services that answer without `statusInfo`. */
  readonly hasStatus?: boolean
  readonly schema: Schema
}

export interface Transport {
  /** @throws {PartnerFailure} */
  call<Schema extends z.ZodType>(call: Call<Schema>): Promise<z.infer<Schema>>
  /**
   * A read whose answer is known by a mark, and need not be looked at where it is what it was.
   * @returns null where the answer has the known mark
   * @throws {PartnerFailure}
   */
  callMarked<Schema extends z.ZodType>(
    call: Call<Schema>,
    ifNoneMatch: string | undefined,
  ): Promise<{ readonly found: z.infer<Schema>; readonly etag: string } | null>
}

/** SOAP 1.1 over HTTP. Reads are tried again after failures that may pass; a write is sent once, whatever happens. */
export function createTransport(settings: Settings): Transport {
  const limiter = settings.limiter ?? createLimiter(settings.maxConcurrency)
  const exchange = createExchange()

  async function once<Schema extends z.ZodType>(
    call: Call<Schema>,
    scene: Scene,
    leftMs: number,
    ifNoneMatch?: string,
  ): Promise<Found<z.infer<Schema>> | null> {
    const service = settings.services[call.service]
    const envelope = {
      namespace: service.namespace,
      body: call.request,
      ...(call.header ? { header: call.header } : {}),
    }
    const timeoutMs = Math.min(call.effect === 'read' ? settings.readTimeoutMs : settings.writeTimeoutMs, leftMs)
    const { status, answer, etag, notModified } = await exchange({
      url: service.url,
      authorization: settings.authorization,
      body: writeEnvelope(envelope),
      timeoutMs,
      reuseConnection: call.effect === 'read',
      ...(ifNoneMatch === undefined ? {} : { ifNoneMatch }),
    }).catch((error: unknown) => {
      throw connectionFailure(scene, error)
    })
    if (notModified) return null
    const failure = statusFailure(scene, status, answer) ?? judgeAnswer(call, scene, answer)
    if (failure) throw failure
    const parsed = call.schema.safeParse(answer?.content)
    if (parsed.success) return { found: parsed.data, etag: etag ?? '' }
    const where = parsed.error.issues
      .slice(0, 3)
      .map((issue) => issue.path.join('/'))
      .join(', ')
    // The same bytes would come again; a write was accepted all the same, so the caller has to look.
    const judgement = call.effect === 'read' ? 'final' : 'unclear'
    const text = `${scene.operation}: the answer is not as agreed at ${where}`
    throw judgement === 'final' ? new OddAnswer(partner, judgement, text) : new PartnerFailure(partner, judgement, text)
  }

  async function tryAgain<Schema extends z.ZodType>(call: Call<Schema>, ifNoneMatch?: string) {
    const scene = { operation: call.request[0], effect: call.effect, secrets: settings.secrets }
    const until = performance.now() + settings.patienceMs
    const left = () => Math.max(1, until - performance.now())
    const late = () => new PartnerFailure(partner, 'retryable', `${scene.operation} got no turn in time`)
    for (let attempt = 0; ; attempt += 1) {
      try {
        const patience = { withinMs: Math.min(left(), longestWaitMs), late }
        return await limiter.run(() => once(call, scene, left(), ifNoneMatch), patience)
      } catch (error) {
        const again = call.effect === 'read' && error instanceof PartnerFailure && error.judgement === 'retryable'
        const pauseMs = Math.min(settings.retryPauseMs * 2 ** attempt, 10_000) * (0.5 + Math.random() / 2)
        if (!again || attempt >= settings.readRetries || left() <= pauseMs) throw error
        settings.log.warn({ operation: scene.operation, attempt: attempt + 1 }, 'platform read is tried again')
        await pause(pauseMs)
      }
    }
  }

  return {
    call: async (call) => {
      const answered = await tryAgain(call)
      if (answered === null) throw new Error('an answer that nobody knew cannot be unchanged')
      return answered.found
    },
    callMarked: (call, ifNoneMatch) => tryAgain(call, ifNoneMatch ?? ''),
  }
}

/** The limit for background work: a page of relations is a hundred questions, each of which may take two minutes. */
const longestWaitMs = 30 * 60_000

interface Found<Content> {
  readonly found: Content
  readonly etag: string
}

function judgeAnswer(
  call: Pick<Call<z.ZodType>, 'response' | 'hasStatus'>,
  scene: Scene,
  answer: Answer | null,
): PartnerFailure | null {
  if (answer?.name !== call.response) return unusable(scene, 'the answer to another question')
  return call.hasStatus === false ? null : judgeOutcome(scene, answer.content)
}
