import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Mailbox, startMailbox } from '../../../src/sandbox/mailbox/index.ts'

describe('the mailbox of the box', () => {
  let dataDir: string
  let mailbox: Mailbox
  const clock = { now: () => new Date('2026-11-30T09:05:00Z') }
  const start = () =>
    startMailbox({ host: '127.0.0.1', httpPort: 0, smtpPort: 0, dataDir, log: pino({ level: 'silent' }), clock })
  const page = async (path: string) => {
    const response = await fetch(mailbox.url + path)
    return { status: response.status, headers: response.headers, text: await response.text() }
  }
  const send = (mail: object) =>
    createTransport(mailbox.smtpUrl).sendMail({ from: 'Store <store@example.com>', to: 'joe@example.com', ...mail })

  beforeEach(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'mailbox-'))
    mailbox = await start()
  })
  afterEach(async () => {
    await mailbox.close()
    rmSync(dataDir, { recursive: true })
  })

  it('an empty box says what would fill it', async () => {
    expect((await page('/')).text).toMatch(/No mail yet.*Place an order/s)
  })

  it('lists the newest mail first, for people and for programs', async () => {
    await send({ subject: 'first', text: 'one' })
    await send({ subject: 'second', text: 'two', attachments: [{ filename: 'receipt.pdf', content: 'pdf' }] })
    const { text } = await page('/')
    expect(text.indexOf('>second<')).toBeLessThan(text.indexOf('>first<'))
    expect(text).toContain('30 Nov 2026, 09:05 UTC')
    const listed = (await fetch(`${mailbox.url}/api/mails`).then((response) => response.json())) as {
      mails: { subject: string; attachments: unknown[] }[]
    }
    expect(listed.mails.map(({ subject }) => subject)).toEqual(['second', 'first'])
    expect(listed.mails[0]?.attachments).toEqual([
      { filename: 'receipt.pdf', mimeType: 'application/pdf', sizeBytes: 3 },
    ])
  })

  it('shows what a mail brought without running any of it', async () => {
    await send({
      subject: '<script>alert(1)</script>',
      text: '<b>bold?</b> https://store.example/orders/1?a=1&b=2 "q"',
      html: '<html><head><title>x</title></head><body><script>alert(2)</script><a href="/x">go</a></body></html>',
    })
    const shown = await page('/mails/1')
    expect(shown.text).not.toContain('<script>')
    expect(shown.text).toContain('&lt;b&gt;bold?')
    expect(shown.text).toContain('<a href="https://store.example/orders/1?a=1&amp;b=2"')
    expect(shown.text).toMatch(/<iframe [^>]*sandbox="allow-popups allow-popups-to-escape-sandbox"/)
    expect(shown.headers.get('content-security-policy')).toContain("default-src 'none'")
    const frame = await page('/mails/1/html')
    expect(frame.text).toContain('<head><base target="_blank">')
    expect(frame.headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox allow-popups/)
  })

  it('a mail that was taken is still there after a restart, and numbers go on', async () => {
    await send({ subject: 'kept', text: 'x' })
    await mailbox.close()
    mailbox = await start()
    await send({ subject: 'later', text: 'x' })
    expect(mailbox.mails().map(({ id, subject }) => [id, subject])).toEqual([
      ['2', 'later'],
      ['1', 'kept'],
    ])
  })

  it('misbehaves as often as it was told to, and then works', async () => {
    const plan = (body: unknown) =>
      fetch(`${mailbox.url}/sandbox/misbehave`, { method: 'POST', body: JSON.stringify(body) })
    expect((await plan({ fault: 'refuse', times: 2 })).status).toBe(200)
    await expect(send({ subject: 'a', text: 'a' })).rejects.toMatchObject({ responseCode: 550 })
    await expect(send({ subject: 'b', text: 'b' })).rejects.toMatchObject({ responseCode: 550 })
    await plan({ fault: 'away', times: 1 })
    await expect(send({ subject: 'c', text: 'c' })).rejects.toMatchObject({ responseCode: 421 })
    await plan({ fault: 'slow', times: 1, delayMs: 1 })
    await send({ subject: 'd', text: 'd' })
    expect(mailbox.mails().map(({ subject }) => subject)).toEqual(['d'])
    expect((await plan({ fault: 'explode' })).status).toBe(400)
  })

  it('what is not there is said to be not there', async () => {
    for (const path of ['/mails/7', '/mails/7/html', '/mails/x', '/nothing'])
      expect((await page(path)).status).toBe(404)
  })
})
