import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createStoreClient, type Schema, type StoreClient } from '../index.ts'

const cookieName = 'storefront'

/**
 * A shop of one page on a server of its own, which knows the store by its API alone. The portal's button leads to
 * `/?token=...`; from there on the browser has the store's session in a cookie of this shop.
 */
export function createStorefront(storeUrl: string): Server {
  return createServer((request, response) => {
    answer(storeUrl, request, response).catch((error: unknown) => {
      response.writeHead(502, { 'content-type': 'text/plain' }).end(error instanceof Error ? error.message : 'failed')
    })
  })
}

async function answer(storeUrl: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://storefront')
  const handoff = url.searchParams.get('token')
  if (handoff !== null) return signOn(storeUrl, handoff, response)
  const token = new RegExp(`(?:^|; )${cookieName}=([^;]+)`).exec(request.headers.cookie ?? '')?.[1]
  if (token === undefined) return send(response, 401, '<p>Open the shop from the portal.</p>')
  const client = createStoreClient({ url: storeUrl, token })
  if (request.method === 'POST') return addToCart(client, await formOf(request), response)
  return showShop(client, response, url.searchParams.get('said') ?? '')
}

async function signOn(storeUrl: string, token: string, response: ServerResponse): Promise<void> {
  const { data, error } = await createStoreClient({ url: storeUrl }).POST('/api/sessions', { body: { token } })
  if (error !== undefined || !data || !('accessToken' in data))
    return send(response, 401, `<p>${text(error?.title)}</p>`)
  const cookie = `${cookieName}=${data.accessToken}; Path=/; HttpOnly; SameSite=Lax`
  response.writeHead(303, { location: '/', 'set-cookie': cookie }).end()
}

async function addToCart(client: StoreClient, form: URLSearchParams, response: ServerResponse): Promise<void> {
  const partNumber = form.get('partNumber') ?? ''
  const { error } = await client.POST('/api/cart/lines', { body: { partNumber, quantity: 1, downloadDeclined: true } })
  const said = error === undefined ? 'It is in the cart.' : (error.detail ?? error.title)
  response.writeHead(303, { location: `/?said=${encodeURIComponent(said)}` }).end()
}

async function showShop(client: StoreClient, response: ServerResponse, said: string): Promise<void> {
  const [items, cart] = await Promise.all([
    client.GET('/api/items', { params: { query: { limit: 50 } } }),
    client.GET('/api/cart'),
  ])
  const failure = items.error ?? cart.error
  if (failure !== undefined || !items.data || !cart.data) return send(response, 502, `<p>${text(failure?.title)}</p>`)
  const { lines } = cart.data
  send(
    response,
    200,
    `<p role="status">${text(said)}</p>
    <h1>Shop</h1><ul>${items.data.items.map(itemRow).join('')}</ul>
    <h2>Cart</h2>${lines.length === 0 ? '<p>Nothing is in the cart.</p>' : `<ul>${lines.map(cartRow).join('')}</ul>`}`,
  )
}

// Prices are shown in the store's words: a minor unit stands for as many decimals as its currency has.
function itemRow({ partNumber, title, priceSentence }: Schema<'Item'>): string {
  return `<li>${text(title)}: ${text(priceSentence)} <form method="post"><input type="hidden" name="partNumber" value="${text(partNumber)}"><button>Add ${text(title)}</button></form></li>`
}

function cartRow({ title, quantity, priceSentence }: Schema<'CartLine'>): string {
  return `<li>${quantity} × ${text(title)}: ${text(priceSentence)}</li>`
}

async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  let body = ''
  for await (const piece of request.setEncoding('utf8')) body += piece
  return new URLSearchParams(body)
}

function send(response: ServerResponse, status: number, body: string): void {
  response
    .writeHead(status, { 'content-type': 'text/html; charset=utf-8' })
    .end(`<!doctype html><html lang="en"><title>Shop</title>${body}</html>`)
}

function text(value = ''): string {
  return value.replace(/[&<>"]/g, (found) => `&#${found.charCodeAt(0)};`)
}
