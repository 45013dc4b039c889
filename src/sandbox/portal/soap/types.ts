import type { XmlElement } from './xml.ts'

/** The request breaks the service definition: wrong element, order, namespace or value. */
export class SchemaError extends Error {}

/** Reads one element and throws a SchemaError when its content is not of the type. */
export interface Type<T> {
  read(element: XmlElement): T
}

/** A place in a sequence: takes its elements from the cursor on and says where the next place starts. */
export interface Field<T> {
  take(name: string, parent: XmlElement, cursor: number): { readonly value: T; readonly next: number }
}

type Fields = Readonly<Record<string, Field<unknown>>>
export type Sequence<F extends Fields> = {
  readonly [K in keyof F]: F[K] extends Field<infer T> ? T : never
}
/** The values a type reads, as `z.infer` would say. */
export type ReadBy<T> = T extends Type<infer Value> ? Value : never

/** `xsd:sequence`: the fields in this order and nothing else, each in the namespace of the parent. */
export function sequence<F extends Fields>(fields: F): Type<Sequence<F>> {
  return {
    read(element) {
      const values: Record<string, unknown> = {}
      let cursor = 0
      for (const [name, field] of Object.entries(fields)) {
        const taken = field.take(name, element, cursor)
        if (taken.value !== undefined) values[name] = taken.value
        cursor = taken.next
      }
      const extra = element.children[cursor]
      if (extra) throw new SchemaError(`Element "${extra.name}" is not expected at this place in "${element.name}"`)
      if (element.text.trim() !== '') throw new SchemaError(`Element "${element.name}" must not contain text`)
      return values as Sequence<F>
    },
  }
}

export function one<T>(type: Type<T>): Field<T> {
  return {
    take(name, parent, cursor) {
      const element = at(parent, cursor, name)
      if (!element) {
        const found = parent.children[cursor]?.name ?? 'the end'
        throw new SchemaError(`Element "${name}" is expected in "${parent.name}", found "${found}"`)
      }
      return { value: type.read(element), next: cursor + 1 }
    },
  }
}

export function optional<T>(type: Type<T>): Field<T | undefined> {
  return {
    take(name, parent, cursor) {
      const element = at(parent, cursor, name)
      return element ? { value: type.read(element), next: cursor + 1 } : { value: undefined, next: cursor }
    },
  }
}

export function many<T>(type: Type<T>, atLeast = 0): Field<readonly T[]> {
  return {
    take(name, parent, cursor) {
      const values: T[] = []
      for (let element = at(parent, cursor, name); element; element = at(parent, cursor + values.length, name))
        values.push(type.read(element))
      if (values.length < atLeast) throw new SchemaError(`Element "${name}" is expected in "${parent.name}"`)
      return { value: values, next: cursor + values.length }
    },
  }
}

function at(parent: XmlElement, index: number, name: string): XmlElement | undefined {
  const child = parent.children[index]
  if (child && child.namespace !== parent.namespace)
    throw new SchemaError(`Element "${child.name}" in "${parent.name}" is in the namespace "${child.namespace}"`)
  return child?.name === name ? child : undefined
}

function simple<T>(what: string, parse: (text: string) => T | undefined): Type<T> {
  return {
    read(element) {
      if (element.children.length > 0) throw new SchemaError(`Element "${element.name}" must contain ${what} only`)
      const value = parse(element.text)
      if (value === undefined) throw new SchemaError(`"${element.text}" in "${element.name}" is not ${what}`)
      return value
    },
  }
}

export const text = simple('text', (value) => value)

const booleans: Readonly<Record<string, boolean>> = { true: true, '1': true, false: false, '0': false }
export const boolean = simple('a boolean', (value) => booleans[value.trim()])

export const integer = simple('a whole number', (value) =>
  /^\s*[+-]?\d{1,15}\s*$/.test(value) ? Number(value) : undefined,
)

/** `xsd:date`; an offset is accepted and dropped. Read as `YYYY-MM-DD`. */
export const date = simple('a date', (value) => {
  const day = /^(\d{4}-\d{2}-\d{2})(Z|[+-]\d{2}:\d{2})?$/.exec(value.trim())?.[1]
  return day !== undefined && new Date(`${day}T00:00:00Z`).toJSON()?.startsWith(day) ? day : undefined
})

/** `xsd:dateTime`; without an offset it means UTC here. Read as an instant. */
export const dateTime = simple('a date with time', (value) => {
  const match = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?)(Z|[+-]\d{2}:\d{2})?$/.exec(value.trim())
  const instant = match ? new Date(`${match[1]}${match[2] ?? 'Z'}`) : undefined
  return instant && !Number.isNaN(instant.getTime()) ? instant : undefined
})

export function oneOf<const Values extends readonly string[]>(...values: Values): Type<Values[number]> {
  return simple(`one of ${values.join(', ')}`, (value) => values.find((known) => known === value.trim()))
}

/** Content that the stand-in accepts and does not look into; the namespace still has to be right. */
export const anything: Type<XmlElement> = {
  read(element) {
    for (const child of element.children) {
      if (child.namespace !== element.namespace)
        throw new SchemaError(`Element "${child.name}" in "${element.name}" is in the namespace "${child.namespace}"`)
      anything.read(child)
    }
    return element
  },
}
