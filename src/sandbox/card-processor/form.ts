/** Nested parameters as they stand in a form-encoded body or a query string: texts, lists and objects of them. */
export type FormValue = string | FormValue[] | { [key: string]: FormValue }

type FormNode = Map<string, FormNode | string>

/** Reads `line_items[0][price_data][currency]=eur&expand[]=x` into nested objects and lists. */
export function parseForm(text: string): { [key: string]: FormValue } {
  const root: FormNode = new Map()
  for (const [name, value] of new URLSearchParams(text)) put(root, pathOf(name), value)
  return objectOf(root)
}

function pathOf(name: string): string[] {
  const open = name.indexOf('[')
  if (open < 1) return [name]
  const inner = [...name.slice(open).matchAll(/\[([^[\]]*)\]/g)].map((match) => match[1] ?? '')
  return [name.slice(0, open), ...inner]
}

function put(node: FormNode, [head = '', ...rest]: string[], value: string): void {
  const key = head === '' ? String(node.size) : head
  if (rest.length === 0) {
    node.set(key, value)
    return
  }
  const found = node.get(key)
  const child: FormNode = found instanceof Map ? found : new Map()
  node.set(key, child)
  put(child, rest, value)
}

function objectOf(node: FormNode): { [key: string]: FormValue } {
  return Object.fromEntries([...node].map(([key, value]) => [key, formValueOf(value)]))
}

function formValueOf(value: FormNode | string): FormValue {
  if (typeof value === 'string') return value
  const isList = value.size > 0 && [...value.keys()].every((key) => /^\d+$/.test(key))
  return isList ? [...value.values()].map(formValueOf) : objectOf(value)
}
