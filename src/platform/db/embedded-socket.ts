import { createServer, type Server, type Socket } from 'node:net'
import type { PGlite } from '@electric-sql/pglite'

/**
 * Offers the embedded database on a local socket to any number of connections. There is one session behind, so a
 * connection that began has it to itself until the database says that it is idle again: through the steps of one
 * statement, which share the unnamed statement and portal, and through a whole transaction.
 * `@electric-sql/pglite-socket` 0.2.17 takes turns at every message instead, and two connections then bind each
 * other's statements ("bind message supplies 1 parameters, but prepared statement requires 3").
 * @see PostgreSQL documentation, "Frontend/Backend Protocol"
 */
export async function serveEmbedded(database: PGlite, path: string): Promise<{ close(): Promise<void> }> {
  const turns = createTurns()
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    serve(database, turns, socket)
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

const sslRequest = 80_877_103
const cancelRequest = 80_877_102
const terminate = 0x58
const readyForQuery = 0x5a
const idle = 0x49
const sync = Uint8Array.of(0x53, 0, 0, 0, 4)

function serve(database: PGlite, turns: Turns, socket: Socket): void {
  let buffered = Buffer.alloc(0)
  let started = false
  let leave: (() => void) | null = null
  let work: Promise<void> = Promise.resolve()

  async function take(message: Buffer): Promise<void> {
    leave ??= await turns.enter()
    let state = -1
    await database.execProtocolRawStream(message, {
      onRawData: (data) => {
        state = lastState(data) ?? state
        if (socket.writable) socket.write(data)
      },
    })
    if (state === idle) goOut()
  }

  function goOut(): void {
    leave?.()
    leave = null
  }

  async function handle(message: Buffer): Promise<void> {
    if (!started && message.length === 8 && message.readInt32BE(4) === sslRequest) socket.write('N')
    else if (!started && message.readInt32BE(4) === cancelRequest) socket.end()
    else if (started && message[0] === terminate) socket.end()
    else {
      started = true
      await take(message)
    }
  }

  socket.on('data', (chunk) => {
    buffered = Buffer.concat([buffered, chunk])
    for (;;) {
      const length = messageLength(buffered, started)
      if (length === null || buffered.length < length) return
      const message = buffered.subarray(0, length)
      buffered = buffered.subarray(length)
      // The next message is cut by this flag, so it has to be right before the first one has been worked.
      if (!started && length !== 8) started = true
      work = work.then(() => handle(message)).catch(() => void socket.destroy())
    }
  })
  socket.on('error', () => socket.destroy())
  socket.once('close', () => {
    work = work
      .then(async () => {
        if (!leave) return
        // Whatever the connection left open must not reach the next one.
        await database.execProtocolRaw(sync)
        if (database.isInTransaction()) await database.exec('rollback')
      })
      .catch(() => {})
      .finally(goOut)
  })
}

function messageLength(buffered: Buffer, started: boolean): number | null {
  if (!started) return buffered.length < 8 ? null : buffered.readInt32BE(0)
  return buffered.length < 5 ? null : 1 + buffered.readInt32BE(1)
}

/** The transaction state in the last ReadyForQuery of the answer; undefined when it has none. */
function lastState(data: Uint8Array): number | undefined {
  let state: number | undefined
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
  for (let at = 0; at + 5 <= data.length; at += 1 + view.getInt32(at + 1))
    if (data[at] === readyForQuery) state = data[at + 5]
  return state
}

interface Turns {
  /** Waits for the session; the answer gives it back. */
  enter(): Promise<() => void>
}

function createTurns(): Turns {
  let last: Promise<void> = Promise.resolve()
  return {
    enter: async () => {
      const before = last
      let leave: () => void = () => {}
      last = new Promise<void>((resolve) => {
        leave = resolve
      })
      await before
      return leave
    },
  }
}

async function closed(server: Server): Promise<void> {
  await new Promise<void>((resolve) => server.close(() => resolve()))
}
