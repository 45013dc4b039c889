import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import * as samlify from 'samlify'
import { z } from 'zod'

samlify.setSchemaValidator({ validate: async () => 'not asked' })

const fixture = (name: string) => readFileSync(new URL(`../fixtures/saml/${name}`, import.meta.url), 'utf8')
export const providerCertificate = fixture('provider-cert.pem')
export const otherCertificate = fixture('other-cert.pem')
export const samlIssuer = 'https://login.example/saml'

export interface Said {
  readonly nameId?: string
  readonly attributes?: Readonly<Record<string, string>>
  readonly audience?: string
  readonly recipient?: string
  readonly issuer?: string
  readonly inResponseTo?: string
  readonly assertionId?: string
  readonly issuedAgoMs?: number
  readonly lifeMs?: number
  /** Signs with the key of the other provider. */
  readonly otherKey?: boolean
  /** Signs the response around the assertion and not the assertion. */
  readonly onlyResponseSigned?: boolean
}

/** What a real identity provider's library makes of a request of ours: parsed, answered, signed. */
export async function samlResponse(
  given: { readonly metadata: string; readonly requestUrl: string; readonly now: Date },
  said: Said = {},
): Promise<{ readonly response: string; readonly relayState: string; readonly requestId: string }> {
  const key = said.otherKey ? 'other' : 'provider'
  const idp = samlify.IdentityProvider({
    entityID: samlIssuer,
    privateKey: fixture(`${key}-key.pem`),
    signingCert: fixture(`${key}-cert.pem`),
    requestSignatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    isAssertionEncrypted: false,
    singleSignOnService: [
      { Binding: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect', Location: 'https://login.example/sso' },
    ],
    // Unused; the library says something about it when it is not there.
    singleLogoutService: [
      { Binding: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect', Location: 'https://login.example/out' },
    ],
    loginResponseTemplate: { context: template, attributes: [] },
  })
  const metadata = said.onlyResponseSigned
    ? given.metadata.replace('WantAssertionsSigned="true"', 'WantAssertionsSigned="false"')
    : given.metadata
  const sp = samlify.ServiceProvider({ metadata })
  const query = Object.fromEntries(new URL(given.requestUrl).searchParams)
  const request = await idp.parseLoginRequest(sp, 'redirect', { query })
  const { extract } = request
  const requestId = z.object({ id: z.string() }).parse(extract['request']).id
  const at = given.now.getTime() - (said.issuedAgoMs ?? 0)
  const acs = String(sp.entityMeta.getAssertionConsumerService('post'))
  const tags = {
    ID: `_${randomUUID()}`,
    AssertionID: said.assertionId ?? `_${randomUUID()}`,
    Issuer: said.issuer ?? samlIssuer,
    Destination: acs,
    IssueInstant: new Date(at).toISOString(),
    StatusCode: 'urn:oasis:names:tc:SAML:2.0:status:Success',
    NameID: said.nameId ?? 'alice@acme.example',
    Audience: said.audience ?? String(sp.entityMeta.getEntityID()),
    SubjectRecipient: said.recipient ?? acs,
    InResponseTo: said.inResponseTo ?? requestId,
    NotBefore: new Date(at).toISOString(),
    NotOnOrAfter: new Date(at + (said.lifeMs ?? 300_000)).toISOString(),
  }
  const attributes = Object.entries(said.attributes ?? {}).map(
    ([name, value]) =>
      `<saml:Attribute Name="${name}"><saml:AttributeValue>${value}</saml:AttributeValue></saml:Attribute>`,
  )
  const fill = (text: string) => ({
    id: tags.ID,
    context: samlify.SamlLib.replaceTagsByValue(text, tags).replace(
      '<!-- attributes -->',
      attributes.length === 0 ? '' : `<saml:AttributeStatement>${attributes.join('')}</saml:AttributeStatement>`,
    ),
  })
  const answer = await idp.createLoginResponse(sp, { extract }, 'post', {}, fill)
  return { response: answer.context, relayState: query['RelayState'] ?? '', requestId }
}

/** Changes the XML of a response as somebody on the way would. */
export function tampered(response: string, change: (xml: string) => string): string {
  const xml = Buffer.from(response, 'base64').toString('utf8')
  const changed = change(xml)
  if (changed === xml) throw new Error('the change changed nothing')
  return Buffer.from(changed, 'utf8').toString('base64')
}

const template =
  '<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="{ID}" Version="2.0" IssueInstant="{IssueInstant}" Destination="{Destination}" InResponseTo="{InResponseTo}">' +
  '<saml:Issuer>{Issuer}</saml:Issuer><samlp:Status><samlp:StatusCode Value="{StatusCode}"/></samlp:Status>' +
  '<saml:Assertion ID="{AssertionID}" Version="2.0" IssueInstant="{IssueInstant}"><saml:Issuer>{Issuer}</saml:Issuer>' +
  '<saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified">{NameID}</saml:NameID>' +
  '<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData NotOnOrAfter="{NotOnOrAfter}" Recipient="{SubjectRecipient}" InResponseTo="{InResponseTo}"/></saml:SubjectConfirmation></saml:Subject>' +
  '<saml:Conditions NotBefore="{NotBefore}" NotOnOrAfter="{NotOnOrAfter}"><saml:AudienceRestriction><saml:Audience>{Audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions>' +
  '<!-- attributes --></saml:Assertion></samlp:Response>'
