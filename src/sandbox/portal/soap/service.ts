import type { Type } from './types.ts'
import type { XmlElement, XmlTree } from './xml.ts'

/** Who asks, and by which address: download links have to lead back the way the question came. */
export interface Call {
  readonly baseUrl: string
  /** The SOAP header, where a caller of the download service shows id and token. */
  readonly header: XmlElement | undefined
}

export interface Operation {
  /** The vendor's name of the operation; its elements may be named differently. */
  readonly name: string
  readonly request: string
  readonly response: string
  readonly writes: boolean
  run(body: XmlElement, call: Call): XmlTree | Promise<XmlTree>
}

export interface Service {
  readonly path: string
  readonly namespace: string
  /** The prefix that answers carry; empty for a default namespace. */
  readonly prefix: string
  readonly operations: readonly Operation[]
}

type FaultCode = 'Client' | 'Server' | 'VersionMismatch'

/** A SOAP fault; the detail names the declared fault where the service has any. */
export class SoapFault extends Error {
  readonly code: FaultCode
  readonly detail: string | undefined

  constructor(code: FaultCode, message: string, detail?: string) {
    super(message)
    this.code = code
    this.detail = detail
  }
}

interface Definition<T> {
  readonly name: string
  readonly request?: string
  readonly response?: string
  readonly type: Type<T>
  readonly writes?: boolean
  run(input: T, call: Call): XmlTree | Promise<XmlTree>
}

/** An operation whose elements are named after it unless told otherwise. */
export function operation<T>(definition: Definition<T>): Operation {
  const request = definition.request ?? `${definition.name}Request`
  return {
    name: definition.name,
    request,
    response: definition.response ?? request.replace(/Request$/, 'Response'),
    writes: definition.writes ?? false,
    run: (body, call) => definition.run(definition.type.read(body), call),
  }
}
