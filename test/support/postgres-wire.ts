import { connect as connectTo, type Socket } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

/** A simple query. */
export function query(text: string): Buffer {
  const body = Buffer.from(`${text}\u0000`)
  const message = Buffer.alloc(5 + body.length)
  message.write('Q')
  message.writeInt32BE(4 + body.length, 1)
  body.copy(message, 5)
  return message
}

/** A connection without a client in between, signed on to a local socket. */
export async function signedOn(
  folder: string,
  parameters = 'user\u0000postgres\u0000database\u0000postgres\u0000\u0000',
): Promise<Socket> {
  const socket = connectTo(join(folder, '.s.PGSQL.5432'))
  const startup = Buffer.alloc(8 + parameters.length)
  startup.writeInt32BE(startup.length, 0)
  startup.writeInt32BE(196_608, 4)
  startup.write(parameters, 8, 'latin1')
  const told = answerOf(socket)
  socket.write(startup)
  await told
  return socket
}

/** Until something came and nothing more for a while. */
export async function answerOf(socket: Socket): Promise<void> {
  await new Promise((resolve, reject) => {
    socket.once('data', resolve)
    socket.once('error', reject)
  })
  await pause(50)
}
