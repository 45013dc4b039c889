import { fork } from 'node:child_process'
import { SignJWT } from 'jose'
import { z } from 'zod'
import { sellerSettings } from '../support/seller.ts'
import { type StoreProcess, startStoreProcess } from '../support/store-process.ts'

const sessionSecret = 'the bench signs its own sessions with this one'

export interface Place {
  readonly url: string
}

const tokens = new Map<number, string>()

/** As a sign-on signs it. */
export async function tokenOf(account: number): Promise<string> {
  const known = tokens.get(account)
  if (known !== undefined) return known
  const token = await new SignJWT({ sid: `ses_bench_${account}` })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuedAt()
    .setExpirationTime('12h')
    .sign(new TextEncoder().encode(sessionSecret))
  tokens.set(account, token)
  return token
}

export async function withStore<Result>(
  url: string,
  dataDir: string,
  work: (store: StoreProcess) => Promise<Result>,
): Promise<Result> {
  const options = process.env['BENCH_NODE_OPTIONS']
  const store = await startStoreProcess({
    PORT: '0',
    DATA_DIR: dataDir,
    DATABASE_URL: url,
    ROLE: 'web',
    ...sellerSettings,
    SESSION_SECRET: sessionSecret,
    HANDOFF_SECRET: 'nobody signs on with a hand-off here',
    FLEXNET_URL: 'http://127.0.0.1:9/flexnet',
    FLEXNET_TOKEN: 'unused',
    STRIPE_SECRET_KEY: 'sk_test_unused',
    STRIPE_WEBHOOK_SECRET: 'whsec_unused',
    SMTP_URL: 'smtp://127.0.0.1:9',
    MEDIA_SITE_TOKEN: 'unused',
    // Such as a module that takes a profile of the store.
    ...(options === undefined ? {} : { NODE_OPTIONS: options }),
  })
  try {
    return await work(store)
  } finally {
    await store.interrupt()
  }
}

export async function startCeiling(url: string): Promise<Place & { stop: () => void }> {
  const child = fork(new URL('./catalog-ceiling.ts', import.meta.url), [url])
  const message = await new Promise<unknown>((resolve, reject) => {
    child.once('message', resolve)
    child.once('exit', (code) => reject(new Error(`the ceiling ended with ${code}`)))
  })
  return { url: z.object({ url: z.string() }).parse(message).url, stop: () => child.disconnect() }
}
