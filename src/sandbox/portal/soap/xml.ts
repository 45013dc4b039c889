import { XMLBuilder, XMLParser, XMLValidator } from 'fast-xml-parser'

/** An element with its namespace resolved; attributes are dropped, because no request of the platform uses one. */
export interface XmlElement {
  readonly name: string
  readonly namespace: string
  readonly children: readonly XmlElement[]
  readonly text: string
}

export type XmlValue = string | number | boolean | undefined | XmlTree | readonly XmlValue[]
/** What is to be written: keys are element names in the order they go out, arrays repeat, `undefined` is left out. */
export interface XmlTree {
  readonly [name: string]: XmlValue
}

/** The document is not XML, or not XML that SOAP 1.1 allows. */
export class MalformedXml extends Error {}

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  trimValues: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  // Switches on numeric character references, which XML has and the parser leaves alone otherwise.
  htmlEntities: true,
})
const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@' })

/** @throws {MalformedXml} */
export function parseXml(text: string): XmlElement {
  // SOAP 1.1 section 3: a message must not contain a document type declaration.
  if (/<!DOCTYPE/i.test(text)) throw new MalformedXml('A SOAP message must not contain a document type declaration')
  const verdict = XMLValidator.validate(text)
  if (verdict !== true) throw new MalformedXml(verdict.err.msg)
  const roots = elementsOf(parser.parse(text) as RawNode[], new Map())
  const root = roots[0]
  if (!root || roots.length !== 1) throw new MalformedXml('The document must have one root element')
  return root
}

/** The tree as XML text; every element name gets the prefix, when one is given. */
export function writeXml(tree: XmlTree, prefix = ''): string {
  return builder.build(prepared(tree, prefix))
}

type RawNode = Readonly<Record<string, unknown>>

function elementsOf(nodes: readonly RawNode[], outer: ReadonlyMap<string, string>): XmlElement[] {
  const elements: XmlElement[] = []
  for (const node of nodes) {
    const tag = Object.keys(node).find((key) => key !== ':@' && key !== '#text')
    if (tag === undefined) continue
    const scope = scopeOf((node[':@'] ?? {}) as Record<string, string>, outer)
    const content = node[tag] as RawNode[]
    const colon = tag.indexOf(':')
    const prefix = colon < 0 ? '' : tag.slice(0, colon)
    const namespace = scope.get(prefix)
    if (namespace === undefined && prefix !== '') throw new MalformedXml(`The prefix "${prefix}" is not bound`)
    elements.push({
      name: tag.slice(colon + 1),
      namespace: namespace ?? '',
      children: elementsOf(content, scope),
      text: content.map((part) => part['#text'] ?? '').join(''),
    })
  }
  return elements
}

function scopeOf(attributes: Record<string, string>, outer: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const declared = Object.entries(attributes).filter(([name]) => name === 'xmlns' || name.startsWith('xmlns:'))
  if (declared.length === 0) return outer
  return new Map([...outer, ...declared.map(([name, uri]) => [name.slice(6), uri] as const)])
}

function prepared(value: XmlValue, prefix: string): unknown {
  if (Array.isArray(value)) return value.map((part: XmlValue) => prepared(part, prefix))
  if (typeof value !== 'object') return value === undefined ? '' : String(value)
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, part]) => part !== undefined)
      .map(([name, part]) => [
        prefix === '' || name.startsWith('@') || name === '#text' ? name : `${prefix}:${name}`,
        prepared(part, prefix),
      ]),
  )
}
