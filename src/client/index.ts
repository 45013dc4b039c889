import createClient, { type Client } from 'openapi-fetch'
import type { components, paths } from './store-api.ts'

/** Calls the API by path, with bodies and answers typed: `client.GET('/api/items')`. */
export type StoreClient = Client<paths>

/** A named schema of the API, such as `Schema<'Order'>`. */
export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name]

/**
 * A client of one store. `url` has no slash at its end; `token` is the `accessToken` of `POST /api/sessions`, and is left
 * out to sign on. An answer other than 2xx is given back as `error`, a problem document with a stable `code`.
 */
export function createStoreClient({ url, token }: { readonly url: string; readonly token?: string }): StoreClient {
  return createClient<paths>({
    baseUrl: url,
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
  })
}
