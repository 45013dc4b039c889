import { randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const secretsSchema = z.object({
  session: z.string().min(32),
  handoff: z.string().min(32),
  soapPassword: z.string().min(20),
  cardKey: z.string().min(20),
  cardWebhook: z.string().min(20),
  siteToken: z.string().min(20),
})
export type BoxSecrets = z.infer<typeof secretsSchema>

/**
 * The secrets of a box, made at its first start and kept in its data directory, readable by its owner only. No two boxes
 * share one, and none is in the code. May be called by two processes at once: one writes, both read the same.
 */
export function boxSecrets(dataDir: string): BoxSecrets {
  const file = join(dataDir, 'secrets.json')
  const fresh: BoxSecrets = {
    session: secret(''),
    handoff: secret(''),
    soapPassword: secret(''),
    cardKey: secret('sk_test_'),
    cardWebhook: secret('whsec_'),
    siteToken: secret('site_'),
  }
  mkdirSync(dataDir, { recursive: true })
  const beside = `${file}.${randomBytes(6).toString('hex')}`
  try {
    // A link appears with all of its content, or not at all when another process was first.
    writeFileSync(beside, JSON.stringify(fresh, null, 2), { mode: 0o600, flag: 'wx' })
    linkSync(beside, file)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  } finally {
    rmSync(beside, { force: true })
  }
  return secretsSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
}

function secret(prefix: string): string {
  return `${prefix}${randomBytes(24).toString('hex')}`
}
