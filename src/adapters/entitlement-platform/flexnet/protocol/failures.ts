import { PartnerFailure } from '../../../../kernel/partner-failure.ts'
import { PartnerRefusal, type RefusalCode } from '../../../../kernel/partner-refusal.ts'
import { type Fault, faultSchema, statusSchema } from '../reads/answers.ts'
import type { Answer } from './read-envelope.ts'

export type Effect = 'read' | 'write'

export const partner = 'flexnet'

/** The platform let us in, understood the question and gave no answer to it that can be used, now or later. */
export class OddAnswer extends PartnerFailure {}

/** Names what failed without saying anything that a log must not hold. */
export interface Scene {
  readonly operation: string
  readonly effect: Effect
  readonly secrets: readonly string[]
}

/** What lies outside the envelope: the connection broke, timed out, or never came about. */
export function connectionFailure(scene: Scene, error: unknown): PartnerFailure {
  const code = codeOf(error)
  if (scene.effect === 'read' || neverSent.has(code))
    return new PartnerFailure(partner, 'retryable', `${scene.operation} got no answer (${code})`)
  return new PartnerFailure(partner, 'unclear', `${scene.operation} was sent and got no answer (${code})`)
}

/** Null when the answer may be used. */
export function statusFailure(scene: Scene, status: number, answer: Answer | null): PartnerFailure | null {
  if (answer?.name === 'Fault') return faultFailure(scene, status, faultSchema.parse(answer.content))
  if (status === 200) return answer ? null : unusable(scene, 'something that is no SOAP envelope')
  const text = `${scene.operation} was answered with HTTP ${status}`
  if (status === 401 || status === 403)
    return new PartnerFailure(partner, 'final', `${text}: the integration user was not let in`)
  if (status === 429) return new PartnerFailure(partner, 'retryable', text)
  if (status >= 500) return new PartnerFailure(partner, scene.effect === 'read' ? 'retryable' : 'unclear', text)
  return new PartnerFailure(partner, 'final', text)
}

/** Every answer of the operations services says how it went; delivery and authentication services do not. */
export function judgeOutcome(scene: Scene, content: unknown): PartnerFailure | null {
  const parsed = statusSchema.safeParse(content)
  if (!parsed.success) return unusable(scene, 'an answer without a status')
  const { statusInfo, failedData, failedMaintenanceData } = parsed.data
  const failures = [...reasonsIn(failedData), ...reasonsIn(failedMaintenanceData)]
  if (statusInfo.status === 'SUCCESS' && failures.length === 0) return null
  const reasons = [...new Set([statusInfo.reason ?? '', ...failures])].filter((reason) => reason !== '').join('; ')
  const text = `${scene.operation} was refused: ${scrub(scene, reasons || 'no reason given')}`
  // Success or part failure beside failed records leaves something done, so the caller has to look.
  const partly = scene.effect === 'write' && statusInfo.status !== 'FAILURE'
  return partly || scene.effect === 'write'
    ? new PartnerFailure(partner, partly ? 'unclear' : 'final', text)
    : new OddAnswer(partner, 'final', text)
}

/** The platform answered, and the answer makes no sense to us. */
export function unusable(scene: Scene, what: string): PartnerFailure {
  const judgement = scene.effect === 'read' ? 'retryable' : 'unclear'
  return new PartnerFailure(partner, judgement, `${scene.operation} was answered with ${what}`)
}

function faultFailure(scene: Scene, status: number, fault: Fault): PartnerFailure {
  const kinds = Object.keys(fault.detail).join(', ')
  const said = scrub(scene, [kinds, fault.faultstring].filter((part) => part !== '').join(': '))
  const text = `${scene.operation} was answered with the fault ${said || 'without a text'}`
  const ours =
    /client|authenticat|authoriz/i.test(fault.faultcode) ||
    status === 401 ||
    status === 403 ||
    // Axis stacks tell an HTTP answer of theirs inside a fault of the server.
    /\((401|403)\)/.test(fault.faultstring) ||
    Object.keys(fault.detail).some((kind) => deliveryRefusals.has(stemOf(kind)))
  const told = Object.keys(fault.detail)
    .map((kind) => refusalsTold[stemOf(kind)])
    .find((refusal) => refusal !== undefined)
  if (told) return new PartnerRefusal(partner, told[0], told[1], text)
  if (ours) return new PartnerFailure(partner, 'final', text)
  return new PartnerFailure(partner, scene.effect === 'read' ? 'retryable' : 'unclear', text)
}

// The faults that the delivery service declares; all but UnexpectedError say that asking again is of no use.
// The vendor's pages name them with and without `Error`.
const deliveryRefusals = new Set([
  'AuthenticationProblem',
  'RequestValidation',
  'UnknownOrganization',
  'UnknownPrincipal',
  'UnknownActivationId',
  'UnknownDownloadPackage',
  'EULAIsNotAccepted',
  'InvalidSearchQuery',
  'ExportCompliance',
  'ComplianceAgreementIsNotAccepted',
  'DownloadPrivilege',
  'UnknownFile',
  'RestrictedPackageDistribution',
])

/** Those that a member can do something about, or has to know. */
const refusalsTold: Readonly<Record<string, readonly [RefusalCode, string]>> = {
  EULAIsNotAccepted: [
    'eula-not-accepted',
    'The licence terms of this download have to be accepted first. Open the download portal, accept them there, and come back.',
  ],
  ComplianceAgreementIsNotAccepted: [
    'compliance-agreement-not-accepted',
    'The compliance agreement for this download has to be accepted first. Open the download portal, accept it there, and come back.',
  ],
  ExportCompliance: [
    'export-not-allowed',
    'Export rules do not allow this download for you or your company. Write to support if you think that is wrong.',
  ],
  DownloadPrivilege: [
    'download-not-allowed',
    'You may not download at the portal. Ask an administrator of your company to give you the right there.',
  ],
  RestrictedPackageDistribution: [
    'distribution-restricted',
    'The vendor gives this package to chosen companies alone, and yours is none of them. Write to support.',
  ],
  UnknownFile: [
    'download-unknown',
    'The portal does not have this file any more. Look at the list of downloads again.',
  ],
  UnknownDownloadPackage: [
    'download-unknown',
    'The portal does not have this download any more. Look at the list of downloads again.',
  ],
}

/** `EULAIsNotAccepted` of `EULAIsNotAcceptedErrorFault`. */
function stemOf(kind: string): string {
  return kind
    .replace(/^.*:/, '')
    .replace(/(Fault|Exception)$/, '')
    .replace(/Error$/, '')
}

// No connection came about, so not even a write can have had an effect.
const neverSent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH'])

function codeOf(error: unknown): string {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if (at.name === 'TimeoutError') return 'timeout'
    const code: unknown = Reflect.get(at, 'code')
    if (typeof code === 'string') return code
  }
  return 'connection lost'
}

function reasonsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(reasonsIn)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, item]) =>
    name === 'reason' && typeof item === 'string' ? [item] : reasonsIn(item),
  )
}

/** The platform's words without e-mail addresses and credentials, cut to 500 characters. */
function scrub(scene: Scene, text: string): string {
  const bare = scene.secrets
    .filter((secret) => secret !== '')
    .reduce((rest, secret) => rest.replaceAll(secret, '[secret]'), text)
  return bare.replace(/[^\s<>"'(),;:]+@[^\s<>"'(),;:]+/g, '[e-mail]').slice(0, 500)
}
