import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  createAnswerReader,
  createRequestReader,
  ProtocolViolation,
} from '../../../src/platform/db/embedded-protocol.ts'

function message(type: string, body: Buffer): Buffer {
  const bytes = Buffer.alloc(5 + body.length)
  bytes.write(type, 'latin1')
  bytes.writeInt32BE(4 + body.length, 1)
  body.copy(bytes, 5)
  return bytes
}

function untyped(code: number, body = ''): Buffer {
  const bytes = Buffer.alloc(8 + body.length)
  bytes.writeInt32BE(bytes.length, 0)
  bytes.writeInt32BE(code, 4)
  bytes.write(body, 8, 'latin1')
  return bytes
}

/** The stream in pieces that end at these places. */
function pieces(stream: Buffer, cuts: readonly number[]): Buffer[] {
  const places = [...new Set(cuts.map((cut) => cut % (stream.length + 1)))].sort((left, right) => left - right)
  return [...places, stream.length].map((end, n) => stream.subarray(n === 0 ? 0 : places[n - 1], end))
}

const bodies = fc.array(fc.uint8Array({ maxLength: 60 }), { minLength: 1, maxLength: 12 })
const cuts = fc.array(fc.nat({ max: 2_000 }), { maxLength: 30 })

it('an answer is read alike however its stream is cut', () => {
  fc.assert(
    fc.property(bodies, cuts, fc.constantFrom('I', 'T', 'E'), (rows, where, letter) => {
      const stream = Buffer.concat([
        ...rows.map((row) => message('D', Buffer.from(row))),
        message('E', Buffer.from('SERROR\u0000Mwhy not\u0000\u0000')),
        message('n', Buffer.alloc(0)),
        message('Z', Buffer.from(letter)),
      ])
      const reader = createAnswerReader()
      for (const piece of pieces(stream, where)) reader.add(piece)
      expect(reader.isWhole()).toBe(true)
      expect(reader.takeError()).toBe('why not')
      expect(reader.takeState()).toBe(letter === 'I' ? 'idle' : 'open')
      expect(reader.takeState()).toBeNull()
    }),
  )
})

it('a client is read alike however its stream is cut', () => {
  fc.assert(
    fc.property(bodies, cuts, (queries, where) => {
      const messages = queries.map((text) => message('Q', Buffer.from(text)))
      const stream = Buffer.concat([
        untyped(80_877_104),
        untyped(80_877_103),
        untyped(196_608, 'user\u0000postgres\u0000\u0000'),
        ...messages,
        message('X', Buffer.alloc(0)),
      ])
      const reader = createRequestReader()
      const found = pieces(stream, where).flatMap((piece) => reader.add(piece))
      expect(found).toEqual([
        { kind: 'encryption' },
        { kind: 'encryption' },
        { kind: 'startup' },
        ...messages.map((bytes) => ({ kind: 'message', bytes })),
        { kind: 'terminate' },
      ])
    }),
  )
})

it.each([
  ['a length of nothing', Buffer.alloc(8)],
  ['a length below its own header', untyped(196_608).fill(7, 3, 4)],
  ['a negative length', Buffer.alloc(8, 0xff)],
  ['another protocol', Buffer.from('GET / HTTP/1.1\r\n\r\n')],
  ['version 2 of this one', untyped(131_072)],
])('a first message of %s is no message', (_, bytes) => {
  expect(() => createRequestReader().add(bytes)).toThrow(ProtocolViolation)
})

it('a later message of less than its header is no message', () => {
  const reader = createRequestReader()
  reader.add(untyped(196_608, 'user\u0000postgres\u0000\u0000'))
  expect(() => reader.add(Buffer.from('Q\u0000\u0000\u0000\u0003'))).toThrow(ProtocolViolation)
})
