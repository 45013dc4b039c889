import { setTimeout as wait } from 'node:timers/promises'
import type { Misbehaviour, MisbehaviourBook } from '../misbehaviour.ts'
import { failure, Refused } from './answers.ts'
import { cutWork, partialAnswer } from './partial.ts'
import { type Operation, type Service, SoapFault } from './service.ts'
import { SchemaError } from './types.ts'
import { MalformedXml, parseXml, writeXml, type XmlElement, type XmlTree } from './xml.ts'

export const envelopeNamespace = 'http://schemas.xmlsoap.org/soap/envelope/'

export interface SoapAnswer {
  readonly status: number
  readonly xml: string
  /** Cut the connection instead of sending anything. */
  readonly lost: boolean
}

interface Deps {
  readonly misbehaviours: MisbehaviourBook
  readonly countCall: (operation: string) => void
}

/** Reads the envelope, finds the operation by the body's root element, and runs it. Every outcome is an answer. */
export async function answerSoap(
  deps: Deps,
  service: Service,
  message: { readonly text: string; readonly baseUrl: string },
): Promise<SoapAnswer> {
  try {
    const { header, body } = openEnvelope(parseXml(message.text))
    const operation = service.operations.find((one) => one.request === body.name)
    if (!operation) throw new SoapFault('Client', `No operation takes the element "${body.name}"`)
    if (body.namespace !== service.namespace)
      throw new SchemaError(
        `Element "${body.name}" is in the namespace "${body.namespace}", not "${service.namespace}"`,
      )
    deps.countCall(operation.name)
    const wrong = deps.misbehaviours.next(operation.name)
    if (wrong?.fault === 'away') return { status: 503, xml: '', lost: false }
    const result = await runWith(wrong, operation, body, (element) =>
      run(operation, element, { baseUrl: message.baseUrl, header }),
    )
    return { ...answer(200, service, { [operation.response]: result }), lost: wrong?.fault === 'lose-answer' }
  } catch (error) {
    return faultAnswer(service, error)
  }
}

async function run(operation: Operation, body: XmlElement, call: Parameters<Operation['run']>[1]): Promise<XmlTree> {
  try {
    return await operation.run(body, call)
  } catch (error) {
    if (error instanceof Refused) return failure(error.message)
    throw error
  }
}

async function runWith(
  wrong: Misbehaviour | undefined,
  operation: Operation,
  body: XmlElement,
  go: (element: XmlElement) => Promise<XmlTree>,
): Promise<XmlTree> {
  switch (wrong?.fault) {
    case 'server-fault':
      throw new SoapFault('Server', 'java.lang.NullPointerException')
    case 'failure':
      return failure('The request could not be processed')
    case 'empty-page':
      return { statusInfo: { status: 'SUCCESS' } }
    case 'slow':
      await wait(wrong.delayMs)
      return go(body)
    case 'answer-twice':
      await go(body)
      return go(body)
    case 'partial-failure':
      return partialAnswer(operation, await go(operation.writes ? cutWork(body) : body))
    default:
      return go(body)
  }
}

function openEnvelope(root: XmlElement): { readonly header: XmlElement | undefined; readonly body: XmlElement } {
  if (root.name !== 'Envelope') throw new SoapFault('Client', 'The message is not a SOAP envelope')
  if (root.namespace !== envelopeNamespace) throw new SoapFault('VersionMismatch', 'The envelope is not of SOAP 1.1')
  const part = (name: string) =>
    root.children.find((child) => child.name === name && child.namespace === envelopeNamespace)
  const body = part('Body')?.children[0]
  if (!body) throw new SoapFault('Client', 'The SOAP body is missing or empty')
  return { header: part('Header'), body }
}

function answer(status: number, service: Service, root: XmlTree): Omit<SoapAnswer, 'lost'> {
  const [name = '', content] = Object.entries(root)[0] ?? []
  const declaration = service.prefix === '' ? '@xmlns' : `@xmlns:${service.prefix}`
  const inner = writeXml({ [name]: { [declaration]: service.namespace, ...(content as XmlTree) } }, service.prefix)
  return { status, xml: envelope(inner) }
}

/** SOAP 1.1 section 4.4; over HTTP a fault is status 500 (section 6.2). Declared faults go into the detail. */
function faultAnswer(service: Service, error: unknown): SoapAnswer {
  const fault = asFault(service, error)
  const detail = fault.detail
    ? {
        [`${service.prefix}:${fault.detail}`]: {
          [`@xmlns:${service.prefix}`]: service.namespace,
          '#text': fault.message,
        },
      }
    : undefined
  const xml = writeXml({
    'soapenv:Fault': { faultcode: `soapenv:${fault.code}`, faultstring: fault.message, detail },
  })
  return { status: 500, xml: envelope(xml), lost: false }
}

function asFault(service: Service, error: unknown): SoapFault {
  if (error instanceof SoapFault) return error
  const declares = service.prefix !== ''
  if (error instanceof SchemaError || error instanceof MalformedXml)
    return new SoapFault('Client', error.message, declares ? 'RequestValidationError' : undefined)
  const message = error instanceof Error ? error.message : String(error)
  return new SoapFault('Server', message, declares ? 'UnexpectedError' : undefined)
}

function envelope(inner: string): string {
  return (
    '<?xml version="1.0" encoding="UTF-8"?>' +
    `<soapenv:Envelope xmlns:soapenv="${envelopeNamespace}"><soapenv:Body>${inner}</soapenv:Body></soapenv:Envelope>`
  )
}
