import { createServer, type IncomingHttpHeaders, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

/** What a request shows of itself: method, address and body in one text. */
export type Matches = (text: string) => Promise<boolean>

/**
 * Where a request is stopped. `before`: it has arrived and nobody has worked on it. `after`: the work is done and the
 * answer is not delivered. `late`: as `before`, but the network keeps it, and delivers it when its sender is dead and the
 * next request like it arrives.
 */
export type Moment = 'before' | 'after' | 'late'

export interface Gate {
  readonly url: string
  /** Stops every matching request from now on. Resolves when the first one stands still. */
  hold(moment: Moment, matches: Matches): Promise<void>
  /** The sender is dead: cuts what is held and lets everything through again. */
  release(): void
  close(): Promise<void>
}

interface Hold {
  readonly moment: Moment
  readonly matches: Matches
  readonly reached: () => void
}

interface Message {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

/** Stands in the way from one party to another, as a network does, and can stop the traffic at an exact point. */
export async function openGate(target: () => string): Promise<Gate> {
  let holds: Hold[] = []
  let late: { readonly matches: Matches; readonly message: Message }[] = []
  const held = new Set<ServerResponse>()
  const sockets = new Set<Socket>()

  async function pass(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url: path = '/', headers } = incoming
    const message = { method, path, headers, body: await bodyOf(incoming) }
    const text = `${method} ${decodedPath(path)} ${message.body.toString('utf8')}`
    await deliverLate(text)
    const hold = await holdFor(text)
    if (hold && hold.moment !== 'after') {
      held.add(response)
      if (hold.moment === 'late') late.push({ matches: hold.matches, message })
      return hold.reached()
    }
    const answer = await forward(target(), message)
    if (hold) {
      held.add(response)
      return hold.reached()
    }
    response.writeHead(answer.status, answer.headers)
    response.end(answer.body)
  }

  async function holdFor(text: string): Promise<Hold | undefined> {
    for (const hold of holds) if (await hold.matches(text)) return hold
    return undefined
  }

  async function deliverLate(text: string): Promise<void> {
    if (holds.length > 0) return
    for (const one of late) {
      if (!(await one.matches(text))) continue
      late = late.filter((other) => other !== one)
      await forward(target(), one.message)
    }
  }

  const server = createServer((incoming, response) => {
    // A party that is dead or not yet there: the other one finds its connection broken.
    pass(incoming, response).catch(() => response.destroy())
  })
  // Longer than any pause of a test: a connection that is closed while a request is on it fails that request.
  server.keepAliveTimeout = 600_000
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hold: (moment, matches) => new Promise((reached) => holds.push({ moment, matches, reached })),
    release: () => {
      holds = []
      for (const response of held) response.destroy()
      held.clear()
    },
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve))
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

async function bodyOf(incoming: AsyncIterable<unknown>): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk as Uint8Array))
  return Buffer.concat(chunks)
}

// A download address carries who it was made for inside its grant.
function decodedPath(path: string): string {
  const grant = new URL(path, 'http://gate').searchParams.get('authparam')?.split('.')[0]
  return grant === undefined ? path : `${path} ${Buffer.from(grant, 'base64url').toString('utf8')}`
}

function forward(
  target: string,
  { method, path, headers, body }: Message,
): Promise<{ status: number; headers: IncomingHttpHeaders; body: Buffer }> {
  return new Promise((resolve, reject) => {
    // The host stays: both parties build their own addresses on it.
    const outgoing = request(`${target}${path}`, { method, headers, agent: false }, (answer) => {
      bodyOf(answer).then(
        (bytes) => resolve({ status: answer.statusCode ?? 502, headers: plain(answer.headers), body: bytes }),
        reject,
      )
    })
    outgoing.once('error', reject)
    outgoing.end(body)
  })
}

/** Without what is said from one hop to the next. */
function plain({
  'transfer-encoding': _,
  connection: __,
  'keep-alive': ___,
  ...headers
}: IncomingHttpHeaders): IncomingHttpHeaders {
  return headers
}
