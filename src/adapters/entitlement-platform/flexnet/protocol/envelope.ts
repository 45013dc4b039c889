import { XMLBuilder } from 'fast-xml-parser'

/** One element: its name and either a text or its children in the order the schema wants. Null children are left out. */
export type Element = readonly [name: string, content: string | readonly (Element | null)[]]

/** Elements of the SOAP header, with a prefix if one is given, in the service's namespace if no other is given. */
export interface Header {
  readonly elements: readonly Element[]
  readonly prefix: string | null
  readonly namespace?: string
}

const soap = 'http://schemas.xmlsoap.org/soap/envelope/'

const builder = new XMLBuilder({
  preserveOrder: true,
  ignoreAttributes: false,
  format: true,
  indentBy: '  ',
  suppressEmptyNode: true,
})

/** A SOAP 1.1 envelope; body and header content are qualified by the service's namespace. */
export function writeEnvelope(message: {
  readonly namespace: string
  readonly body: Element
  readonly header?: Header
}): string {
  const qualified = (element: Element) => ({ ...nodeOf(element), ':@': { '@_xmlns': message.namespace } })
  const { header } = message
  return builder.build([
    { '?xml': [{ '#text': '' }], ':@': { '@_version': '1.0', '@_encoding': 'UTF-8' } },
    {
      'soapenv:Envelope': [
        {
          'soapenv:Header': header
            ? header.elements.map((element) => inHeader(element, header, message.namespace))
            : [],
        },
        { 'soapenv:Body': [qualified(message.body)] },
      ],
      ':@': { '@_xmlns:soapenv': soap },
    },
  ])
}

function inHeader(element: Element, { prefix, namespace }: Header, usual: string): Record<string, unknown> {
  const name = prefix === null ? '@_xmlns' : `@_xmlns:${prefix}`
  return { ...nodeOf(prefix === null ? element : prefixed(element, prefix)), ':@': { [name]: namespace ?? usual } }
}

function prefixed([name, content]: Element, prefix: string): Element {
  const inside = typeof content === 'string' ? content : content.map((part) => part && prefixed(part, prefix))
  return [`${prefix}:${name}`, inside]
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
