import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http'
import { Agent as HttpsAgent, request as requestHttps } from 'node:https'
import { type Answer, envelopeReader } from './read-envelope.ts'

export interface Message {
  readonly url: string
  readonly authorization: string
  readonly body: string
  readonly timeoutMs: number
  /** False for a write: on a connection that the platform just closed nobody could say whether it arrived. */
  readonly reuseConnection: boolean
}

/** Posts one SOAP envelope. Redirects are not followed: one would carry a purchase to an address that nobody configured. */
export type Exchange = (message: Message) => Promise<{ readonly status: number; readonly answer: Answer | null }>

// Two thousand detailed lines stay far below it; more than this is no page of ours.
const largestAnswerBytes = 64 * 1024 * 1024

/** Exchanges over connections that are kept open between reads: a full sync asks a question for each product. */
export function createExchange(): Exchange {
  const agents = { 'http:': new HttpAgent({ keepAlive: true }), 'https:': new HttpsAgent({ keepAlive: true }) }
  return async ({ url, authorization, body, timeoutMs, reuseConnection }) => {
    const address = new URL(url)
    const secure = address.protocol === 'https:'
    const signal = AbortSignal.timeout(timeoutMs)
    try {
      const response = await new Promise<IncomingMessage>((resolve, reject) => {
        const outgoing = (secure ? requestHttps : requestHttp)(address, {
          method: 'POST',
          signal,
          agent: reuseConnection ? agents[secure ? 'https:' : 'http:'] : false,
          headers: {
            authorization,
            'content-type': 'text/xml; charset=utf-8',
            'content-length': Buffer.byteLength(body),
            // Empty for every operation, but there: the server's stack faults when it is missing.
            soapaction: '""',
          },
        })
        outgoing.once('response', resolve).once('error', reject).end(body)
      })
      return { status: response.statusCode ?? 0, answer: await answerOf(response) }
    } catch (error) {
      // The error of an aborted request does not say that the time was up.
      throw signal.aborted ? signal.reason : error
    }
  }
}

async function answerOf(response: IncomingMessage): Promise<Answer | null> {
  const decoder = new TextDecoder()
  const reader = envelopeReader()
  let sizeBytes = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    sizeBytes += chunk.byteLength
    if (sizeBytes > largestAnswerBytes) throw new Error('the answer is larger than 64 MiB')
    reader.write(decoder.decode(chunk, { stream: true }))
  }
  reader.write(decoder.decode())
  return reader.end()
}
