import { fork } from 'node:child_process'
import { connect } from 'node:net'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { exchangeBytes } from './load.ts'

/** Buyers who order at once, each over a connection of its own, one order after the other. */
const shoppingSchema = z.object({
  url: z.string(),
  tokens: z.array(z.string()),
  partNumbers: z.array(z.string()),
  orders: z.number(),
  /** Stands in every purchase order number, which an account uses once. */
  run: z.string(),
})
export type Shopping = z.infer<typeof shoppingSchema>

const shoppedSchema = z.object({
  ordersPerSecond: z.number(),
  /** Milliseconds of the three requests of one order. */
  p50: z.number(),
  p99: z.number(),
  /** Of the answers of one order. */
  bytes: z.number(),
})
export type Shopped = z.infer<typeof shoppedSchema>

/** Orders in a process of its own: an item into the cart, the priced cart, the order on a purchase order. */
export async function shop(shopping: Shopping): Promise<Shopped> {
  const child = fork(fileURLToPath(import.meta.url), ['shop'], { serialization: 'advanced' })
  const answer = new Promise<unknown>((resolve, reject) => {
    child.once('message', resolve)
    child.once('exit', (code) => reject(new Error(`the buyers ended with ${code}`)))
  })
  child.send(shopping)
  return shoppedSchema.parse(await answer)
}

const shipTo = {
  recipient: 'Bea Buyer',
  line1: '1 Main Street',
  city: 'Dublin',
  postalCode: 'D02 X285',
  country: 'IE',
}

async function shopAtOnce({ url, tokens, partNumbers, orders, run }: Shopping): Promise<Shopped> {
  const { hostname, port } = new URL(url)
  const took: number[] = []
  let next = 0
  let bytes = 0
  const started = performance.now()
  await Promise.all(
    tokens.map(async (token) => {
      const socket = connect(Number(port), hostname).setNoDelay(true)
      await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject))
      const post = async (path: string, body: object): Promise<string> => {
        const got = await exchangeBytes(socket, postOf({ host: `${hostname}:${port}`, path, token, body }))
        bytes += got.length
        return got.toString('utf8', got.indexOf('\r\n\r\n') + 4)
      }
      for (let n = next++; n < orders; n = next++) {
        const before = performance.now()
        await post('/api/cart/lines', { partNumber: partNumbers[n % partNumbers.length], quantity: 1 + (n % 3) })
        const pricedCart = idSchema.parse(JSON.parse(await post('/api/priced-carts', { shipTo })))
        const purchaseOrderNumber = `PO-${run}-${n}`
        await post('/api/orders', { pricedCartId: pricedCart.id, method: 'purchaseOrder', purchaseOrderNumber })
        took.push(performance.now() - before)
      }
      socket.destroy()
    }),
  )
  const seconds = (performance.now() - started) / 1000
  took.sort((a, b) => a - b)
  const at = (share: number) => took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? 0
  return { ordersPerSecond: took.length / seconds, p50: at(0.5), p99: at(0.99), bytes: bytes / took.length }
}

const idSchema = z.object({ id: z.string() })

function postOf(request: { host: string; path: string; token: string; body: object }): Buffer {
  const body = JSON.stringify(request.body)
  return Buffer.from(
    `POST ${request.path} HTTP/1.1\r\nhost: ${request.host}\r\nauthorization: Bearer ${request.token}\r\n` +
      `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
}

if (process.argv[1] === fileURLToPath(import.meta.url) && process.argv[2] === 'shop')
  process.once('message', async (message) => {
    process.send?.(await shopAtOnce(shoppingSchema.parse(message)))
    process.disconnect()
  })
