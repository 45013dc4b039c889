import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { type FastifyInstance, fastify } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createSmtpMailSender } from '../../../../src/adapters/mail/smtp/smtp-mail-sender.ts'
import { registerMailApi } from '../../../../src/domains/people/notifications/admin-api.ts'
import {
  type MailRequest,
  notificationHandlers,
  requestMail,
} from '../../../../src/domains/people/notifications/index.ts'
import { sendMail } from '../../../../src/domains/people/notifications/send-mail.ts'
import { problemOf, sendProblem } from '../../../../src/platform/http/answer/problems.ts'
import { guardAccess } from '../../../../src/platform/http/request/access-guard.ts'
import type { Caller, StaffRole } from '../../../../src/platform/http/request/caller.ts'
import { createLog } from '../../../../src/platform/log/log.ts'
import { startBoss } from '../../../../src/platform/queue/boss.ts'
import { deadLetters } from '../../../../src/platform/queue/dead-letters.ts'
import { createWorker, type Worker } from '../../../../src/platform/queue/worker.ts'
import { type Mailbox, startMailbox } from '../../../../src/sandbox/mailbox/index.ts'
import { movableClock } from '../../../support/movable-clock.ts'
import { brandOfBox } from '../../../support/seller.ts'
import { type TestDatabase, testDatabase } from '../../../support/test-database.ts'

const log = createLog({ level: 'silent' })
const clock = movableClock()
const dataDir = mkdtempSync(join(tmpdir(), 'mails-'))

let database: TestDatabase
let boss: Awaited<ReturnType<typeof startBoss>>
let mailbox: Mailbox
let worker: Worker
let app: FastifyInstance
let deps: Parameters<typeof sendMail>[0]
let caller: Caller = { kind: 'nobody' }

beforeAll(async () => {
  database = await testDatabase()
  boss = await startBoss(database.queueClient, log)
  mailbox = await startMailbox({ host: '127.0.0.1', httpPort: 0, smtpPort: 0, dataDir, log, clock })
  const mailSender = createSmtpMailSender({
    url: mailbox.smtpUrl,
    from: 'store@example.com',
    senderName: 'Store',
    replyTo: 'help@example.com',
    log,
  })
  deps = { db: database.db, clock, log, mailSender, brand: brandOfBox }
  worker = createWorker({
    ...deps,
    boss,
    handlers: notificationHandlers({ ...deps, publicUrl: () => 'http://store.example' }),
    lostAfterSeconds: 60,
  })
  app = fastify()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler((error, request, reply) => sendProblem(reply, problemOf(error, request)))
  guardAccess(app, { authenticate: async () => caller, origin: () => 'http://store.example' })
  registerMailApi(app, deps)
})
afterAll(async () => {
  await app.close()
  await boss.stop({ graceful: false })
  await mailbox.close()
  await database.drop()
  rmSync(dataDir, { recursive: true })
})
beforeEach(async () => {
  await database.db.execute(sql`truncate mails, audit_entries`)
  await database.db.execute(sql`delete from pgboss.job`)
})

let lastKey = 0
const shipped = (more: { dedupeKey?: string; recipient?: string; orderNumber?: string } = {}): MailRequest => {
  lastKey += 1
  const { dedupeKey = `order-shipped:${lastKey}`, recipient = 'joe@example.com', orderNumber = 'SO-2026-000101' } = more
  const receiptUrl = 'https://store.example/orders/ord_1'
  const data = { orderNumber, receiptUrl, carrier: 'Post', trackingNumber: 'TR-1', lines: [] }
  return { kind: 'order-shipped', dedupeKey, reference: orderNumber, recipient, locale: 'en', data, at: clock.now() }
}
const request = (more?: Parameters<typeof shipped>[0]) =>
  database.db.transaction((tx) => requestMail(tx, shipped(more)))
