import { z } from 'zod'
import { type ProvenIdentity, SignOnInvalid } from '../../../domains/people/identity/port.ts'
import { unfitIn } from '../../../kernel/unfit-value.ts'

const bearer = 'urn:oasis:names:tc:SAML:2.0:cm:bearer'
const transient = 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient'

interface Expected {
  readonly acsUrl: string
  readonly requestId: string
  readonly now: Date
  readonly clockSkewMs: number
  readonly longestLifeMs: number
  readonly providerIssuer: string | undefined
  readonly userNameAttribute: string | undefined
  readonly emailAttribute: string | undefined
}

/**
 * What a signed assertion says, once more with everything that the store relies on: issuer, bearer confirmation for this
 * address and this request, time. The attributes around the assertion are not signed and are not looked at.
 * @throws {SignOnInvalid}
 */
export function readAssertion(
  content: unknown,
  expected: Expected,
): { identity: ProvenIdentity; assertionId: string; expiresAt: Date } {
  const parsed = documentSchema.safeParse(content)
  if (!parsed.success) throw new SignOnInvalid('an assertion that lacks something')
  const assertion = parsed.data.Assertion
  const issuer = textOf(assertion.Issuer)
  if (expected.providerIssuer !== undefined && issuer !== expected.providerIssuer)
    throw new SignOnInvalid('of another issuer')
  const [subject] = assertion.Subject
  const nameId = subject.NameID[0]
  const expiresAt = confirmedUntil(subject.SubjectConfirmation, expected)
  const issuedAt = assertion.$.IssueInstant.getTime()
  const { now, clockSkewMs, longestLifeMs } = expected
  if (issuedAt > now.getTime() + clockSkewMs) throw new SignOnInvalid('from the future')
  if (issuedAt + longestLifeMs + clockSkewMs <= now.getTime()) throw new SignOnInvalid('outside its time')
  const attributes = attributesOf(assertion)
  const name = word.safeParse(
    expected.userNameAttribute === undefined ? nameId._ : attributes.get(expected.userNameAttribute),
  )
  const email = expected.emailAttribute === undefined ? null : word.safeParse(attributes.get(expected.emailAttribute))
  const isTransient = nameId.$?.Format === transient
  // A name made up for this visit names nobody next time, so it cannot be what an identity is kept by.
  const subjectName = isTransient && name.success ? name.data : nameId._
  const identity: ProvenIdentity = {
    way: 'saml',
    issuer,
    subject: subjectName,
    userName: name.success && !(isTransient && expected.userNameAttribute === undefined) ? name.data : null,
    email: email?.success ? email.data.toLowerCase() : null,
    ...(email?.success === false && attributes.has(expected.emailAttribute ?? '') ? { leftOut: ['email'] } : {}),
  }
  if (unfitIn(identity)) throw new SignOnInvalid('names that no database keeps')
  return {
    identity,
    assertionId: assertion.$.ID,
    expiresAt: new Date(Math.max(expiresAt.getTime(), issuedAt + longestLifeMs) + clockSkewMs),
  }
}

function confirmedUntil(
  confirmations: z.infer<typeof confirmationSchema>[],
  { acsUrl, requestId, now, clockSkewMs }: Expected,
): Date {
  for (const { $, SubjectConfirmationData: data } of confirmations) {
    const said = data?.[0]?.$
    if ($.Method !== bearer || !said) continue
    if (said.Recipient !== acsUrl || said.InResponseTo !== requestId) continue
    if (said.NotOnOrAfter.getTime() + clockSkewMs > now.getTime()) return said.NotOnOrAfter
  }
  throw new SignOnInvalid('not confirmed for this request, this address and this time')
}

function attributesOf(assertion: z.infer<typeof assertionSchema>): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const { Attribute } of assertion.AttributeStatement)
    for (const { $, AttributeValue } of Attribute) {
      const value = textOf(AttributeValue)
      if (value !== '' && !found.has($.Name)) found.set($.Name, value)
    }
  return found
}

// The parser gives an element without attributes as text and one with them as an object.
const textSchema = z.union([z.string(), z.object({ _: z.string().optional() })])
const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text))
const word = z
  .string()
  .trim()
  .min(1)
  .max(254)
  .regex(/^\P{Cc}*$/u)

/** Those of the elements that can be read. */
function listOf<Element extends z.ZodType>(element: Element) {
  return z
    .unknown()
    .optional()
    .transform((given) => (Array.isArray(given) ? given : []).flatMap((one) => element.safeParse(one).data ?? []))
}

function textOf(elements: readonly z.infer<typeof textSchema>[]): string {
  const [first] = elements
  return (typeof first === 'string' ? first : (first?._ ?? '')).trim()
}

const confirmationSchema = z.object({
  $: z.object({ Method: z.string() }),
  SubjectConfirmationData: z
    .array(
      z.object({
        $: z
          .object({ Recipient: z.string(), InResponseTo: z.string(), NotOnOrAfter: instant })
          .optional()
          .catch(undefined),
      }),
    )
    .optional(),
})

// Providers send attributes that the store never asks for, some of them empty or with elements inside.
const attributeSchema = z.object({ $: z.object({ Name: z.string() }), AttributeValue: listOf(textSchema) })

const assertionSchema = z.object({
  $: z.object({ ID: z.string().min(1).max(200), IssueInstant: instant }),
  Issuer: z.array(textSchema).length(1),
  Subject: z.tuple([
    z.object({
      NameID: z.tuple([
        z.object({ _: z.string().min(1).max(255), $: z.object({ Format: z.string().optional() }).optional() }),
      ]),
      SubjectConfirmation: z.array(confirmationSchema).min(1),
    }),
  ]),
  AttributeStatement: listOf(z.object({ Attribute: listOf(attributeSchema) })),
})

const documentSchema = z.object({ Assertion: assertionSchema })
