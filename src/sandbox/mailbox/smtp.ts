import { setTimeout as delay } from 'node:timers/promises'
import { SMTPServer } from 'smtp-server'
import type { Log } from '../../platform/log/log.ts'
import type { Mails } from './mails.ts'
import type { Misbehaviours } from './misbehaviour.ts'

const largestMailBytes = 10 * 1024 * 1024

/** Takes every mail for everybody: no TLS, no sign-in, since it listens in the box alone. */
export function createSmtp(options: {
  readonly mails: Mails
  readonly misbehaviours: Misbehaviours
  readonly closing: AbortSignal
  readonly log: Log
}): SMTPServer {
  const { mails, misbehaviours, closing, log } = options
  const server = new SMTPServer({
    banner: 'sandbox mailbox',
    disabledCommands: ['AUTH', 'STARTTLS'],
    authOptional: true,
    disableReverseLookup: true,
    logger: false,
    size: largestMailBytes,
    closeTimeout: 500,
    onConnect: (_session, done) => {
      if (misbehaviours.take('away')) done(refusal(421, 'The mailbox is away'))
      else done()
    },
    onRcptTo: (_address, _session, done) => {
      if (misbehaviours.take('refuse')) done(refusal(550, 'No such mailbox'))
      else done()
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = []
      const take = async () => {
        for await (const chunk of stream) chunks.push(Buffer.from(chunk))
        if (stream.sizeExceeded) throw refusal(552, 'The mail is too large')
        const slow = misbehaviours.take('slow')
        if (slow) await delay(slow.delayMs, undefined, { signal: closing })
        const to = session.envelope.rcptTo.map(({ address }) => address)
        const { id } = await mails.receive({ raw: Buffer.concat(chunks), to })
        log.info({ mail: id }, 'mail received')
      }
      take().then(
        () => done(),
        (error: unknown) => done(error instanceof Error ? error : new Error('The mail could not be kept')),
      )
    },
  })
  // Senders that hang up are daily life for a mail server.
  server.on('error', (error) => log.debug({ err: error }, 'mail connection failed'))
  return server
}

function refusal(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode })
}
