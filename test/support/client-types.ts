import openapiTS, { astToString } from 'openapi-typescript'
import { z } from 'zod'

const operation = z.looseObject({ responses: z.record(z.string(), z.unknown()) })
const documentSchema = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), operation)),
  components: z.looseObject({ schemas: z.record(z.string(), z.unknown()) }),
})

/**
 * The types of a client, from the API's document. All refusals have one shape, the problem document, so they are told
 * once for each operation.
 */
export async function clientTypesOf(document: unknown): Promise<string> {
  const { paths, components, servers: _address, ...rest } = documentSchema.parse(document)
  // A type cannot be made of itself in this place, and `unknown` says as much to a caller.
  const schemas = { ...components.schemas, JsonValue: {} }
  const refusalsOnce = Object.fromEntries(
    Object.entries(paths).map(([path, methods]) => [
      path,
      Object.fromEntries(
        Object.entries(methods).map(([method, { responses, ...one }]) => [
          method,
          {
            ...one,
            responses: Object.fromEntries(Object.entries(responses).filter(([status]) => !/^[45]/.test(status))),
          },
        ]),
      ),
    ]),
  )
  const source = JSON.stringify({ ...rest, components: { ...components, schemas }, paths: refusalsOnce })
  const types = astToString(await openapiTS(source, { alphabetize: true }))
  return `// Made from /openapi.json by a test; do not change it by hand: npx vitest run test/client -u\n\n${types}`
}
