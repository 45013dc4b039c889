/** What a client asks for, as whole messages however the stream was cut. */
export type Request =
  | { readonly kind: 'encryption' | 'cancel' | 'startup' | 'terminate' }
  | { readonly kind: 'message'; readonly bytes: Buffer }

/** PostgreSQL knows three: I, T and E. In the last two a transaction is open. */
export type TransactionState = 'idle' | 'open'

/** A client that does not speak the protocol; its stream has no next message. */
export class ProtocolViolation extends Error {}

const encryptionCodes = new Set([80_877_103, 80_877_104])
const cancelCode = 80_877_102
// PostgreSQL's own limits: MAX_STARTUP_PACKET_LENGTH, and MaxAllocSize for the rest.
const longestStartup = 10_000
const longestMessage = 0x3f_ff_ff_ff

/**
 * Cuts one client's stream into messages. The first ones have no type byte, until one that starts the session.
 * @see PostgreSQL documentation, "Message Formats"
 */
export function createRequestReader(): { add(chunk: Buffer): Request[] } {
  let parts: Buffer[] = []
  let size = 0
  let needed = 1
  let started = false

  function lengthOf(bytes: Buffer): number | null {
    const header = started ? 5 : 8
    if (bytes.length < header) return null
    const length = started ? 1 + bytes.readInt32BE(1) : bytes.readInt32BE(0)
    if (length < header || length > (started ? longestMessage : longestStartup))
      throw new ProtocolViolation(`a message says that it has ${length} bytes`)
    return length
  }

  function requestOf(bytes: Buffer): Request {
    if (started) return bytes[0] === 0x58 ? { kind: 'terminate' } : { kind: 'message', bytes }
    const code = bytes.readInt32BE(4)
    if (encryptionCodes.has(code)) return { kind: 'encryption' }
    if (code === cancelCode) return { kind: 'cancel' }
    if (code >> 16 !== 3) throw new ProtocolViolation(`the client speaks protocol ${code >> 16}`)
    started = true
    return { kind: 'startup' }
  }

  return {
    add: (chunk) => {
      parts.push(chunk)
      size += chunk.length
      // A message of many chunks is put together once, when its last byte is there.
      if (size < needed) return []
      let rest = Buffer.concat(parts)
      const found: Request[] = []
      for (;;) {
        const length = lengthOf(rest)
        needed = length ?? 1
        if (length === null || rest.length < length) break
        found.push(requestOf(rest.subarray(0, length)))
        rest = rest.subarray(length)
      }
      parts = [rest]
      size = rest.length
      return found
    },
  }
}

export interface AnswerReader {
  /** Follows the stream; never throws. */
  add(chunk: Uint8Array): void
  /** Of the last message that told it since this was asked last; null when none did. */
  takeState(): TransactionState | null
  /** True between two messages: nothing of a further one has come. */
  isWhole(): boolean
  /** The text of the last error since this was asked last; null when there was none. */
  takeError(): string | null
}

const readyForQuery = 0x5a
const errorResponse = 0x45
const mostErrorBytes = 4_096

/** Follows the database's stream of messages, which PGlite cuts every 8,192 bytes, wherever that is. */
export function createAnswerReader(): AnswerReader {
  const header = Buffer.alloc(5)
  let headerBytes = 0
  let bodyLeft = 0
  let body: number[] = []
  let state: TransactionState | null = null
  let error: string | null = null

  function endMessage(): void {
    if (header[0] === readyForQuery) state = body[0] === 0x49 ? 'idle' : 'open'
    if (header[0] === errorResponse) error = messageIn(Buffer.from(body))
    body = []
    headerBytes = 0
  }

  return {
    add: (chunk) => {
      let at = 0
      while (at < chunk.length) {
        if (headerBytes < 5) {
          header[headerBytes] = chunk[at] ?? 0
          headerBytes += 1
          at += 1
          if (headerBytes === 5) bodyLeft = Math.max(0, header.readInt32BE(1) - 4)
        } else {
          const end = Math.min(chunk.length, at + bodyLeft)
          if (header[0] === readyForQuery || header[0] === errorResponse)
            for (let n = at; n < end && body.length < mostErrorBytes; n += 1) body.push(chunk[n] ?? 0)
          bodyLeft -= end - at
          at = end
        }
        if (headerBytes === 5 && bodyLeft === 0) endMessage()
      }
    },
    takeState: () => {
      const told = state
      state = null
      return told
    },
    isWhole: () => headerBytes === 0,
    takeError: () => {
      const told = error
      error = null
      return told
    },
  }
}

/** Fields are a letter and a text, each ended by a zero byte; M is the message. */
function messageIn(body: Buffer): string | null {
  const field = body
    .toString('utf8')
    .split('\u0000')
    .find((text) => text.startsWith('M'))
  return field?.slice(1) ?? null
}
