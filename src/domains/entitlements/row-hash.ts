import { createHash } from 'node:crypto'

/** The same for rows of the same content, whatever the order of their properties. */
export function rowHashOf(row: unknown): string {
  return createHash('sha256').update(canonical(row)).digest('base64url')
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value !== null && typeof value === 'object' && !(value instanceof Date))
    return `{${Object.entries(value)
      .filter(([, content]) => content !== undefined)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([name, content]) => `${JSON.stringify(name)}:${canonical(content)}`)
      .join(',')}}`
  return JSON.stringify(value) ?? 'null'
}
