import { z } from 'zod'
import type { OddRow } from '../../../../domains/entitlements/rights/port.ts'
import { firstDay, isLocalDate, type LocalDate, lastDay } from '../../../../kernel/local-date.ts'

// Newer versions of the platform add elements, and any optional one may be absent, empty or nil: these parts take that
// in, so that the schemas of the operations only name what is used.

export const text = z
  .string()
  .optional()
  .transform((value) => value ?? '')

export const textOrNull = z
  .string()
  .optional()
  .transform((value) => (value === undefined || value === '' ? null : value))

export const flag = z
  .string()
  .optional()
  .transform((value) => value === 'true' || value === '1')

export const wholeNumber = z
  .string()
  .regex(/^[+-]?\d+$/)
  .transform(Number)
  // As much as the mirror keeps.
  .refine((count) => Math.abs(count) <= 2_147_483_647, 'a number beyond two thousand million')

/**
 * `xsd:date`, which may carry an offset: `2013-04-01-07:00`. The calendar date is what was meant. Years of five digits and
 * years before the first are lawful there: they are our last and our first day.
 */
export const day = textOrNull.transform((value, context): LocalDate | null => {
  if (value === null) return null
  const date = value.slice(0, 10)
  if (isLocalDate(date)) return date
  if (/^\+?[1-9]\d{4,}-\d{2}-\d{2}/.test(value)) return lastDay
  if (/^(-\d{4,}|0000)-\d{2}-\d{2}/.test(value)) return firstDay
  context.addIssue({ code: 'custom', message: 'no calendar date' })
  return z.NEVER
})

/** `xsd:dateTime`; without an offset it is read as UTC. */
export const instant = textOrNull.transform((value, context): Date | null => {
  if (value === null) return null
  const date = new Date(/(Z|[+-]\d{2}:\d{2})$/.test(value) || !value.includes('T') ? value : `${value}Z`)
  if (!Number.isNaN(date.getTime())) return date
  context.addIssue({ code: 'custom', message: 'no date and time' })
  return z.NEVER
})

/** Repeated elements: none, one or many. */
export function list<Item extends z.ZodType>(item: Item) {
  return z.preprocess((value) => {
    if (value === undefined || value === '') return []
    return Array.isArray(value) ? value.filter((entry) => entry !== '') : [value]
  }, z.array(item))
}

/** An element with children that may be absent or empty. */
export function group<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.preprocess((value) => (value === '' ? undefined : value), z.object(shape).optional())
}

/** Of a wrapper element that may be absent: the repeated elements in it. */
export function listIn<Name extends string, Item extends z.ZodType>(name: Name, item: Item) {
  return z.preprocess(
    (value) => (typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined),
    list(item),
  )
}

/**
 * Of a wrapper element that may be absent: the rows in it that can be read, and of the others where and why not. One odd
 * row is no reason to take nothing of the page.
 */
export function rowsIn<Item extends z.ZodType>(name: string, item: Item, keyOf: (row: object) => OddRow['key']) {
  return z.preprocess(
    (value) => (typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined),
    rows(item, keyOf),
  )
}

/** Reads a list row by row, and keeps the rows that do not fit apart from the items. */
export function rows<Item extends z.ZodType>(item: Item, keyOf: (row: object) => OddRow['key']) {
  return list(z.unknown()).transform((given): { items: z.output<Item>[]; odd: OddRow[]; received: number } => {
    const items: z.output<Item>[] = []
    const odd: OddRow[] = []
    for (const [at, row] of given.entries()) {
      const parsed = item.safeParse(row)
      if (parsed.success) items.push(parsed.data)
      else {
        const [issue] = parsed.error.issues
        const place = [`row ${at + 1}`, issue?.path.join('/') ?? ''].filter((part) => part !== '').join(': ')
        const key = typeof row === 'object' && row !== null ? keyOf(row) : null
        odd.push({ key, place, reason: issue?.message ?? 'cannot be read' })
      }
    }
    return { items, odd, received: given.length }
  })
}

/** A key of one part, from the element of that name. */
export function keyIn(name: string): (row: object) => OddRow['key'] {
  return (row) => {
    const id = identifier.parse(Reflect.get(row, name))
    return id === null ? null : [id]
  }
}

/**
 * An identifier in any of the forms in use: a bare text, `{ id }`, or `{ uniqueId, primaryKeys: { <name> } }` with one
 * key. Null when there is none.
 */
export const identifier = z
  .unknown()
  .optional()
  .transform((value): string | null => {
    if (typeof value === 'string') return value === '' ? null : value
    if (typeof value !== 'object' || value === null) return null
    const id: unknown = Reflect.get(value, 'id')
    if (typeof id === 'string' && id !== '') return id
    const keys: unknown = Reflect.get(value, 'primaryKeys')
    const [key] = typeof keys === 'object' && keys !== null ? Object.values(keys) : []
    return typeof key === 'string' && key !== '' ? key : null
  })

export const requiredIdentifier = identifier.transform((value, context): string => {
  if (value !== null) return value
  context.addIssue({ code: 'custom', message: 'no identifier' })
  return z.NEVER
})

/** A required identifier together with the platform's own id, which is null in the forms that have none. */
export const identifierAndOwnId = z.unknown().transform((value, context) => {
  const own: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'uniqueId') : undefined
  const id = identifier.parse(value)
  if (id !== null) return { id, ownId: typeof own === 'string' && own !== '' ? own : null }
  context.addIssue({ code: 'custom', message: 'no identifier' })
  return z.NEVER
})

/** `{ primaryKeys: { name, version } }`, or null when the element is absent or names nothing. */
export const productKey = group({ primaryKeys: group({ name: text, version: text }) }).transform((value) => {
  const keys = value?.primaryKeys
  return keys && keys.name !== '' ? { name: keys.name, version: keys.version } : null
})

export const platformState = z.enum(['DRAFT', 'TEST', 'ACTIVE', 'INACTIVE', 'DEPLOYED', 'ON_HOLD', 'OBSOLETE'])

const attribute = z.object({
  attributeName: z.string(),
  stringValue: text,
  dateValue: text,
  booleanValue: textOrNull,
  integerValue: text,
  arrayValue: list(z.string()),
})

/** Custom attributes by name; dates as given, booleans as `true` or `false`, lists joined by commas. */
export const attributes = listIn('attribute', attribute).transform(
  (found): Record<string, string> =>
    Object.fromEntries(
      found.map((entry) => {
        const truth = entry.booleanValue === null ? '' : String(['true', '1'].includes(entry.booleanValue))
        const value = entry.stringValue || entry.dateValue || truth || entry.integerValue || entry.arrayValue.join(',')
        return [entry.attributeName, value]
      }),
    ),
)

export const faultSchema = z.preprocess(
  (value) => (typeof value === 'object' ? value : {}),
  z.object({
    faultcode: text,
    faultstring: text,
    detail: z.preprocess((value) => (typeof value === 'object' ? value : {}), z.record(z.string(), z.unknown())),
  }),
)
export type Fault = z.infer<typeof faultSchema>

export const statusSchema = z.object({
  statusInfo: z.object({
    status: z.enum(['SUCCESS', 'PARTIAL_FAILURE', 'FAILURE']),
    reason: z.string().optional(),
  }),
  failedData: z.unknown().optional(),
  failedMaintenanceData: z.unknown().optional(),
})
