import { createTransport } from 'nodemailer'
import type { Log } from '../../platform/log/log.ts'
import type { SentMail } from './world/rows.ts'

/** True when the mail went out, or when no mail server is configured and keeping a record is all there is to do. */
export type SendMail = (mail: SentMail) => Promise<boolean>

/** Mails by SMTP as `portal@paintworks.example`. */
export function mailSender(smtpUrl: string | undefined, log: Log): SendMail {
  if (smtpUrl === undefined) return async () => true
  const transport = createTransport(smtpUrl)
  return async (mail) => {
    try {
      await transport.sendMail({
        from: 'Paintworks portal <portal@paintworks.example>',
        to: [...mail.to],
        subject: mail.subject,
        text: mail.text,
        messageId: `<${mail.id}.${mail.at.replace(/\D/g, '')}@portal.paintworks.example>`,
      })
      return true
    } catch (error) {
      log.warn({ mailId: mail.id, err: error }, 'portal mail not taken by the mail server')
      return false
    }
  }
}
