import { describe, expect, it } from 'vitest'
import { createSamlProvider, type SamlOptions } from '../../../src/adapters/sso/saml/saml-provider.ts'
import { systemClock } from '../../../src/kernel/clock.ts'
import { DomainError } from '../../../src/kernel/domain-error.ts'
import {
  otherCertificate,
  providerCertificate,
  type Said,
  samlIssuer,
  samlResponse,
  tampered,
} from '../../support/saml-idp.ts'

const acsUrl = 'https://store.example/sso/saml/acs'

function provider(more: Partial<SamlOptions> = {}) {
  return createSamlProvider({
    entryPoint: 'https://login.example/sso',
    issuer: 'https://store.example',
    certificates: [providerCertificate],
    providerIssuer: samlIssuer,
    emailAttribute: 'mail',
    clock: systemClock,
    ...more,
  })
}

/** Request out, answered by the provider; `finish` takes it as it came or changed on the way. */
async function answered(said: Said = {}, subject = provider()) {
  const requestId = '_request-of-this-browser'
  const requestUrl = await subject.start({ acsUrl, relayState: 'tkt_1', requestId })
  const found = await samlResponse({ metadata: subject.metadata(acsUrl), requestUrl, now: systemClock.now() }, said)
  expect(found).toMatchObject({ requestId, relayState: 'tkt_1' })
  const finish = (response = found.response) => subject.finish({ acsUrl, response, requestId })
  return { ...found, finish }
}

async function refusalOf(promise: Promise<unknown>): Promise<string> {
  const result: unknown = await promise.then(
    () => 'accepted',
    (error: unknown) => error,
  )
  if (!(result instanceof DomainError)) return String(result)
  expect(`${result.message}${String(result.cause)}`).not.toMatch(/alice|mallory/i)
  return `${result.code}: ${result.cause instanceof Error ? result.cause.message : ''}`
}

