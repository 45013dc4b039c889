import type { Operation } from './service.ts'
import type { XmlElement, XmlTree } from './xml.ts'

/**
 * The request with part of its work taken out: of several records the last is dropped, of a single record everything
 * after its first line item. A request with one line item stays whole: then only the answer is wrong.
 */
export function cutWork(body: XmlElement): XmlElement {
  const [first] = body.children
  if (!first) return body
  const records = body.children.filter((child) => child.name === first.name)
  if (records.length > 1) {
    const last = records.at(-1)
    return { ...body, children: body.children.filter((child) => child !== last) }
  }
  const lines = first.children.filter((child) => child.name === 'lineItems')
  const kept = first.children.filter(
    (child) => child.name !== 'maintenanceLineItems' && (child.name !== 'lineItems' || child === lines[0]),
  )
  return { ...body, children: body.children.map((child) => (child === first ? { ...child, children: kept } : child)) }
}

/** The answer turned into a PARTIAL_FAILURE that names no record; for queries too, although they never should. */
export function partialAnswer(operation: Operation, answer: XmlTree): XmlTree {
  const reason = `${operation.name} was carried out in part`
  return { ...answer, statusInfo: { status: 'PARTIAL_FAILURE', reason } }
}
