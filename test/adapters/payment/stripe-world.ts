import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createStripeProcessor } from '../../../src/adapters/payment/stripe/index.ts'
import { createLog } from '../../../src/platform/log/log.ts'
import { type CardProcessorBox, startCardProcessor } from '../../../src/sandbox/card-processor/index.ts'
import { type MovableClock, movableClock } from '../../support/movable-clock.ts'
import type { CardProcessorWorld } from './contract.ts'

export const secretKey = 'sk_test_store'
export const webhookSecret = 'whsec_store'

export interface StripeWorld extends CardProcessorWorld {
  readonly box: CardProcessorBox
  readonly clock: MovableClock
  close(): Promise<void>
}

/** The Stripe adapter and the sandbox processor, joined by a socket. */
export async function stripeWorld(webhookUrl: () => string | null = () => null): Promise<StripeWorld> {
  const dataDir = await mkdtemp(join(tmpdir(), 'card-processor-'))
  const clock = movableClock()
  const log = createLog({ level: 'silent' })
  const box = await startCardProcessor({
    host: '127.0.0.1',
    port: 0,
    dataDir,
    clock,
    log,
    secretKey,
    webhookSecret,
    webhookUrl,
  })
  return {
    box,
    clock,
    processor: createStripeProcessor({ secretKey, webhookSecret, apiUrl: box.url, timeoutMs: 5000, log, clock }),
    buyerPays,
    payOut: async () => void box.payOut(),
    chargeMonthlyFee: async (amount, currency) =>
      void box.chargeFee({ amount, currency: currency.toLowerCase(), description: 'Monthly fee' }),
    loseAnswersToCreation: async (times) =>
      box.misbehave({ operation: 'checkout.sessions.create', fault: 'lose-answer', times }),
    failCreation: async (times) => box.misbehave({ operation: 'checkout.sessions.create', fault: 'fail', times }),
    goAway: async (times) => box.misbehave({ operation: '*', fault: 'away', times }),
    close: async () => {
      await box.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** Drives the hosted page like a browser without JavaScript. */
export async function buyerPays(url: string, how: 'at-once' | 'declined' | 'confirmed' | 'refused'): Promise<string> {
  const card = how === 'at-once' ? '4242424242424242' : how === 'declined' ? '4000000000000002' : '4000002500003155'
  const afterCard = await submit(url, { card })
  if (how === 'at-once' || how === 'declined') return afterCard
  return submit(`${url}/confirmation`, { outcome: how === 'confirmed' ? 'confirm' : 'refuse' })
}

async function submit(url: string, fields: Record<string, string>): Promise<string> {
  const answer = await fetch(url, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' })
  return answer.headers.get('location') ?? ''
}

export interface Received {
  readonly body: Buffer
  readonly headers: IncomingHttpHeaders
  readonly type: string
  readonly id: string
}

/** A merchant's webhook endpoint that keeps what it gets and answers what it is told to. */
export async function webhookEndpoint(status: (count: number) => number = () => 200) {
  const received: Received[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks)
      const { type, id } = JSON.parse(body.toString('utf8')) as { type: string; id: string }
      received.push({ body, headers: request.headers, type, id })
      response.writeHead(status(received.length)).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}/webhooks/card`,
    received,
    close: () =>
      new Promise((resolve) => {
        server.close(resolve)
        server.closeAllConnections()
      }),
  }
}

export function signatureIn(received: Received | undefined): string {
  return [received?.headers['stripe-signature']].flat()[0] ?? ''
}
