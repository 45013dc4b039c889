import { z } from 'zod'
import { problemSchema } from '../answer/problems.ts'
import { meaningOf } from './parameters.ts'
import { withSchemasInUse } from './schemas.ts'

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
  429: 'Too many requests; `Retry-After` says when to ask again',
  503: 'A partner system or the database does not answer; `Retry-After` says when to ask again',
  default: 'The store made a mistake',
} as const
type Refusal = keyof typeof refusals

const operationSchema = z.looseObject({
  'x-access': z.string(),
  'x-rate-limited': z.boolean().optional(),
  summary: z.string().default(''),
  parameters: z
    .array(z.looseObject({ in: z.string(), name: z.string(), description: z.string().optional() }))
    .default([]),
  requestBody: z.unknown().optional(),
  responses: z.record(
    z.string(),
    z.looseObject({ description: z.string().default(''), content: z.record(z.string(), z.unknown()).optional() }),
  ),
})
type Operation = z.infer<typeof operationSchema>
const documentSchema = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), operationSchema)),
  components: z.looseObject({ schemas: z.record(z.string(), z.unknown()).default({}) }),
})
const problemContent = z.object({
  'application/json': z.object({ schema: z.object({ properties: z.object({ type: z.any(), code: z.any() }) }) }),
})

/**
 * Completes the document of the API with the refusals that come before any route or from its schemas, gives every refusal
 * the content type that it has on the wire, and describes each parameter and answer.
 */
export function describeRefusals(document: unknown): Record<string, unknown> {
  const { paths, components, ...rest } = documentSchema.parse(document)
  const { $schema: _dialect, ...problem } = z.toJSONSchema(problemSchema)
  return withSchemasInUse({
    ...rest,
    components: { ...components, schemas: { ...components.schemas, Problem: problem } },
    paths: mapValues(paths, (operations) => mapValues(operations, completed)),
  })
}

function completed(operation: Operation, method: string): object {
  const stated = Object.entries(operation.responses)
  const own = stated.filter(([, { content }]) => !problemContent.safeParse(content).success)
  const refused = stated.flatMap(([status, { content }]) =>
    problemContent.safeParse(content).success ? refusalOf(status) : [],
  )
  const isWrite = method !== 'get' && operation['x-access'] !== 'public'
  const parameters = operation.parameters.map((parameter) => ({
    ...parameter,
    description: parameter.description ?? meaningOf(parameter.name),
  }))
  const { 'x-rate-limited': _limited, ...described } = operation
  return {
    ...described,
    parameters: isWrite ? [...parameters, idempotencyKey] : parameters,
    responses: {
      ...Object.fromEntries([...new Set([...refused, ...impliedBy(operation, isWrite)])].map(describe)),
      ...Object.fromEntries(
        own.map(([status, answer]) => [status, { ...answer, description: answerOf(operation, method, answer) }]),
      ),
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
    ...(operation['x-rate-limited'] ? ([429] as const) : []),
    'default',
  ]
}

/** A question is answered by what its summary names; a command says what its answer holds. */
function answerOf(
  { summary }: Operation,
  method: string,
  { description, content }: Operation['responses'][string],
): string {
  if (description !== '' && description !== 'Default Response') return description
  if (method === 'get') return summary
  return content === undefined
    ? 'Done; there is nothing to say'
    : `Done: ${summary.charAt(0).toLowerCase()}${summary.slice(1)}`
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
