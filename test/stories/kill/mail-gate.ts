import { type AddressInfo, createConnection, createServer, type Socket } from 'node:net'
import type { Gate, Moment } from './gate.ts'
import { until } from './until.ts'

export interface MailGate extends Gate {
  /** Lets no further mail reach the server. Resolves when the server has answered those that did. */
  stop(): Promise<void>
}

/** A gate for mail: `before`, the server has not got the whole mail; `after`, it has taken it and its answer is lost. */
export async function openMailGate(target: () => URL): Promise<MailGate> {
  let holds: { moment: Moment; matches: (text: string) => Promise<boolean>; reached: () => void }[] = []
  const sockets = new Set<Socket>()
  const unanswered = new Set<Socket>()
  let isStopped = false

  function pass(client: Socket): void {
    const { hostname, port } = target()
    const server = createConnection(Number(port), hostname)
    let said = ''
    let stopped: Moment | null = null
    let work = Promise.resolve()

    async function take(chunk: Buffer): Promise<void> {
      said += chunk.toString('latin1')
      const isMail = said.includes('\r\nSubject:')
      if (stopped === null && isMail && isStopped) stopped = 'before'
      if (stopped === null && isMail)
        for (const hold of holds) {
          if (!(await hold.matches(said))) continue
          stopped = hold.moment
          if (stopped === 'before') hold.reached()
          else server.once('data', () => hold.reached())
        }
      if (stopped === 'before') return
      if (isMail) unanswered.add(server)
      server.write(chunk)
    }

    client.on('data', (chunk) => {
      work = work.then(() => take(chunk))
    })
    server.on('data', (chunk) => {
      unanswered.delete(server)
      if (stopped === null) client.write(chunk)
    })
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      sockets.add(one)
      one.on('error', () => one.destroy())
      one.once('close', () => {
        sockets.delete(one)
        unanswered.delete(one)
        other.end()
      })
    }
  }

  const listener = createServer(pass)
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  return {
    url: `smtp://127.0.0.1:${(listener.address() as AddressInfo).port}`,
    hold: (moment, matches) => new Promise((reached) => holds.push({ moment, matches, reached })),
    stop: async () => {
      isStopped = true
      await until('every mail that reached the server is answered', 20, async () => unanswered.size === 0)
    },
    release: () => {
      holds = []
      isStopped = false
    },
    close: async () => {
      const closed = new Promise((resolve) => listener.close(resolve))
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}
