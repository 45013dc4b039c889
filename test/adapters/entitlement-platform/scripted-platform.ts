import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Received {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
  /** Local name of the element in the SOAP body. */
  readonly root: string
}

export type Reply = (response: ServerResponse, request: Received) => void

/** A platform of a few lines: keeps what it receives, answers by script, and by an empty success when the script ends. */
export async function startScriptedPlatform() {
  const received: Received[] = []
  const replies: Reply[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8')
      const root = /<soapenv:Body>\s*<(\w+)/.exec(body)?.[1] ?? ''
      const seen = { path: request.url ?? '', headers: request.headers, body, root }
      received.push(seen)
      const reply = replies.shift() ?? (seen.root === 'secureTokenRequest' ? soap('<token>tkn-1</token>') : succeed())
      reply(response, seen)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    /** Answers to the next requests, in this order. */
    script: (...next: Reply[]) => {
      replies.push(...next)
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** A SOAP answer whose root fits the question, prefixed as some stacks prefix it. */
export function soap(content: string, status = 200): Reply {
  return (response, request) => {
    response.writeHead(status, { 'content-type': 'text/xml; charset=utf-8' })
    response.end(envelopeOf(content, request))
  }
}

/** A success that arrives in two pieces, cut between the bytes of the last occurrence of this character. */
export function succeedInPieces(content: string, character: string): Reply {
  return (response, request) => {
    const bytes = Buffer.from(envelopeOf(success + content, request))
    const cut = bytes.lastIndexOf(character) + 1
    response.writeHead(200, { 'content-type': 'text/xml; charset=utf-8' })
    response.write(bytes.subarray(0, cut), () => setImmediate(() => response.end(bytes.subarray(cut))))
  }
}

const success = '<ns2:statusInfo><ns2:status>SUCCESS</ns2:status></ns2:statusInfo>'

function envelopeOf(content: string, request: Received): string {
  const root = request.root.replace(/Request$/, 'Response')
  return `<?xml version="1.0" encoding="UTF-8"?><S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><S:Body><ns2:${root} xmlns:ns2="urn:any">${content}</ns2:${root}></S:Body></S:Envelope>`
}

export function succeed(content = ''): Reply {
  return soap(success + content)
}

export function refuse(reason: string, rest = '', status = 'FAILURE'): Reply {
  return soap(`<statusInfo><status>${status}</status><reason>${reason}</reason></statusInfo>${rest}`)
}

export function fault(code: string, text: string, detail = ''): Reply {
  return (response) => {
    response.writeHead(500, { 'content-type': 'text/xml' })
    response.end(
      `<S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><S:Body><S:Fault><faultcode>${code}</faultcode><faultstring>${text}</faultstring><detail>${detail}</detail></S:Fault></S:Body></S:Envelope>`,
    )
  }
}

export function answerHttp(status: number): Reply {
  return (response) => {
    response.writeHead(status, { 'content-type': 'text/html' })
    response.end('<html><body>nothing to see</body></html>')
  }
}

/** Does the work, so to say, and drops the line before answering. */
export const hangUp: Reply = (response) => {
  response.socket?.destroy()
}

export const staySilent: Reply = () => {}
