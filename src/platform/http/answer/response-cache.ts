import type { FastifyReply } from 'fastify'
import { LRUCache } from 'lru-cache'
import type { MemberCaller } from '../request/caller.ts'

export interface ResponseCache {
  /**
   * Sends the answer that was made for the same account, day and question, unless anything it may follow from has changed
   * since; else makes a new one. What is made goes through the route's response schema once, and is kept as bytes.
   * `question` is all that the answer depends on besides the caller's cache version. A rejection is never kept.
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
  readonly version: string
  readonly body: Buffer
}

// What an entry, its key and its buffer take beside the body, by measurement about half of this.
const overheadBytes = 500

/** Keeps the answers that were asked for last, up to so many bytes. In the process: any replica may keep its own. */
export function responseCache(mostBytes: number): ResponseCache {
  const kept = new LRUCache<string, Kept>({ maxSize: mostBytes, sizeCalculation: sizeOf })

  return {
    has: ({ caller, asked }) => kept.has(keyOf(caller.accountId, asked)),
    send: async (reply, { caller, asked }, make) => {
      const version = caller.cacheVersion
      const key = keyOf(caller.accountId, asked)
      const found = version === undefined ? undefined : kept.get(key)
      if (found !== undefined && found.version === version) return reply.type(json).send(found.body)
      const body = bytesOf(reply.serialize({ ...(await make()) }))
      // Made after the version was read: it may be newer than the version says, and never older.
      if (version !== undefined) kept.set(key, { version, body })
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

function sizeOf({ body, version }: Kept, key: string): number {
  return overheadBytes + 2 * key.length + version.length + body.length
}