describe('a sign-on by SAML', () => {
  it('proves who somebody is, from a signed assertion that answers our request', async () => {
    const { finish } = await answered({ assertionId: '_a1', attributes: { mail: 'Alice@Acme.example' } })
    expect(await finish()).toMatchObject({
      identity: {
        way: 'saml',
        issuer: samlIssuer,
        subject: 'alice@acme.example',
        userName: 'alice@acme.example',
        email: 'alice@acme.example',
      },
      assertionId: '_a1',
    })
  })

  it('takes the sign-in name from the attribute that the vendor chose', async () => {
    const subject = provider({ userNameAttribute: 'login' })
    const { finish } = await answered({ nameId: 'x-1', attributes: { login: 'alice@acme.example' } }, subject)
    expect((await finish()).identity).toMatchObject({ subject: 'x-1', userName: 'alice@acme.example' })
  })

  it('goes on while the provider changes its key, and not with a key that is not configured', async () => {
    const both = provider({ certificates: [otherCertificate, providerCertificate] })
    expect((await (await answered({}, both)).finish()).identity.userName).toBe('alice@acme.example')
    expect((await (await answered({ otherKey: true }, both)).finish()).identity.userName).toBe('alice@acme.example')
    expect(await refusalOf((await answered({ otherKey: true })).finish())).toMatch(/sign-on-invalid.*signature/)
  })

  const refused: readonly (readonly [what: string, said: Said, why: RegExp])[] = [
    ['for another audience', { audience: 'https://shop.example' }, /audience/],
    ['that has expired', { issuedAgoMs: 400_000 }, /outside its time/],
    ['that is minutes old, however long it claims to live', { issuedAgoMs: 700_000, lifeMs: 9e7 }, /outside its time/],
    ['from the future', { issuedAgoMs: -120_000 }, /future|time/],
    ['of another issuer', { issuer: 'https://evil.example' }, /issuer/],
    ['for another address', { recipient: 'https://evil.example/acs' }, /not confirmed/],
    ['to another request', { inResponseTo: '_another' }, /request/],
    ['that is not signed itself, in a response that is', { onlyResponseSigned: true }, /signature/],
  ]
  for (const [what, said, why] of refused)
    it(`refuses an assertion ${what}`, async () => {
      expect(await refusalOf((await answered(said)).finish())).toMatch(why)
    })

  it('half a minute of difference between the clocks is allowed, a minute is not', async () => {
    expect(await refusalOf((await answered({ issuedAgoMs: 310_000 })).finish())).toBe('accepted')
    expect(await refusalOf((await answered({ issuedAgoMs: 360_000 })).finish())).toMatch(/outside its time/)
  })

  it('refuses an unsigned assertion', async () => {
    const { response, finish } = await answered()
    const unsigned = tampered(response, (xml) => xml.replace(/<ds:Signature[\s\S]*<\/ds:Signature>/, ''))
    expect(await refusalOf(finish(unsigned))).toMatch(/signature/)
  })

  it('refuses an assertion that was changed after it was signed', async () => {
    const { response, finish } = await answered()
    expect(await refusalOf(finish(tampered(response, (xml) => xml.replace('alice@', 'mallory@'))))).toMatch(/signature/)
  })

  it('refuses every way to put another assertion beside, around, inside or in place of the signed one', async () => {
    const { response, finish } = await answered({ assertionId: '_signed' })
    const evil = (signed: string, id: string) =>
      signed
        .replace(/<ds:Signature[\s\S]*<\/ds:Signature>/, '')
        .replace('_signed', id)
        .replace('alice@', 'mallory@')
    const signedOf = (xml: string) => /<saml:Assertion[\s\S]*<\/saml:Assertion>/.exec(xml)?.[0] ?? ''
    const signatureOf = (xml: string) => /<ds:Signature[\s\S]*<\/ds:Signature>/.exec(xml)?.[0] ?? ''
    const wrappings: readonly ((xml: string, signed: string) => string)[] = [
      (xml, signed) => xml.replace(signed, `${evil(signed, '_evil')}${signed}`),
      (xml, signed) => xml.replace(signed, `${signed}${evil(signed, '_evil')}`),
      (xml, signed) => xml.replace(signed, `${evil(signed, '_signed')}<samlp:Extensions>${signed}</samlp:Extensions>`),
      (xml, signed) => xml.replace(signed, `<samlp:Extensions>${signed}</samlp:Extensions>${evil(signed, '_evil')}`),
      (xml, signed) =>
        xml.replace(signed, evil(signed, '_evil').replace('</saml:Issuer>', `</saml:Issuer>${signatureOf(xml)}`)),
      (xml, signed) =>
        xml.replace(
          signed,
          evil(signed, '_evil').replace(
            '</saml:Issuer>',
            `</saml:Issuer>${signatureOf(xml).replace('</ds:Signature>', `<ds:Object>${signed.replace(signatureOf(xml), '')}</ds:Object></ds:Signature>`)}`,
          ),
        ),
      (xml, signed) =>
        xml.replace(signed, evil(signed, '_evil').replace('</saml:Assertion>', `${signed}</saml:Assertion>`)),
      (xml, signed) =>
        `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" InResponseTo="_request-of-this-browser">${evil(signed, '_evil')}${xml.replace(/^<\?xml[^>]*>/, '')}</samlp:Response>`,
    ]
    for (const [index, wrap] of wrappings.entries()) {
      const wrapped = tampered(response, (xml) => wrap(xml, signedOf(xml)))
      expect(await refusalOf(finish(wrapped)), `wrapping ${index}`).toMatch(/^sign-on-invalid/)
    }
    expect(await refusalOf(finish())).toBe('accepted')
  })

  it('reads a name with a comment in it as a whole', async () => {
    const { response, finish } = await answered({ nameId: 'alice@acme.example.evil.example' })
    const cut = tampered(response, (xml) =>
      xml.replace('alice@acme.example.evil.example', 'alice@acme.example<!-- -->.evil.example'),
    )
    const found = await finish(cut).catch(() => null)
    expect(found?.identity.userName ?? 'refused').not.toBe('alice@acme.example')
  })

  it('refuses a document type definition, entities, weak algorithms and what is no response', async () => {
    const { response, finish } = await answered()
    const withDtd = tampered(response, (xml) => `<!DOCTYPE r [<!ENTITY e SYSTEM "file:///etc/passwd">]>${xml}`)
    expect(await refusalOf(finish(withDtd))).toMatch(/document type/)
    const weak = tampered(response, (xml) =>
      xml.replace('http://www.w3.org/2001/04/xmldsig-more#rsa-sha256', 'http://www.w3.org/2000/09/xmldsig#rsa-sha1'),
    )
    expect(await refusalOf(finish(weak))).toMatch(/algorithm/)
    for (const text of ['', '<', 'not base 64 at all!', Buffer.from('<a/>').toString('base64'), 'A'.repeat(200_000)])
      expect(await refusalOf(finish(text))).toMatch(/^sign-on-invalid/)
  })

  it('says what the provider said when it lets nobody in', async () => {
    const { response, finish } = await answered()
    const refusal = tampered(response, (xml) =>
      xml.replace(/<saml:Assertion[\s\S]*<\/saml:Assertion>/, '').replace('status:Success', 'status:Responder'),
    )
    expect(await refusalOf(finish(refusal))).toMatch(/^sign-on-refused/)
  })

  it('describes the store to the provider: where to post, and that assertions are to be signed', () => {
    const xml = provider().metadata(acsUrl)
    expect(xml).toContain(`Location="${acsUrl}"`)
    expect(xml).toContain('WantAssertionsSigned="true"')
    expect(xml).toContain('entityID="https://store.example"')
  })
})
