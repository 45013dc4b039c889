import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'

/** What Node's reader of requests refuses before there is a request. */
const refusals: Readonly<Record<string, readonly [status: number, code: string, detail: string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'request-too-long', 'The address and the headers together are too long.'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'request-timeout', 'The request took too long to arrive.'],
}
const unreadable = [400, 'invalid-input', 'This is no request that can be read.'] as const

/** Answers such a request with a problem document too, and ends the connection, because nothing is known of what follows. */
export function refuseUnreadable(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const [status, code, detail] = refusals[error.code ?? ''] ?? unreadable
  const title = STATUS_CODES[status] ?? 'Refused'
  const body = JSON.stringify({ type: `/problems/${code}`, title, status, code, detail })
  const head = [
    `HTTP/1.1 ${status} ${title}`,
    'content-type: application/problem+json',
    `content-length: ${Buffer.byteLength(body)}`,
    'cache-control: no-store',
    'connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}
