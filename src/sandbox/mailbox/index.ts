import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Clock } from '../../kernel/clock.ts'
import type { Log } from '../../platform/log/log.ts'
import { answer } from './http.ts'
import { openMails, type ReceivedMail } from './mails.ts'
import { createMisbehaviours } from './misbehaviour.ts'
import { createSmtp } from './smtp.ts'

export type { ReceivedMail } from './mails.ts'

export interface MailboxOptions {
  readonly host: string
  /** 0 for any free port. */
  readonly httpPort: number
  /** 0 for any free port. */
  readonly smtpPort: number
  readonly dataDir: string
  readonly log: Log
  readonly clock: Clock
}

export interface Mailbox {
  /** Of the page of mails, without a slash at the end. */
  readonly url: string
  readonly smtpUrl: string
  /** Newest first. */
  mails(): ReceivedMail[]
  close(): Promise<void>
}

/** The mail server of the box: takes every mail, keeps it over restarts, delivers nothing, and shows it on a page. */
export async function startMailbox(options: MailboxOptions): Promise<Mailbox> {
  const { host, log } = options
  const mails = openMails(options)
  const misbehaviours = createMisbehaviours()
  const closing = new AbortController()
  const smtp = createSmtp({ mails, misbehaviours, closing: closing.signal, log })
  const http = createServer((request, response) => {
    answer({ mails, misbehaviours }, request, response).catch((error: unknown) => {
      log.error({ err: error }, 'mailbox page failed')
      response.destroy()
    })
  })
  const httpPort = await listening(http, options.httpPort, host)
  smtp.listen(options.smtpPort, host)
  const smtpPort = await bound(smtp.server as Server)
  const shownHost = ['0.0.0.0', '::'].includes(host) ? 'localhost' : host

  return {
    url: `http://${shownHost}:${httpPort}`,
    smtpUrl: `smtp://${shownHost}:${smtpPort}`,
    mails: () => mails.all(),
    close: async () => {
      closing.abort()
      http.closeAllConnections()
      await Promise.all([
        new Promise((resolve) => http.close(resolve)),
        new Promise<void>((resolve) => smtp.close(() => resolve())),
      ])
      mails.close()
    },
  }
}

function listening(server: Server, port: number, host: string): Promise<number> {
  server.listen(port, host)
  return bound(server)
}

async function bound(server: Pick<Server, 'once' | 'address'>): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve)
    server.once('error', reject)
  })
  return (server.address() as AddressInfo).port
}
