import { sql } from 'drizzle-orm'
import type { Db, Tx } from '../../../platform/db/db.ts'
import type { Names, NamesAsked } from '../../../platform/http/pages/page-names.ts'
import { accounts, members } from './tables.ts'

/** Names of accounts and people, those who have left too; one that the mirror does not have is missing. One statement. */
export async function namesOf(tx: Db | Tx, { accountIds, userNames }: NamesAsked): Promise<Names> {
  if (accountIds.length + userNames.length === 0) return { accounts: new Map(), people: new Map() }
  const rows = await tx.execute<{ kind: 'account' | 'person'; id: string; name: string }>(sql`
    select 'account' as kind, ${accounts.accountId} as id, ${accounts.name} as name from ${accounts}
      where ${accounts.accountId} in (select jsonb_array_elements_text(${JSON.stringify(accountIds)}::jsonb))
    union all
    select 'person', ${members.userName}, btrim(${members.firstName} || ' ' || ${members.lastName}) from ${members}
      where ${members.userName} in (select jsonb_array_elements_text(${JSON.stringify(userNames)}::jsonb))`)
  const ofKind = (wanted: 'account' | 'person') =>
    new Map(rows.flatMap(({ kind, id, name }) => (kind === wanted && name !== '' ? [[id, name] as const] : [])))
  return { accounts: ofKind('account'), people: ofKind('person') }
}

/** A person in a sentence that is kept: by name with the sign-in name, or by the sign-in name alone. */
export async function personWritten(tx: Db | Tx, userName: string): Promise<string> {
  const name = (await namesOf(tx, { accountIds: [], userNames: [userName] })).people.get(userName)
  return name === undefined ? userName : `${name} (${userName})`
}
