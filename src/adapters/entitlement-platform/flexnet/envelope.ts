import { XMLBuilder } from 'fast-xml-parser'

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

function nodeOf([name, content]: Element): Record<string, unknown> {
  if (typeof content === 'string') return { [name]: content === '' ? [] : [{ '#text': writable(content) }] }
  return { [name]: content.filter((part) => part !== null).map(nodeOf) }
}

// XML 1.0 has no way to write the other control characters; a space keeps the words apart.
function writable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to keep out
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, ' ')
}
