import type { Header } from './envelope.ts'

/**
 * The SOAP header by which the delivery service knows who asks. The vendor's pages show `nsAuth:id` and `nsAuth:token`
 * and say neither the element around them nor the namespace, so all of it is tenant knowledge.
 */
export interface DeliveryHeader {
  /** The element around both; null where they stand in the SOAP header themselves. */
  readonly wrapper: string | null
  /** Null for a default namespace. */
  readonly prefix: string | null
  /** Null for the service's own. */
  readonly namespace: string | null
  readonly id: string
  readonly token: string
}

export const usualDeliveryHeader: DeliveryHeader = {
  wrapper: 'AuthHeader',
  prefix: null,
  namespace: null,
  id: 'id',
  token: 'token',
}

export function headerFor(form: DeliveryHeader, who: { readonly userName: string; readonly token: string }): Header {
  const both = [
    [form.id, who.userName],
    [form.token, who.token],
  ] as const
  const elements = form.wrapper === null ? both : [[form.wrapper, both] as const]
  return { elements, prefix: form.prefix, ...(form.namespace === null ? {} : { namespace: form.namespace }) }
}
