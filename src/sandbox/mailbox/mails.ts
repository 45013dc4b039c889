import { join } from 'node:path'
import PostalMime, { type Address } from 'postal-mime'
import type { Clock } from '../../kernel/clock.ts'
import { openJournal } from '../journal.ts'

export interface ReceivedMail {
  /** Counts up from 1, as text. */
  readonly id: string
  readonly receivedAt: string
  readonly messageId: string
  readonly from: string
  /** Where an answer goes; absent in mails of an older box. */
  readonly replyTo?: readonly string[]
  /** The recipients of the envelope, who may differ from those in the header. */
  readonly to: readonly string[]
  readonly subject: string
  readonly text: string
  readonly html: string
  readonly attachments: readonly { readonly filename: string; readonly mimeType: string; readonly sizeBytes: number }[]
}

export interface Mails {
  receive(mail: { readonly raw: Buffer; readonly to: readonly string[] }): Promise<ReceivedMail>
  get(id: string): ReceivedMail | undefined
  /** Newest first. */
  all(): ReceivedMail[]
  close(): void
}

/** The mails that came, kept in `<dataDir>/sandbox/mailbox.ndjson` before the sender hears that they were taken. */
export function openMails(options: { readonly dataDir: string; readonly clock: Clock }): Mails {
  const journal = openJournal(join(options.dataDir, 'sandbox'), 'mailbox')
  const kept = journal.collection<ReceivedMail>('mails')
  return {
    receive: async ({ raw, to }) => {
      const parsed = await PostalMime.parse(raw)
      const mail: ReceivedMail = {
        id: String(kept.size + 1),
        receivedAt: options.clock.now().toISOString(),
        messageId: parsed.messageId ?? '',
        from: written(parsed.from),
        replyTo: (parsed.replyTo ?? []).map(written),
        to,
        subject: parsed.subject ?? '',
        text: parsed.text ?? '',
        html: parsed.html ?? '',
        attachments: parsed.attachments.map(({ filename, mimeType, content }) => ({
          filename: filename ?? '',
          mimeType,
          sizeBytes: typeof content === 'string' ? Buffer.byteLength(content) : content.byteLength,
        })),
      }
      kept.set(mail.id, mail)
      return mail
    },
    get: (id) => kept.get(id),
    all: () => kept.values().reverse(),
    close: () => journal.close(),
  }
}

function written(sender: Address | undefined): string {
  if (!sender?.address) return sender?.name ?? ''
  return sender.name ? `${sender.name} <${sender.address}>` : sender.address
}
