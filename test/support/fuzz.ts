import { type ApiRequest, type CallerName, callApi, stripeSignature } from './api-callers.ts'
import type { Box } from './box.ts'
import { contentsOf } from './contents.ts'
import { type Operation, pathOf } from './document.ts'

/** What one seed sends: each operation of the document by each kind of caller, so many times. */
export interface Fuzz {
  readonly seed: number
  readonly rounds: number
  readonly operations: readonly Operation[]
  readonly tokens: Readonly<Record<CallerName, string | null>>
}

export interface Fuzzed {
  readonly sent: number
  readonly refused: number
  /** Refused requests that were sent once more between two looks at every table. */
  readonly lookedAt: number
  readonly complaints: readonly string[]
}

const chunk = 150

/**
 * Sends what the document describes and what it does not: no answer may be a failure, and what is refused may write
 * nothing. The refused requests of a chunk are sent once more, and every table is compared before and after.
 */
export async function fuzz(box: Box, { seed, rounds, operations, tokens }: Fuzz): Promise<Fuzzed> {
  const random = randomFrom(seed)
  const complaints: string[] = []
  let [sent, refused, lookedAt] = [0, 0, 0]
  let again: ApiRequest[] = []
  const lookAtRefused = async () => {
    const before = await contentsOf(box)
    for (const request of again) {
      const { status } = await callApi(box, request)
      // By now it may be taken, as a key that was in use a moment ago.
      if (status < 400) {
        again = []
        return
      }
    }
    const after = await contentsOf(box)
    const changed = Object.keys(after).filter((table) => after[table] !== before[table])
    if (changed.length > 0)
      complaints.push(
        `seed ${seed}: one of these was refused and wrote ${changed.join()}:\n${again.map(said).join('\n')}`,
      )
    lookedAt += again.length
    again = []
  }
  for (let round = 0; round < rounds; round += 1)
    for (const operation of operations)
      for (const [caller, token] of Object.entries(tokens)) {
        const request = requestFor(box, operation, token, random)
        const answer = await callApi(box, request)
        sent += 1
        if (answer.status >= 500)
          complaints.push(`seed ${seed}: ${operation.operationId} as ${caller}: ${answer.status} ${said(request)}`)
        // What asks too often is refused before it is looked at.
        if (answer.status < 400 || answer.status === 429 || request.method === 'GET') continue
        refused += 1
        if (again.push(request) >= chunk) await lookAtRefused()
      }
  await lookAtRefused()
  return { sent, refused, lookedAt, complaints }
}

function said({ method, path, body }: ApiRequest): string {
  return `${method} ${path.slice(0, 200)} ${(typeof body === 'string' ? body : (JSON.stringify(body) ?? '')).slice(0, 400)}`
}

type Random = () => number

