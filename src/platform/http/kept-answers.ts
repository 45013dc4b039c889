import type { FastifyReply } from 'fastify'
import type { MemberCaller } from './caller.ts'

export interface KeptAnswers {
  /**
   * Sends the answer that was made for the same account, day and question, unless anything it may follow from has changed
   * since; else makes it anew. What is made goes through the route's response schema once, and is kept as bytes.
   * `question` is all that the answer depends on besides the caller's stamp. A rejection is never kept.
   */
  send(reply: FastifyReply, question: Question, make: () => Promise<object>): Promise<FastifyReply>
  /** Whether an answer is kept, which may be out of date. */
  has(question: { readonly caller: Pick<MemberCaller, 'accountId'>; readonly asked: readonly unknown[] }): boolean
}

export interface Question {
  readonly caller: MemberCaller
  /** Route, day, and every parameter. */
  readonly asked: readonly unknown[]
}

interface Kept {
  readonly stamp: string
  readonly body: Buffer
}

// What a map's entry, its key and its buffer take beside the body, by measurement about half of this.
const overheadBytes = 500

/** Keeps the answers that were asked for last, up to so many bytes. In the process: any replica may keep its own. */
export function keepAnswers(mostBytes: number): KeptAnswers {
  // A map gives its keys back in the order in which they were set, so the first is the one that was not used for longest.
  const kept = new Map<string, Kept>()
  let bytes = 0

  const forget = (key: string) => {
    const old = kept.get(key)
    if (old === undefined) return
    kept.delete(key)
    bytes -= sizeOf(key, old)
  }
  const keep = (key: string, answer: Kept) => {
    forget(key)
    kept.set(key, answer)
    bytes += sizeOf(key, answer)
    for (const oldest of kept.keys()) {
      if (bytes <= mostBytes) break
      forget(oldest)
    }
  }

  return {
    has: ({ caller, asked }) => kept.has(keyOf(caller.accountId, asked)),
    send: async (reply, { caller, asked }, make) => {
      const stamp = caller.answerStamp
      const key = keyOf(caller.accountId, asked)
      const found = stamp === undefined ? undefined : kept.get(key)
      if (found !== undefined && found.stamp === stamp) {
        kept.delete(key)
        kept.set(key, found)
        return reply.type(json).send(found.body)
      }
      const body = bytesOf(reply.serialize({ ...(await make()) }))
      // Made after the stamp was read: it may be newer than the stamp says, and never older.
      if (stamp !== undefined) keep(key, { stamp, body })
      return reply.type(json).send(body)
    },
  }
}

function keyOf(accountId: string, asked: readonly unknown[]): string {
  return JSON.stringify([accountId, ...asked])
}

/** In memory of its own: a small `Buffer.from` is a part of a shared 8 KiB, all of which would be kept for it. */
function bytesOf(text: string | ArrayBuffer | Buffer): Buffer {
  if (typeof text !== 'string') return Buffer.from(new Uint8Array(text))
  const bytes = Buffer.allocUnsafeSlow(Buffer.byteLength(text))
  bytes.write(text)
  return bytes
}

const json = 'application/json; charset=utf-8'

function sizeOf(key: string, { body, stamp }: Kept): number {
  return overheadBytes + 2 * key.length + stamp.length + body.length
}
