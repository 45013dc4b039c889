import { createHash } from 'node:crypto'
import { StringDecoder } from 'node:string_decoder'
import { Agent } from 'undici'
import { type Answer, envelopeReader } from './read-envelope.ts'

export interface Message {
  readonly url: string
  readonly authorization: string
  readonly body: string
  readonly timeoutMs: number
  /** False for a write: on a connection that the platform just closed nobody could say whether it arrived. */
  readonly reuseConnection: boolean
  /** Of reads whose answers may be what they were: what the answer was known by. Empty: it was not read before. */
  readonly ifNoneMatch?: string
}

export interface Reply {
  readonly status: number
  readonly answer: Answer | null
  /** Of the bytes of the answer; null where nobody asked for it. */
  readonly etag: string | null
  /** The answer has the known mark, and was not looked at. */
  readonly notModified: boolean
}

/** Posts one SOAP envelope. Redirects are not followed: one would carry a purchase to an address that nobody configured. */
export type Exchange = (message: Message) => Promise<Reply>

// The message has its own limit of time; two thousand detailed lines stay far below this size.
const limits = { headersTimeout: 0, bodyTimeout: 0, maxResponseSize: 64 * 1024 * 1024 }

/** Exchanges over connections that are kept open between reads: a full sync asks a question for each product. */
export function createExchange(): Exchange {
  const kept = new Agent({ ...limits, pipelining: 1 })
  const once = new Agent({ ...limits, pipelining: 0 })
  return ({ url, authorization, body, timeoutMs, reuseConnection, ifNoneMatch }) =>
    new Promise<Reply>((resolve, reject) => {
      const { origin, pathname, search } = new URL(url)
      const decoder = new StringDecoder('utf8')
      const digest = ifNoneMatch === undefined ? null : createHash('sha256')
      const reader = envelopeReader()
      const read = (piece: Buffer) => reader.write(decoder.write(piece))
      // What may not have to be read is kept until that is known.
      const unread: Buffer[] = []
      const take = ifNoneMatch ? (piece: Buffer) => void unread.push(piece) : read
      let status = 0
      let abort: ((reason: Error) => void) | null = null
      let late: Error | null = null
      const timer = setTimeout(() => {
        late = new DOMException('The platform took too long.', 'TimeoutError')
        abort?.(late)
        reject(late)
      }, timeoutMs)
      const headers = {
        authorization,
        'content-type': 'text/xml; charset=utf-8',
        // Empty for every operation, but there: the server's stack faults when it is missing.
        soapaction: '""',
      }
      ;(reuseConnection ? kept : once).dispatch(
        { origin, path: `${pathname}${search}`, method: 'POST', headers, body },
        {
          onRequestStart: (controller) => {
            // The time was up before a connection came about: nothing is sent any more.
            if (late) controller.abort(late)
            else abort = (reason) => controller.abort(reason)
          },
          onResponseStart: (_, statusCode) => {
            status = statusCode
          },
          onResponseData: (_, chunk) => {
            digest?.update(chunk)
            take(chunk)
          },
          onResponseEnd: () => {
            clearTimeout(timer)
            const etag = digest?.digest('base64url') ?? null
            if (status === 200 && ifNoneMatch && etag === ifNoneMatch)
              return resolve({ status, answer: null, etag, notModified: true })
            for (const piece of unread) read(piece)
            reader.write(decoder.end())
            resolve({ status, answer: reader.end(), etag, notModified: false })
          },
          onResponseError: (_, error) => {
            clearTimeout(timer)
            reject(error)
          },
        },
      )
    })
}
