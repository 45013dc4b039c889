import { eq, type SQL, sql } from 'drizzle-orm'
import type { Clock } from '../../kernel/clock.ts'
import { PartnerFailure } from '../../kernel/partner-failure.ts'
import type { Db, Tx } from '../db/db.ts'
import type { Log } from '../log/log.ts'
import { partnerContacts } from './tables.ts'

export interface PartnerContact {
  /** The last answer, refusals included: who refuses is there. */
  readonly answeredAt: Date | null
  /** The last time that an answer was waited for in vain. */
  readonly silentAt: Date | null
}

/** Answers come by the hundred; a fact that is half a minute old is new enough for a page. */
const notedEveryMs = 30_000

/**
 * Wraps a partner, so that its every answer and silence is noted for the health page. To note fails no call: a contact that
 * could not be written is in the log.
 */
export function recordContacts<Partner extends object>(
  partner: Partner,
  about: { readonly name: string; readonly db: Db; readonly clock: Clock; readonly log: Log },
): Partner {
  const { name, db, clock, log } = about
  let last: { readonly kind: keyof PartnerContact; readonly at: number } | null = null
  const note = (kind: keyof PartnerContact): void => {
    const at = clock.now()
    if (last?.kind === kind && at.getTime() - last.at < notedEveryMs) return
    last = { kind, at: at.getTime() }
    const later: SQL = sql`greatest(${partnerContacts[kind]}, ${at.toISOString()}::timestamptz)`
    db.insert(partnerContacts)
      .values({ partner: name, [kind]: at })
      .onConflictDoUpdate({ target: partnerContacts.partner, set: { [kind]: later } })
      .then(undefined, (error: unknown) => {
        last = null
        log.warn({ partner: name, err: error }, 'a contact with a partner could not be noted')
      })
  }
  const heard = async <Answer>(answer: Promise<Answer>): Promise<Answer> => {
    try {
      const given = await answer
      note('answeredAt')
      return given
    } catch (error) {
      if (error instanceof PartnerFailure) note(error.judgement === 'final' ? 'answeredAt' : 'silentAt')
      throw error
    }
  }
  return new Proxy(partner, {
    get: (target, property, receiver) => {
      const found: unknown = Reflect.get(target, property, receiver)
      if (typeof found !== 'function') return found
      return (...given: unknown[]) => {
        const answer: unknown = Reflect.apply(found, target, given)
        // What is not waited for was known here, and says nothing about the partner.
        return answer instanceof Promise ? heard(answer) : answer
      }
    },
  })
}

export async function contactWith(tx: Db | Tx, partner: string): Promise<PartnerContact> {
  const [row] = await tx.select().from(partnerContacts).where(eq(partnerContacts.partner, partner))
  return row ?? { answeredAt: null, silentAt: null }
}
