import { connect, createServer, type Socket } from 'node:net'

export interface CuttingProxy {
  readonly port: number
  /** From now on each connection is cut once it has passed so many further bytes of answers; null for never. */
  cutAfterBytes(bytes: number | null): void
  /** From now on connections are taken and nothing is passed on, in either direction. */
  fallSilent(silent: boolean): void
  /** How many connections were cut. */
  cuts(): number
  close(): Promise<void>
}

/** A TCP proxy that ends connections in the middle of an answer, as a failing network does. */
export async function startCuttingProxy(target: {
  readonly host: string
  readonly port: number
}): Promise<CuttingProxy> {
  let limit: number | null = null
  let silent = false
  let cuts = 0
  const open = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(target.port, target.host)
    open.add(near).add(far)
    let passed = 0
    const end = () => {
      near.destroy()
      far.destroy()
      open.delete(near)
      open.delete(far)
    }
    near.on('data', (bytes) => void (silent || far.write(bytes)))
    far.on('data', (bytes) => {
      if (silent) return
      passed += bytes.length
      if (limit === null || passed <= limit) return void near.write(bytes)
      cuts += 1
      near.write(bytes.subarray(0, Math.max(0, bytes.length - (passed - limit))), end)
    })
    for (const socket of [near, far]) socket.on('error', end).on('close', end)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    cutAfterBytes: (bytes) => {
      limit = bytes
    },
    fallSilent: (value) => {
      silent = value
    },
    cuts: () => cuts,
    close: async () => {
      for (const socket of open) socket.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
