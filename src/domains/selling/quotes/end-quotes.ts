import { addDays, dateOf } from '../../../kernel/local-date.ts'
import type { OrderDeps } from '../../fulfilment/orders/index.ts'
import { requestQuoteMail } from './quote-mails.ts'
import * as store from './quote-store.ts'

/** So many days before its last good day a quote is called to mind. */
const reminderDays = 3

/** Notes which quotes have expired, and reminds of those that soon will. May run at any time and as often as it likes. */
export async function endQuotes(deps: Pick<OrderDeps, 'db' | 'clock' | 'publicUrl'>): Promise<void> {
  const at = deps.clock.now()
  const today = dateOf(at)
  for (const { quote: found } of await store.endingVersions(deps.db, addDays(today, reminderDays)))
    await deps.db.transaction(async (tx) => {
      const quote = await store.lockQuote(tx, found.id)
      const version = (await store.versionsOf(tx, [found.id])).find(({ state }) => state === 'sent')
      if (!quote || !version || version.validThrough > addDays(today, reminderDays)) return
      if (version.validThrough < today) await store.moveVersion(tx, version, 'expire', { at })
      else await requestQuoteMail(tx, 'quote-ending', { quote, version, publicUrl: deps.publicUrl(), at })
    })
}
