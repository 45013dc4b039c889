import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo, Socket } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSmtpMailSender } from '../../../src/adapters/mail/smtp/smtp-mail-sender.ts'
import { systemClock } from '../../../src/kernel/clock.ts'
import { PartnerFailure } from '../../../src/kernel/partner-failure.ts'
import { type Mailbox, startMailbox } from '../../../src/sandbox/mailbox/index.ts'

const log = pino({ level: 'silent' })
const from = 'Example Store <store@example.com>'
const people = { senderName: 'Paintworks Store', replyTo: 'help@example.com' }
const mail = {
  mailId: 'mail_01abc',
  to: 'joe@example.com',
  subject: 'Your order SO-2026-000042 is on its way - größer',
  text: 'Hello Joe,\n\nhere is 100 % of it: €',
  html: '<p>Hello <b>Joe</b>, €</p>',
}

describe('mail over SMTP', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'mailbox-'))
  let mailbox: Mailbox
  beforeAll(async () => {
    mailbox = await startMailbox({ host: '127.0.0.1', httpPort: 0, smtpPort: 0, dataDir, log, clock: systemClock })
  })
  afterAll(async () => {
    await mailbox.close()
    rmSync(dataDir, { recursive: true })
  })
  const sender = (url = mailbox.smtpUrl) => createSmtpMailSender({ ...people, url, from, timeoutMs: 400, log })
  const misbehave = (fault: string) =>
    fetch(`${mailbox.url}/sandbox/misbehave`, {
      method: 'POST',
      body: JSON.stringify({ fault, times: 1, delayMs: 5000 }),
    })

  it('a mail arrives with its text, its HTML, its sender and a Message-ID made of its mail id', async () => {
    await sender().send(mail)
    expect(mailbox.mails()[0]).toMatchObject({
      messageId: '<mail_01abc@example.com>',
      from,
      to: ['joe@example.com'],
      subject: mail.subject,
      text: expect.stringContaining(mail.text),
      html: expect.stringContaining(mail.html),
    })
  })

  it('a bare address gets the name of the store, and an answer goes to people', async () => {
    const bare = { ...people, url: mailbox.smtpUrl, from: 'store@example.com', log }
    await createSmtpMailSender(bare).send({ ...mail, mailId: 'mail_bare' })
    const got = mailbox.mails().find(({ messageId }) => messageId === '<mail_bare@example.com>')
    expect(got).toMatchObject({ from: 'Paintworks Store <store@example.com>', replyTo: ['help@example.com'] })
  })

  it('a mail sent twice carries one Message-ID', async () => {
    await sender().send({ ...mail, mailId: 'mail_twice' })
    await sender().send({ ...mail, mailId: 'mail_twice' })
    const twice = mailbox.mails().filter(({ messageId }) => messageId === '<mail_twice@example.com>')
    expect(twice).toHaveLength(2)
  })

  it('a subject and an address cannot smuggle in headers or recipients', async () => {
    await sender().send({ ...mail, mailId: 'mail_smuggle', subject: 'Hello\r\nBcc: eve@example.com' })
    expect(mailbox.mails()[0]?.to).toEqual(['joe@example.com'])
    await sender()
      .send({ ...mail, to: 'a@example.com, eve@example.com' })
      .catch(() => undefined)
    expect(mailbox.mails().flatMap(({ to }) => to)).not.toContain('eve@example.com')
  })

  it('a refused recipient is final, and the text does not say who it was', async () => {
    await misbehave('refuse')
    const failure = await failureOf(sender().send(mail))
    expect(failure).toMatchObject({ judgement: 'final', message: expect.stringContaining('550') })
    expect(failure.message).not.toContain('joe')
  })

  it('a server that says "later" may be asked again', async () => {
    await misbehave('away')
    expect(await failureOf(sender().send(mail))).toMatchObject({ judgement: 'retryable' })
  })

  it('a server that cannot be reached may be asked again', async () => {
    expect(await failureOf(sender('smtp://127.0.0.1:1').send(mail))).toMatchObject({ judgement: 'retryable' })
  })

  it('no answer after the content went out is unclear', async () => {
    await misbehave('slow')
    expect(await failureOf(sender().send(mail))).toMatchObject({ judgement: 'unclear' })
  })

  it('a server that accepts the connection and says nothing does not hold a mail for ever', async () => {
    const sockets = new Set<Socket>()
    const silent = createServer((socket) => sockets.add(socket))
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    const url = `smtp://127.0.0.1:${(silent.address() as AddressInfo).port}`
    expect(await failureOf(sender(url).send(mail))).toMatchObject({ judgement: 'retryable' })
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => silent.close(resolve))
  })

  it('ping proves that the server greets, and says when it does not', async () => {
    await sender().ping()
    await misbehave('away')
    expect(await failureOf(sender().ping())).toBeInstanceOf(PartnerFailure)
  })
})

async function failureOf(promise: Promise<unknown>): Promise<PartnerFailure> {
  const outcome = await promise.catch((error: unknown) => error)
  if (outcome instanceof PartnerFailure) return outcome
  throw new Error('the call did not fail as a partner failure', { cause: outcome })
}
