import { XMLBuilder, XMLParser, XMLValidator } from 'fast-xml-parser'

/** One element: its name and either a text or its children in the order the schema wants. Null children are left out. */
export type Element = readonly [name: string, content: string | readonly (Element | null)[]]

const soap = 'http://schemas.xmlsoap.org/soap/envelope/'

const builder = new XMLBuilder({
  preserveOrder: true,
  ignoreAttributes: false,
  format: true,
  indentBy: '  ',
  suppressEmptyNode: true,
})

const parser = new XMLParser({
  removeNSPrefix: true,
  ignoreAttributes: false,
  parseTagValue: false,
  parseAttributeValue: false,
  // Axis writes letters outside ASCII as numeric character references, which the parser resolves under this name only.
  htmlEntities: true,
  ignoreDeclaration: true,
})

/** A SOAP 1.1 envelope; body and header content are qualified by the service's namespace. */
export function writeEnvelope(message: {
  readonly namespace: string
  readonly body: Element
  readonly header?: Element
}): string {
  const qualified = (element: Element) => ({ ...nodeOf(element), ':@': { '@_xmlns': message.namespace } })
  return builder.build([
    { '?xml': [{ '#text': '' }], ':@': { '@_version': '1.0', '@_encoding': 'UTF-8' } },
    {
      'soapenv:Envelope': [
        { 'soapenv:Header': message.header ? [qualified(message.header)] : [] },
        { 'soapenv:Body': [qualified(message.body)] },
      ],
      ':@': { '@_xmlns:soapenv': soap },
    },
  ])
}

/** What a SOAP body held: the local name of its one element and the content as plain objects, arrays and texts. */
export interface Answer {
  readonly name: string
  readonly content: unknown
}

/** Null when the text is no whole SOAP envelope. */
export function readEnvelope(text: string): Answer | null {
  // A document type is forbidden in SOAP messages (SOAP 1.1, section 3), and is how entity bombs come in.
  if (/<!DOCTYPE/i.test(text) || XMLValidator.validate(text) !== true) return null
  const parsed: unknown = parser.parse(text)
  const body = child(child(plain(parsed), 'Envelope'), 'Body')
  if (typeof body !== 'object' || body === null) return null
  const [first] = Object.entries(body)
  return first ? { name: first[0], content: first[1] } : null
}

function child(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}

function nodeOf([name, content]: Element): Record<string, unknown> {
  if (typeof content === 'string') return { [name]: content === '' ? [] : [{ '#text': writable(content) }] }
  return { [name]: content.filter((part) => part !== null).map(nodeOf) }
}

// XML 1.0 has no way to write the other control characters; a space keeps the words apart.
function writable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to keep out
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, ' ')
}

/** Drops attributes, so that an element with text is its text, and an element marked `xsi:nil` is absent. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain).filter((item) => item !== undefined)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
  const attributes = new Map(entries.filter(([name]) => name.startsWith('@_')))
  if (isTrue(attributes.get('@_nil'))) return undefined
  const children = entries.filter(([name]) => !name.startsWith('@_') && name !== '#text')
  if (children.length === 0) return child(value, '#text') ?? ''
  return Object.fromEntries(children.map(([name, item]) => [name, plain(item)]))
}

function isTrue(value: unknown): boolean {
  return value === 'true' || value === '1'
}
