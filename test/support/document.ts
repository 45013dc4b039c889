import { z } from 'zod'
import type { Box } from './box.ts'

const operationSchema = z.looseObject({
  operationId: z.string(),
  summary: z.string().min(5),
  tags: z.array(z.string()).min(1),
  security: z.array(z.record(z.string(), z.array(z.string()))).optional(),
  'x-access': z.string(),
  parameters: z.array(z.looseObject({ name: z.string(), in: z.string() })).default([]),
  requestBody: z.unknown().optional(),
  responses: z.record(
    z.string(),
    z.object({ description: z.string(), content: z.record(z.string(), z.object({ schema: z.unknown() })).optional() }),
  ),
})
const documentSchema = z.looseObject({
  openapi: z.string(),
  servers: z.array(z.object({ url: z.string() })),
  paths: z.record(z.string(), z.record(z.string(), operationSchema)),
})

export type Operation = z.infer<typeof operationSchema> & { readonly method: string; readonly path: string }

/** `/openapi.json` as a client gets it, and its operations in a list. */
export async function readDocument(box: Box): Promise<{
  readonly document: z.infer<typeof documentSchema>
  readonly operations: readonly Operation[]
}> {
  const document = documentSchema.parse(await (await fetch(`${box.url}/openapi.json`)).json())
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ ...operation, method: method.toUpperCase(), path })),
  )
  return { document, operations }
}

/** The path with its places filled in; a place that is not given gets an id that nothing has. */
export function pathOf({ path }: Operation, params: Readonly<Record<string, string>> = {}): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? idOfNothing(path, name)))
}

function idOfNothing(path: string, name: string): string {
  if (name === 'sha256') return '0'.repeat(64)
  return path.includes('/dead-letters/') ? '00000000-0000-8000-a000-000000000000' : 'no-such-thing'
}

/** `GET /path/{id}` of every route, as the router has them and not as the document does; HEAD is left out. */
export function registeredRoutes(running: Box): string[] {
  const { app } = running.store
  const lines = app.printRoutes({ commonPrefix: false }).split('\n')
  const path: string[] = []
  const routes: string[] = []
  for (const line of lines) {
    const found = /^((?:│ {3}| {4})*)[├└]── (\S*) \(([^)]+)\)/.exec(line)
    if (!found) continue
    const [, indent = '', part = '', methods = ''] = found
    path.length = indent.length / 4
    path.push(part)
    const whole = path
      .join('')
      .replace('//', '/')
      .replaceAll(/:(\w+)/g, '{$1}')
    for (const method of methods.split(', ')) if (method !== 'HEAD') routes.push(`${method} ${whole}`)
  }
  return routes
}
