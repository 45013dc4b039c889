import { fork } from 'node:child_process'
import { connect, type Socket } from 'node:net'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

/** What one connection after another asks for; each is asked in turn, and once. */
const loadSchema = z.object({
  url: z.string(),
  connections: z.number(),
  requests: z.array(z.object({ path: z.string(), token: z.string().nullable() })),
})
export type Load = z.infer<typeof loadSchema>

const measuredSchema = z.object({
  perSecond: z.number(),
  p50: z.number(),
  p95: z.number(),
  p99: z.number(),
  bytes: z.number(),
})
/** Requests a second, and milliseconds. */
export type Measured = z.infer<typeof measuredSchema>

/** Sends the load from a process of its own over kept-alive connections; every answer has to be a 200. */
export async function measure(load: Load): Promise<Measured> {
  const child = fork(new URL(import.meta.url), ['send'], { serialization: 'advanced' })
  const answer = new Promise<unknown>((resolve, reject) => {
    child.once('message', resolve)
    child.once('exit', (code) => reject(new Error(`the load generator ended with ${code}`)))
  })
  child.send(load)
  return measuredSchema.parse(await answer)
}

/** Node's own client costs more than many an answer, and both cores are shared: bare sockets, and only what is needed. */
async function send({ url, connections, requests }: Load): Promise<Measured> {
  const { hostname, port } = new URL(url)
  const messages = requests.map(({ path, token }) =>
    Buffer.from(
      `GET ${path} HTTP/1.1\r\nhost: ${hostname}:${port}\r\n${token === null ? '' : `authorization: Bearer ${token}\r\n`}\r\n`,
    ),
  )
  const took: number[] = []
  let next = 0
  let bytes = 0
  const started = performance.now()
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const socket = connect(Number(port), hostname).setNoDelay(true)
      await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject))
      for (;;) {
        const message = messages[next]
        next += 1
        if (message === undefined) break
        const before = performance.now()
        const got = await exchange(socket, message)
        bytes += got
        took.push(performance.now() - before)
      }
      socket.destroy()
    }),
  )
  const seconds = (performance.now() - started) / 1000
  took.sort((a, b) => a - b)
  const at = (share: number) => took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? 0
  return { perSecond: took.length / seconds, p50: at(0.5), p95: at(0.95), p99: at(0.99), bytes: bytes / took.length }
}

async function exchange(socket: Socket, message: Buffer): Promise<number> {
  return (await exchangeBytes(socket, message)).length
}

/** One request and its whole answer, which has to be a 200 or a 201. */
export async function exchangeBytes(socket: Socket, message: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let got: Buffer = Buffer.alloc(0)
    let whole = Number.POSITIVE_INFINITY
    const onData = (chunk: Buffer) => {
      got = got.length === 0 ? chunk : Buffer.concat([got, chunk])
      if (whole === Number.POSITIVE_INFINITY) {
        const end = got.indexOf('\r\n\r\n')
        if (end < 0) return
        const head = got.toString('latin1', 0, end)
        if (!/^HTTP\/1\.1 20[01]/.test(head)) return settle(new Error(`${got.toString('utf8').slice(0, 2000)}`))
        whole = end + 4 + Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1])
      }
      if (got.length >= whole) settle(null)
    }
    const onEnd = () => settle(new Error('the connection was closed'))
    const settle = (error: Error | null) => {
      socket.off('data', onData).off('close', onEnd)
      if (error) reject(error)
      else resolve(got)
    }
    socket.on('data', onData).once('close', onEnd)
    socket.write(message)
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url) && process.argv[2] === 'send')
  process.once('message', async (message) => {
    process.send?.(await send(loadSchema.parse(message)))
    process.disconnect()
  })