const arrived = (mailId: string) => mailbox.mails().filter(({ messageId }) => messageId === `<${mailId}@example.com>`)
const misbehave = (fault: string, times = 1) =>
  fetch(`${mailbox.url}/sandbox/misbehave`, { method: 'POST', body: JSON.stringify({ fault, times, delayMs: 0 }) })
const asStaff = (...roles: StaffRole[]) => {
  caller = { kind: 'staff', sessionId: 's', accountId: 'PUB', userName: 'olga', roles }
  return app
}
const read = async (url: string) => (await asStaff('readOnly').inject({ method: 'GET', url })).json()
const resend = (mailId: string, ...roles: StaffRole[]) =>
  asStaff(...roles).inject({ method: 'POST', url: `/api/admin/mails/${mailId}/resend` })

describe('sending', () => {
  it('a requested mail arrives in both forms, and the log says when', async () => {
    const mailId = await request()
    await worker.drain()
    expect(arrived(mailId)).toEqual([
      expect.objectContaining({
        to: ['joe@example.com'],
        subject: 'A parcel of order SO-2026-000101 is on its way',
        text: expect.stringContaining('Tracking number: TR-1'),
        html: expect.stringContaining('https://store.example/orders/ord_1'),
      }),
    ])
    expect(await read(`/api/admin/mails/${mailId}`)).toMatchObject({
      state: 'sent',
      attempts: 1,
      lastError: null,
      sentAt: clock.now().toISOString(),
    })
  })

  it('a mail of a change that was rolled back is never sent', async () => {
    let mailId = ''
    await database.db
      .transaction(async (tx) => {
        mailId = await requestMail(tx, shipped())
        throw new Error('roll back')
      })
      .catch(() => undefined)
    await worker.drain()
    expect(arrived(mailId)).toEqual([])
    expect((await read('/api/admin/mails')).items).toEqual([])
  })

  it('one dedupe key gives one mail, however often and however much at once it is asked for', async () => {
    const ids = await Promise.all(Array.from({ length: 8 }, () => request({ dedupeKey: 'order-shipped:same' })))
    await worker.drain()
    expect(new Set(ids).size).toBe(1)
    expect(arrived(ids[0] ?? '')).toHaveLength(1)
  })

  it('a mail that was sent is not sent again when its job runs twice', async () => {
    const mailId = await request()
    await worker.drain()
    await sendMail(deps, mailId)
    expect(arrived(mailId)).toHaveLength(1)
  })

  it('a mail server that says "later" is asked again until it takes the mail', async () => {
    const mailId = await request()
    await misbehave('away', 2)
    await worker.drain()
    expect(await read(`/api/admin/mails/${mailId}`)).toMatchObject({ state: 'queued', attempts: 1, sentAt: null })
    await worker.drain({ includeDelayed: true })
    expect(arrived(mailId)).toHaveLength(1)
    expect(await read(`/api/admin/mails/${mailId}`)).toMatchObject({ state: 'sent', attempts: 3, lastError: null })
  })

  it('a refusal for good is kept with its reason, without the address, and waits for a person', async () => {
    const mailId = await request()
    await misbehave('refuse')
    await worker.drain({ includeDelayed: true })
    const mail = await read(`/api/admin/mails/${mailId}`)
    expect(mail).toMatchObject({ state: 'failed', attempts: 1, lastError: expect.stringContaining('550') })
    expect(mail.lastError).not.toContain('joe')
    expect(await deadLetters(database.db)).toMatchObject([{ job: 'notifications.send', payload: { mailId } }])
  })

  it('after the last try of the queue the mail is failed', async () => {
    const mailId = await request()
    await misbehave('away', 11)
    await worker.drain({ includeDelayed: true })
    expect(await read(`/api/admin/mails/${mailId}`)).toMatchObject({ state: 'failed', attempts: 11 })
    expect(arrived(mailId)).toEqual([])
  })
})

