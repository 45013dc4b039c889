import { createServer } from 'node:http'
import { boxSecrets } from '../../src/box-secrets.ts'
import { createVisitor, type Page, type Visitor } from '../../src/cli/demo/visitor.ts'
import { systemClock } from '../../src/kernel/clock.ts'
import type { Box } from './box.ts'
import { closed, listen, type OpenIdServer, startOpenIdServer } from './openid-server.ts'
import { providerCertificate, samlResponse } from './saml-idp.ts'

export interface Providers {
  readonly openId: OpenIdServer
  /** What a store at the address is configured with to take all of them. */
  readonly env: Readonly<Record<string, string>>
  close(): Promise<void>
}

/** An OpenID provider and the page of a SAML provider, for a store that will listen at the address. */
export async function startProviders(storeUrl: string): Promise<Providers> {
  const loginPage = createServer((_request, response) => response.end('the page of the SAML provider'))
  const openId = await startOpenIdServer([`${storeUrl}/sso/oidc/callback`])
  return {
    openId,
    env: {
      PORT: new URL(storeUrl).port,
      SSO_PASSWORD: 'true',
      SSO_OIDC_ISSUER: openId.issuer,
      SSO_OIDC_CLIENT_ID: openId.clientId,
      SSO_OIDC_CLIENT_SECRET: openId.clientSecret,
      SSO_SAML_ENTRY_POINT: `${await listen(loginPage)}/sso`,
      SSO_SAML_ISSUER: 'https://store.example',
      SSO_SAML_IDP_CERT: providerCertificate,
      SSO_SAML_EMAIL_ATTRIBUTE: 'mail',
    },
    close: async () => {
      await openId.close()
      await closed(loginPage)
    },
  }
}

/** An address of this machine that nobody listens at. */
export async function freeAddress(): Promise<string> {
  const server = createServer()
  const address = await listen(server)
  await closed(server)
  return address
}

export async function byOpenId(
  { openId }: Providers,
  box: Box,
  given: { readonly sub: string; readonly userName: string; readonly more?: object; readonly start?: string },
): Promise<{ visitor: Visitor; page: Page }> {
  openId.person = { sub: given.sub, claims: { preferred_username: given.userName, ...given.more } }
  const visitor = createVisitor()
  return { visitor, page: await visitor.open(`${box.url}${given.start ?? '/sso/oidc'}`) }
}

/** The browser leaves for the provider, whose page posts the response back. */
export async function bySaml(box: Box, nameId: string, attributes: Readonly<Record<string, string>> = {}) {
  const visitor = createVisitor()
  const leaving = await visitor.open(`${box.url}/sso/saml?returnTo=%2Forders`)
  const metadata = (await visitor.open(`${box.url}/sso/saml/metadata`)).body.toString('utf8')
  const given = { metadata, requestUrl: leaving.url, now: systemClock.now() }
  const { response: SAMLResponse, relayState: RelayState } = await samlResponse(given, { nameId, attributes })
  const send = (by: Visitor, form = { SAMLResponse, RelayState }) => by.send(`${box.url}/sso/saml/acs`, form)
  return { visitor, send, SAMLResponse, RelayState }
}

/** A token that the platform of the box issues to a sign-in name. */
export async function flexnetToken(box: Box, userName: string): Promise<string> {
  const { soapPassword } = boxSecrets(box.store.deps.config.DATA_DIR)
  const answer = await fetch(`${box.portal.url}/flexnet/services/v1/FlexnetAuthentication`, {
    method: 'POST',
    headers: {
      'content-type': 'text/xml; charset=utf-8',
      soapaction: '""',
      authorization: `Basic ${Buffer.from(`store:${soapPassword}`).toString('base64')}`,
    },
    body: `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><secureTokenRequest xmlns="urn:v1.webservices.platform.flexnet.com"><userId>${userName}</userId></secureTokenRequest></e:Body></e:Envelope>`,
  })
  return /token>([^<]+)</.exec(await answer.text())?.[1] ?? ''
}
