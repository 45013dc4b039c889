import { randomUUID } from 'node:crypto'
import { SignJWT } from 'jose'

/** A click on a button of the portal. */
export interface Click {
  readonly userName: string
  readonly accountId: string
  /** The page that opens: the title's media kit, the catalog, or the lines that the account owns. */
  readonly entry: 'kit' | 'catalog' | 'products'
  /** Of a kit: the title's ID in the portal. */
  readonly partnerProductId?: string
}

/**
 * The address behind a portal's button: the store lets the member in by it once, within two minutes. `secret` is the
 * store's `HANDOFF_SECRET`; keep it on the portal's server.
 */
export async function handoffUrl(
  store: { readonly url: string; readonly secret: string },
  click: Click,
): Promise<string> {
  const { userName, ...claims } = click
  const token = await new SignJWT({ ...claims })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuer('portal')
    .setAudience('entitlement-store')
    .setSubject(userName)
    .setJti(randomUUID())
    .setIssuedAt()
    .setExpirationTime('2 minutes')
    .sign(new TextEncoder().encode(store.secret))
  return `${store.url}/sso/handoff?token=${token}`
}