/** Numbers from 0 to 1 that follow from the seed alone (mulberry32). */
function randomFrom(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const oneOf = <Item>(random: Random, items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item

// Every kind of nonsense that was ever taken for something: by checks of types, by the database, by JavaScript itself.
const nonsense: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e308,
  2 ** 53,
  '',
  ' ',
  'a\0b',
  '\ud800',
  '\udc00x',
  '😀'.repeat(40),
  'x'.repeat(5000),
  [],
  [null],
  [[]],
  {},
  { length: 1 },
  { length: { toString: 1 } },
  { size: { valueOf: 1, toString: 1 } },
  { length: [{ toString: 1 }] },
  { toString: 1 },
  { toJSON: 1 },
  JSON.parse('{"__proto__":{"length":1}}'),
  '__proto__',
  'constructor',
  '-1',
  '1e9',
  '0x10',
  'NaN',
  'null',
  '9'.repeat(30),
  '2026-02-30',
  '-271821-04-20',
  "' or 1=1 --",
  '%',
  '_',
  '\\',
  '../..',
  '//evil.example',
  '<b>',
  '\u202e',
  '\u212a',
  'İ',
  'alice@acme.example ',
]
const places = [
  'no-such-thing',
  '%00',
  'x'.repeat(290),
  '__proto__',
  '%F0%9F%98%80',
  '-1',
  '%2e%2e',
  'ACME',
  '%ED%A0%80',
]

function requestFor(box: Box, operation: Operation, token: string | null, random: Random): ApiRequest {
  const params = operation.parameters.filter((one) => one.in === 'query' && random() < 0.5)
  const query = params.map(({ name, ...rest }) => {
    const value = random() < 0.5 ? valueFor(rest['schema'], random, 0) : oneOf(random, nonsense)
    return `${name}=${encodeURIComponent(
      textOf(value)
        .replaceAll(/\p{Cs}/gu, '?')
        .slice(0, 3000),
    )}`
  })
  const path = pathOf(operation).replaceAll('no-such-thing', () => oneOf(random, places))
  const body = operation.requestBody === undefined ? undefined : bodyFor(operation, random)
  const headers = operation.path === '/webhooks/stripe' ? signed(box, body) : {}
  return {
    method: operation.method,
    path: query.length === 0 ? path : `${path}?${query.join('&')}`,
    token,
    headers,
    ...(body === undefined ? {} : { body: 'stripe-signature' in headers ? JSON.stringify(body) : body }),
  }
}

function signed(box: Box, body: unknown): Record<string, string> {
  return { 'stripe-signature': stripeSignature(box, JSON.stringify(body)) }
}

const textOf = (value: unknown) => (typeof value === 'object' ? JSON.stringify(value) : String(value))

function bodyFor({ requestBody, path }: Operation, random: Random): unknown {
  if (path === '/webhooks/stripe') {
    const id = oneOf(random, ['evt_fuzz', 'evt_\0', 'evt_\ud800'])
    return { id, object: 'event', type: oneOf(random, ['x', 'payout.paid\0']), data: { object: { id: 'cs_\0' } } }
  }
  if (random() < 0.1) return oneOf(random, nonsense)
  const content = member(member(requestBody, 'content'), 'application/json')
  return spoilt(valueFor(member(content, 'schema'), random, 0), random)
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}

/** A value that fits the schema, more or less: formats and patterns are beyond it, which is as good. */
function valueFor(schema: unknown, random: Random, depth: number): unknown {
  const choices = member(schema, 'anyOf') ?? member(schema, 'oneOf')
  if (Array.isArray(choices)) return valueFor(oneOf(random, choices), random, depth)
  const among = member(schema, 'enum')
  if (Array.isArray(among)) return oneOf(random, among)
  const constant = member(schema, 'const')
  if (constant !== undefined) return constant
  switch (member(schema, 'type')) {
    case 'string':
      return oneOf(random, ['x', 'ACME', 'KIT-PAINT-PRO-2', '2026-11-21', 'EUR', 'IE', 'joe@acme.example', '12.00'])
    case 'number':
    case 'integer':
      return oneOf(random, [1, 2, 5, 100, 0])
    case 'boolean':
      return random() < 0.5
    case 'null':
      return null
    case 'array':
      return depth > 4
        ? []
        : Array.from({ length: 1 + Math.floor(random() * 2) }, () =>
            valueFor(member(schema, 'items'), random, depth + 1),
          )
    case 'object': {
      const properties = Object.entries(member(schema, 'properties') ?? {})
      return Object.fromEntries(properties.map(([name, of]) => [name, valueFor(of, random, depth + 1)]))
    }
    default:
      return oneOf(random, nonsense)
  }
}

/** The value with one place of it replaced by nonsense, left out, or put beside something that nobody asked for. */
function spoilt(value: unknown, random: Random): unknown {
  if (typeof value !== 'object' || value === null || random() < 0.1) return oneOf(random, nonsense)
  if (Array.isArray(value)) {
    const at = Math.floor(random() * value.length)
    return value.map((one: unknown, index) => (index === at ? spoilt(one, random) : one))
  }
  const entries = Object.entries(value)
  const at = Math.floor(random() * (entries.length + 1))
  if (at === entries.length)
    return { ...value, [oneOf(random, ['more', 'length', '\0', 'constructor'])]: oneOf(random, nonsense) }
  if (random() < 0.15) return Object.fromEntries(entries.filter((_, index) => index !== at))
  return Object.fromEntries(entries.map(([name, one], index) => [name, index === at ? spoilt(one, random) : one]))
}
