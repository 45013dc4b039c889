import { PassThrough } from 'node:stream'
import type { Transporter } from 'nodemailer'
import type { SentMessageInfo } from 'nodemailer/lib/smtp-transport/index.js'
import type { MailSender } from '../../../domains/people/notifications/port.ts'
import { PartnerFailure } from '../../../kernel/partner-failure.ts'
import type { Log } from '../../../platform/log/log.ts'

export interface SmtpOptions {
  /** `smtp://` or `smtps://`, with user and password in it where the server wants them. */
  readonly url: string
  /** The sender as people see it, such as `Example Store <store@example.com>` or a bare address. */
  readonly from: string
  /** The name of the sender where `from` is a bare address. */
  readonly senderName: string
  /** Where an answer of the reader goes: to people, and not to the address that sends. */
  readonly replyTo: string
  /** For connection, greeting and each answer of the server. Default 20 seconds. */
  readonly timeoutMs?: number
  readonly log: Log
}

const partner = 'smtp'
const usualTimeoutMs = 20_000

/**
 * Mail over SMTP, one connection a mail. A mail sent twice carries the same Message-ID, made of its mail id. Error texts
 * hold no address and none of the server's words, which tend to repeat addresses.
 */
export function createSmtpMailSender(options: SmtpOptions): MailSender {
  // Timeouts look alike before and after the content; only the content itself can tell that it went out.
  const wentOut = new Set<string>()
  // The library is loaded with the first mail: a process that only answers requests sends none.
  let opened: Promise<Transporter<SentMessageInfo>> | undefined
  const transport = () => {
    opened ??= openTransport(options, wentOut)
    return opened
  }
  const domain = /@([A-Za-z0-9.-]+)>?\s*$/.exec(options.from)?.[1] ?? 'localhost'

  return {
    send: async (mail) => {
      if (!/^[\w.-]{1,100}$/.test(mail.mailId))
        throw new PartnerFailure(partner, 'final', 'The mail id cannot be part of a Message-ID')
      const message = {
        from: options.from.includes('<') ? options.from : { name: options.senderName, address: options.from },
        replyTo: options.replyTo,
        to: { name: '', address: mail.to },
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
        messageId: `<${mail.mailId}@${domain}>`,
        // Keeps holiday answers away (RFC 3834, section 5).
        headers: { 'Auto-Submitted': 'auto-generated' },
      }
      try {
        await (await transport()).sendMail(message)
      } catch (error) {
        throw judge('The mail', error, wentOut.has(message.messageId))
      } finally {
        wentOut.delete(message.messageId)
      }
      options.log.info({ mailId: mail.mailId }, 'mail sent')
    },
    ping: async () => {
      await (await transport()).verify().catch((error: unknown) => {
        throw judge('The greeting', error, false)
      })
    },
  }
}

async function openTransport(
  { url, timeoutMs = usualTimeoutMs }: SmtpOptions,
  wentOut: Set<string>,
): Promise<Transporter<SentMessageInfo>> {
  const { createTransport } = await import('nodemailer')
  const transport = createTransport({
    url,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    // Mails are made of text alone: nothing in one may make the sender read a file or fetch an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  transport.use('stream', (mail, done) => {
    mail.message.transform(() => {
      const { messageId } = mail.data
      return new PassThrough().once('end', () => wentOut.add(messageId ?? ''))
    })
    done()
  })
  return transport
}

/**
 * By the first digit of the server's answer (RFC 5321, 4.2.1): 4 may pass, 5 will not. Without an answer all depends on
 * whether the content had gone out.
 */
function judge(what: string, error: unknown, wentOut: boolean): PartnerFailure {
  const { code, command, responseCode } = partsOf(error)
  if (responseCode !== null) {
    const judgement = responseCode >= 500 ? 'final' : 'retryable'
    return new PartnerFailure(partner, judgement, `${what} was refused with ${responseCode} after ${command}`)
  }
  if (code === 'EENVELOPE' || code === 'EMESSAGE' || code === 'ENOAUTH')
    return new PartnerFailure(partner, 'final', `${what} could not be sent (${code})`)
  const judgement = wentOut ? 'unclear' : 'retryable'
  return new PartnerFailure(partner, judgement, `${what} got no answer after ${command} (${code})`)
}

function partsOf(error: unknown): { code: string; command: string; responseCode: number | null } {
  const part = (name: string): unknown => (error instanceof Error ? Reflect.get(error, name) : undefined)
  const code = part('code')
  const command = part('command')
  const responseCode = part('responseCode')
  return {
    code: typeof code === 'string' ? code : 'no code',
    // Only the verb: nodemailer may give the whole line, with an address in it.
    command: typeof command === 'string' ? (command.split(' ')[0] ?? '') : 'connecting',
    responseCode: typeof responseCode === 'number' ? responseCode : null,
  }
}
