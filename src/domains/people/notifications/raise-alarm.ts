import { derivedId } from '../../../kernel/ids.ts'
import type { Tx } from '../../../platform/db/db.ts'
import type { Log } from '../../../platform/log/log.ts'
import type { OperatorAlarm } from './mail-kinds.ts'
import { requestMail } from './request-mail.ts'
import { findMail } from './store.ts'

export interface AlarmDeps {
  readonly log: Log
  /** Who gets alarms by mail; null when nobody does. */
  readonly alarmMail: string | null
  /** The address under which the store is reached, without a slash at its end. */
  readonly publicUrl: () => string
}

export interface Alarm extends Omit<OperatorAlarm, 'adminUrl'> {
  /** The admin page where it can be mended, such as `/admin/sync/syn_...`. */
  readonly adminPath: string
  /** At most one alarm for each key, where alarms go by mail. */
  readonly dedupeKey: string
  readonly at: Date
}

/** Tells the operators: a line in the log at level error, and a mail, in the caller's transaction, to whoever gets alarms. */
export async function raiseAlarm(tx: Tx, { log, alarmMail, publicUrl }: AlarmDeps, given: Alarm): Promise<void> {
  const { adminPath, dedupeKey, at, ...facts } = given
  if (alarmMail !== null && (await findMail(tx, derivedId('mail', dedupeKey)))) return
  log.error({ alarm: facts.alarm, about: facts.about, adminPath }, facts.detail)
  if (alarmMail === null) return
  const data = { ...facts, adminUrl: `${publicUrl()}${adminPath}` }
  await requestMail(tx, {
    kind: 'operator-alarm',
    dedupeKey,
    at,
    data,
    reference: facts.about,
    recipient: alarmMail,
    locale: 'en',
  })
}