describe('the send log', () => {
  it('pages by cursor, newest first, and filters by state and reference', async () => {
    const ids: string[] = []
    for (let i = 0; i < 5; i += 1) {
      if (i % 2 === 0) clock.advance({ seconds: 1 })
      ids.push(await request({ orderNumber: i < 4 ? 'SO-1' : 'SO-2' }))
    }
    const seen: string[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: { items: { mailId: string }[]; nextCursor: string | null } = await read(
        `/api/admin/mails?limit=2&reference=SO-1&state=queued${cursor && `&cursor=${cursor}`}`,
      )
      seen.push(...page.items.map(({ mailId }) => mailId))
      cursor = page.nextCursor
    }
    expect(seen).toHaveLength(4)
    expect(new Set(seen)).toEqual(new Set(ids.slice(0, 4)))
    expect(new Set(seen.slice(0, 2))).toEqual(new Set(ids.slice(2, 4)))
    expect((await read('/api/admin/mails?state=sent')).items).toEqual([])
  })

  it('a list does not carry the texts; a mail does', async () => {
    const mailId = await request()
    expect(Object.keys((await read('/api/admin/mails')).items[0])).not.toContain('text')
    expect(await read(`/api/admin/mails/${mailId}`)).toMatchObject({
      text: expect.any(String),
      html: expect.any(String),
    })
  })

  it('only staff may read it, only operations may send again, and nothing happens otherwise', async () => {
    const mailId = await request()
    await worker.drain()
    const gets = ['/api/admin/mails', `/api/admin/mails/${mailId}`].map((url) => ({ method: 'GET' as const, url }))
    for (const call of [...gets, { method: 'POST' as const, url: `/api/admin/mails/${mailId}/resend` }]) {
      caller = { kind: 'nobody' }
      expect((await app.inject(call)).statusCode).toBe(401)
      caller = {
        kind: 'member',
        sessionId: 's',
        accountId: 'A',
        userName: 'joe',
        roles: ['admin'],
        companyRole: 'admin',
      }
      expect((await app.inject(call)).statusCode).toBe(403)
    }
    expect((await resend(mailId, 'finance', 'catalog', 'readOnly')).statusCode).toBe(403)
    await worker.drain()
    expect(arrived(mailId)).toHaveLength(1)
  })

  it('a mail is sent again as it was written, under the same Message-ID, and the act is audited', async () => {
    const mailId = await request()
    await worker.drain()
    const answer = await resend(mailId, 'operations')
    expect(answer.statusCode).toBe(202)
    expect(answer.json()).toMatchObject({ mailId, state: 'queued' })
    await worker.drain()
    const [second, first] = arrived(mailId)
    expect(second?.text).toBe(first?.text)
    const acts = await database.db.execute(sql`select actor, action, subject from audit_entries`)
    expect([...acts]).toEqual([{ actor: 'olga', action: 'mail.resend', subject: mailId }])
  })

  it('a failed mail can be sent again; one that waits, and one that does not exist, cannot', async () => {
    const mailId = await request()
    expect((await resend(mailId, 'operations')).json()).toMatchObject({ status: 409, code: 'state-conflict' })
    await misbehave('refuse')
    await worker.drain()
    expect((await resend(mailId, 'operations')).statusCode).toBe(202)
    await worker.drain()
    expect(arrived(mailId)).toHaveLength(1)
    expect((await resend('mail_none', 'operations')).json()).toMatchObject({ status: 404, code: 'not-found' })
    expect((await asStaff('readOnly').inject({ method: 'GET', url: '/api/admin/mails/mail_none' })).statusCode).toBe(
      404,
    )
  })

  it('a wrong query is refused with the place of the mistake', async () => {
    const answer = await read('/api/admin/mails?state=lost&limit=0')
    expect(answer).toMatchObject({ status: 400, code: 'invalid-input' })
    expect(answer.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual([
      '#querystring/limit',
      '#querystring/state',
    ])
  })
})
