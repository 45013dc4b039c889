type Schemas = Readonly<Record<string, unknown>>
interface Document extends Record<string, unknown> {
  readonly components: { readonly schemas: Schemas }
}

const place = '#/components/schemas/'

/**
 * Leaves out the named schemas that no operation reaches. A schema that is only ever sent has its plain name; one that is
 * sent and answered in two forms keeps `Input` on the form that is sent.
 */
export function withSchemasInUse(document: Document): Record<string, unknown> {
  const { components, ...rest } = document
  const used = reachedFrom(rest, components.schemas)
  const plainName = (name: string) => {
    const plain = name.replace(/Input$/, '')
    return used.has(plain) && !same(components.schemas[plain], components.schemas[name]) ? name : plain
  }
  const names = new Map([...used].map((name) => [name, plainName(name)]))
  const schemas = Object.fromEntries(
    [...used].sort().map((name) => [names.get(name) ?? name, components.schemas[name]]),
  )
  return renamed({ ...rest, components: { ...components, schemas } }, names)
}

function reachedFrom(start: unknown, schemas: Schemas): ReadonlySet<string> {
  const reached = new Set<string>()
  const waiting: unknown[] = [start]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop())
    for (const name of namesIn(next)) {
      if (reached.has(name)) continue
      reached.add(name)
      waiting.push(schemas[name] ?? null)
    }
  return reached
}

function namesIn(part: unknown): string[] {
  return [...JSON.stringify(part).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(([, name = '']) => name)
}

function renamed(part: Record<string, unknown>, names: ReadonlyMap<string, string>): Record<string, unknown> {
  const text = JSON.stringify(part, (key, value: unknown) =>
    key === '$ref' && typeof value === 'string' && value.startsWith(place)
      ? `${place}${names.get(value.slice(place.length)) ?? value.slice(place.length)}`
      : value,
  )
  return JSON.parse(text)
}

function same(one: unknown, other: unknown): boolean {
  const plain = (part: unknown) => JSON.stringify(part).replaceAll(/Input"/g, '"')
  return plain(one) === plain(other)
}
