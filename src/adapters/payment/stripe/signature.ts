import { createHmac, timingSafeEqual } from 'node:crypto'

const toleranceSeconds = 300

/**
 * Whether the header signs these very bytes with the secret, at most five minutes before now. Of several signatures one
 * is enough, as while a secret is being changed.
 *
 * Not by the SDK: it decodes the bytes as UTF-8 before it hashes them, so a body with a byte order mark, or in another
 * encoding, never matches its own signature, and it refuses an empty one.
 * @see https://docs.stripe.com/webhooks#verify-manually
 */
export function isSigned(rawBody: Uint8Array, header: string, terms: { secret: string; now: Date }): boolean {
  const parts = header.split(',').map((part) => part.trim())
  const [signedAt, ...more] = valuesOf(parts, 't')
  if (signedAt === undefined || more.length > 0 || !/^\d{1,12}$/.test(signedAt)) return false
  if (Math.floor(terms.now.getTime() / 1000) - Number(signedAt) > toleranceSeconds) return false
  const expected = createHmac('sha256', terms.secret).update(`${signedAt}.`).update(rawBody).digest()
  return valuesOf(parts, 'v1').some((signature) => {
    const given = /^[0-9a-f]{64}$/.test(signature) ? Buffer.from(signature, 'hex') : Buffer.alloc(0)
    return given.length === expected.length && timingSafeEqual(given, expected)
  })
}

function valuesOf(parts: readonly string[], key: string): string[] {
  return parts.flatMap((part) => (part.startsWith(`${key}=`) ? [part.slice(key.length + 1)] : []))
}
