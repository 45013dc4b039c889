import { z } from 'zod'
import { problemSchema } from './problems.ts'

const refusals = {
  400: 'Something in the request is not valid; `errors` points to the place',
  401: 'Nobody is signed on, or the token is not valid',
  403: 'This account or role may not do that, or the request came from another site',
  404: 'There is no such thing, or the caller may not know of it',
  409: 'That is not possible in the present state, or the same request is still running',
  413: 'The request is too large',
  415: 'That kind of content is not understood',
  416: 'The file has no such bytes',
  422: 'The same Idempotency-Key was used with other content',
  503: 'A partner system or the database does not answer; `Retry-After` says when to ask again',
  default: 'The store made a mistake',
} as const
type Refusal = keyof typeof refusals

const operationSchema = z.looseObject({
  'x-access': z.string(),
  parameters: z.array(z.looseObject({ in: z.string().optional() })).default([]),
  requestBody: z.unknown().optional(),
  responses: z.record(z.string(), z.looseObject({ content: z.record(z.string(), z.unknown()).optional() })),
})
type Operation = z.infer<typeof operationSchema>
const documentSchema = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), operationSchema)),
  components: z.looseObject({}),
})
const problemContent = z.object({
  'application/json': z.object({ schema: z.object({ properties: z.object({ type: z.any(), code: z.any() }) }) }),
})

/**
 * Completes the document of the API with the refusals that come before any route or from its schemas, and gives every
 * refusal the content type that it has on the wire.
 */
export function describeRefusals(document: unknown): Record<string, unknown> {
  const { paths, components, ...rest } = documentSchema.parse(document)
  const { $schema: _dialect, ...problem } = z.toJSONSchema(problemSchema)
  return {
    ...rest,
    components: { ...components, schemas: { Problem: problem } },
    paths: mapValues(paths, (operations) => mapValues(operations, completed)),
  }
}

function completed(operation: Operation, method: string): object {
  const stated = Object.entries(operation.responses)
  const own = stated.filter(([, { content }]) => !problemContent.safeParse(content).success)
  const refused = stated.flatMap(([status, { content }]) =>
    problemContent.safeParse(content).success ? refusalOf(status) : [],
  )
  const isWrite = method !== 'get' && operation['x-access'] !== 'public'
  return {
    ...operation,
    parameters: isWrite ? [...operation.parameters, idempotencyKey] : operation.parameters,
    responses: {
      ...Object.fromEntries([...new Set([...refused, ...impliedBy(operation, isWrite)])].map(describe)),
      ...Object.fromEntries(own),
    },
  }
}

const idempotencyKey = {
  in: 'header',
  name: 'Idempotency-Key',
  required: false,
  schema: { type: 'string', maxLength: 200 },
  description: 'Up to 200 characters of the caller’s choice: the same key and content is answered once',
}

function impliedBy(operation: Operation, isWrite: boolean): Refusal[] {
  const hasBody = operation.requestBody !== undefined
  return [
    400,
    ...(operation['x-access'] === 'public' ? [] : ([401, 403] as const)),
    ...(operation.parameters.some((parameter) => parameter.in === 'path') ? ([404] as const) : []),
    ...(isWrite ? ([409, 422] as const) : []),
    ...(hasBody ? ([413, 415] as const) : []),
    'default',
  ]
}

function describe(status: Refusal): [string, object] {
  const content = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } }
  return [String(status), { description: refusals[status], content }]
}

function mapValues<From, To>(record: Record<string, From>, to: (value: From, key: string) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, to(value, key)]))
}

function refusalOf(status: string): Refusal[] {
  return status in refusals ? [status as unknown as Refusal] : []
}
