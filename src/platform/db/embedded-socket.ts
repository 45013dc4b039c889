import { createServer, type Server, type Socket } from 'node:net'
import { createLimiter, type Limiter } from '../../kernel/limiter.ts'
import { createRequestReader, type Request } from './embedded-protocol.ts'
import type { EmbeddedSession } from './embedded-session.ts'

/**
 * Offers the embedded database on a local socket to any number of connections. There is one session behind, so a
 * connection that began has it to itself until the database says that it is idle again: through the steps of one
 * statement, which share the unnamed statement and portal, and through a whole transaction.
 * `@electric-sql/pglite-socket` 0.2.17 takes turns at every message instead, and two connections then bind each
 * other's statements ("bind message supplies 1 parameters, but prepared statement requires 3").
 * @see PostgreSQL documentation, "Frontend/Backend Protocol"
 */
export async function serveEmbedded(session: EmbeddedSession, path: string): Promise<{ close(): Promise<void> }> {
  const limiter = createLimiter(1)
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    serve(session, limiter, socket)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(path, resolve)
  })
  return {
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await closed(server)
    },
  }
}

// A name or an option of the client's that the database refused would end the one session.
const startup = Buffer.from(
  '\u0000\u0000\u0000\u0029\u0000\u0003\u0000\u0000user\u0000postgres\u0000database\u0000postgres\u0000\u0000',
  'latin1',
)
const sync = Uint8Array.of(0x53, 0, 0, 0, 4)
const rollback = Buffer.from('Q\u0000\u0000\u0000\u000drollback\u0000', 'latin1')
const unread = () => {}

function serve(session: EmbeddedSession, limiter: Limiter, socket: Socket): void {
  const reader = createRequestReader()
  let leave: (() => void) | null = null
  let work: Promise<void> = Promise.resolve()
  let refused = false

  function goOut(): void {
    leave?.()
    leave = null
  }

  function refuse(): void {
    refused = true
    socket.destroy()
  }

  async function handle(request: Request): Promise<void> {
    if (refused) return
    if (request.kind === 'encryption') socket.write('N')
    else if (request.kind === 'cancel' || request.kind === 'terminate') socket.end()
    else {
      leave ??= await limiter.enter()
      const message = request.kind === 'message' ? request.bytes : startup
      const state = await session.send(message, (bytes) => void (socket.writable && socket.write(bytes)))
      if (state === 'idle') goOut()
    }
  }

  /** Whatever the connection left open must not reach the next one. */
  async function tidyUp(): Promise<void> {
    if (leave === null || session.broken !== null) return
    if ((await session.send(sync, unread)) !== 'idle') await session.send(rollback, unread)
  }

  socket.on('data', (chunk) => {
    try {
      for (const request of reader.add(chunk)) work = work.then(() => handle(request)).catch(refuse)
    } catch {
      work = work.then(refuse)
    }
  })
  socket.on('error', () => socket.destroy())
  socket.once('close', () => {
    work = work
      .then(tidyUp)
      .catch(() => {})
      .finally(goOut)
  })
}

async function closed(server: Server): Promise<void> {
  await new Promise<void>((resolve) => server.close(() => resolve()))
}
