import { fastify } from 'fastify'
import { pino } from 'pino'
import { afterEach, expect, it } from 'vitest'
import { DomainError } from '../../../src/kernel/domain-error.ts'
import { PartnerFailure } from '../../../src/kernel/partner-failure.ts'
import { PartnerRefusal } from '../../../src/kernel/partner-refusal.ts'
import { NotFound, problemOf, sendProblem } from '../../../src/platform/http/answer/problems.ts'

const lines: string[] = []
afterEach(() => void lines.splice(0))

async function answerTo(error: Error) {
  const loggerInstance = pino({ level: 'error' }, { write: (line: string) => void lines.push(line) })
  const app = fastify({ loggerInstance })
  app.setErrorHandler((thrown, request, reply) => sendProblem(reply, problemOf(thrown, request)))
  app.get('/', () => Promise.reject(error))
  return app.inject('/')
}

it('a rejection that no caller can act on says nothing to the caller, and everything in one line of the log', async () => {
  for (const error of [new DomainError('unbalanced-entry', 'Debits of 7 against credits of 8'), new Error('secret')]) {
    const answer = await answerTo(error)
    expect(answer.json()).toEqual({
      type: '/problems/internal',
      title: 'Internal error',
      status: 500,
      code: 'internal',
      detail: 'The store made a mistake; it has been recorded.',
    })
    expect(lines.splice(0)).toEqual([expect.stringContaining(error.message)])
  }
})

it('a rejection that the caller can act on is no line in the log', async () => {
  const answer = await answerTo(new NotFound('order'))
  expect([answer.statusCode, answer.json().code]).toEqual([404, 'not-found'])
  expect(lines).toEqual([])
})

it('a final no of a partner is told as a no with a code, an outage as an outage, and what is not known as that [C44]', async () => {
  const told = async (error: Error) => {
    const { statusCode, headers, json } = await answerTo(error)
    return [statusCode, json().code, headers['retry-after'] ?? null]
  }
  const failed = (judgement: PartnerFailure['judgement']) => new PartnerFailure('stripe', judgement, 'secret words')
  expect(await told(failed('final'))).toEqual([409, 'partner-refused', null])
  expect(await told(failed('retryable'))).toEqual([503, 'partner-unavailable', '10'])
  expect(await told(failed('unclear'))).toEqual([503, 'partner-unclear', '10'])
  expect((await answerTo(failed('unclear'))).json().detail).toContain('We are finding out')
  for (const judgement of ['final', 'retryable', 'unclear'] as const)
    expect((await answerTo(failed(judgement))).body).not.toContain('secret words')
  const refusal = new PartnerRefusal('flexnet', 'eula-not-accepted', 'Accept the terms first.', 'secret words')
  expect((await answerTo(refusal)).json()).toMatchObject({
    status: 409,
    code: 'eula-not-accepted',
    detail: 'Accept the terms first.',
  })
})
