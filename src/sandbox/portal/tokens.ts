import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Clock } from '../../kernel/clock.ts'

/** What one token proves: who it was issued to, and until when. */
export interface SecureTokens {
  issue(userName: string, seconds: number): string
  /** True when the token was issued to this user name and is still good. */
  holds(userName: string, token: string): boolean
}

/** Tokens live in memory: a restart ends them, as it would on the platform, and callers ask for new ones. */
export function secureTokens(clock: Clock): SecureTokens {
  const issued = new Map<string, { readonly userName: string; readonly until: number }>()
  return {
    issue(userName, seconds) {
      const now = clock.now().getTime()
      for (const [token, { until }] of issued) if (until <= now) issued.delete(token)
      const token = randomBytes(24).toString('base64url')
      issued.set(token, { userName: userName.toLowerCase(), until: now + seconds * 1000 })
      return token
    },
    holds(userName, token) {
      const found = issued.get(token)
      return found?.userName === userName.toLowerCase() && found.until > clock.now().getTime()
    },
  }
}

export interface DownloadGrant {
  readonly userName: string
  readonly systemFileId: string
  /** For whom the member acts. */
  readonly accountId: string
}

/** Signs download links: who may fetch which file until when. Good for any number of ranges of one download. */
export function downloadLinks(secret: string, clock: Clock) {
  const key = createHmac('sha256', secret).update('portal download links').digest()
  const sign = (payload: string) => createHmac('sha256', key).update(payload).digest()
  return {
    authparam(grant: DownloadGrant): string {
      // Ten minutes to start: the vendor says that links expire and not when.
      const until = clock.now().getTime() + 600_000
      const payload = Buffer.from(
        JSON.stringify([grant.userName, grant.systemFileId, until, grant.accountId]),
      ).toString('base64url')
      return `${payload}.${sign(payload).toString('base64url')}`
    },
    /** Whom the link was made for, or null when the link is forged, for another file or too old. */
    check(authparam: string, systemFileId: string): Omit<DownloadGrant, 'systemFileId'> | null {
      const [payload = '', signature = ''] = authparam.split('.')
      const given = Buffer.from(signature, 'base64url')
      const right = sign(payload)
      if (given.length !== right.length || !timingSafeEqual(given, right)) return null
      const [userName, file, until, accountId] = JSON.parse(Buffer.from(payload, 'base64url').toString()) as [
        string,
        string,
        number,
        string,
      ]
      return file === systemFileId && until > clock.now().getTime() ? { userName, accountId } : null
    },
  }
}
export type DownloadLinks = ReturnType<typeof downloadLinks>
