import { sql } from 'drizzle-orm'
import type { LocalDate } from '../../../kernel/local-date.ts'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { textArray } from '../../../platform/db/text-array.ts'
import { decideRights, type FactLine, type ReadRights, rightsFacts } from './effective-rights.ts'
import type { HeldLine } from './is-delivered.ts'
import type { ProductKey } from './port.ts'

/** A line, and what chains grant the account for it. */
export interface GrantedLine {
  readonly accountId: string
  readonly line: Pick<FactLine, 'activationId' | 'accountId' | 'productName'>
  readonly granted: readonly (ProductKey & { readonly chainId: string })[]
  /** Every line that the account holds. */
  readonly lines: readonly HeldLine[]
}

/** Which accounts are looked at: those that some chains may grant something, those that are named; null for all. */
export interface GrantScope {
  readonly chainIds: readonly string[] | null
  readonly accountIds: readonly string[] | null
}

/** How far a look came: the account, and the last of its lines that was asked about; null when that was all of them. */
export interface GrantPlace {
  readonly accountId: string
  readonly activationId: string | null
}

/**
 * The lines of the next accounts that chains grant something for, in the order of accounts and lines. A line that is
 * inherited is its owner's matter, but for what its owner has not: what a cohort brings to the account itself. Two
 * statements, however many accounts.
 * @returns `last`: the last account that was looked at; null when there are no more
 */
export async function grantedLines(
  tx: Db | Tx,
  asked: {
    readonly scope: GrantScope
    readonly after: GrantPlace | null
    readonly on: LocalDate
    readonly limit: number
  },
): Promise<{ readonly lines: readonly GrantedLine[]; readonly last: string | null }> {
  const accountIds = await accountsAfter(tx, asked)
  if (accountIds.length === 0) return { lines: [], last: null }
  const rows = await tx.execute<{ account_id: string; facts: ReadRights }>(sql`
    select a.account_id, ${rightsFacts(sql`a.account_id`, sql`${asked.on}::date`)} as facts
    from unnest(${textArray(accountIds)}) with ordinality as a(account_id, place) order by a.place`)
  const lines = rows.flatMap(({ account_id: accountId, facts }) =>
    linesOf(accountId, facts, asked.on).filter(({ line }) => isAfter(asked.after, accountId, line.activationId)),
  )
  return { lines, last: accountIds.length < asked.limit ? null : (accountIds.at(-1) ?? null) }
}

function linesOf(accountId: string, facts: ReadRights, on: LocalDate): GrantedLine[] {
  const { held, granted, undelivered } = decideRights(facts, on)
  const byLine = new Map<string, { line: FactLine; granted: (ProductKey & { chainId: string })[] }>()
  for (const { line, product, chainId, earlyFor } of [...granted, ...undelivered]) {
    if (line.accountId !== accountId && earlyFor === null) continue
    const found = byLine.get(line.activationId) ?? { line, granted: [] }
    found.granted.push({ ...product, chainId })
    byLine.set(line.activationId, found)
  }
  return [...byLine.values()]
    .map((found) => ({ accountId, lines: held, ...found }))
    .sort((a, b) => Buffer.compare(Buffer.from(a.line.activationId), Buffer.from(b.line.activationId)))
}

function isAfter(after: GrantPlace | null, accountId: string, activationId: string): boolean {
  if (after === null || after.activationId === null || accountId !== after.accountId) return true
  return Buffer.compare(Buffer.from(activationId), Buffer.from(after.activationId)) > 0
}

async function accountsAfter(
  tx: Db | Tx,
  { scope, after, limit }: { readonly scope: GrantScope; readonly after: GrantPlace | null; readonly limit: number },
): Promise<string[]> {
  // An account of which not all lines were asked about is looked at once more.
  const from = after?.activationId === null ? sql`>` : sql`>=`
  const ofChains = scope.chainIds === null ? sql`` : sql` and c.id = any(${textArray(scope.chainIds)})`
  const named = scope.accountIds === null ? sql`` : sql` and a.account_id = any(${textArray(scope.accountIds)})`
  const relations =
    scope.chainIds === null
      ? sql` or exists (select from product_relations u join products p on p.name = u.to_name and p.version = u.to_version
          where u.from_name = l.product_name and u.from_version = l.product_version and u.relation = 'UPGRADE_TO'
            and u.removed_at is null and p.attributes ->> 'storeCategory' = 'update')`
      : sql``
  const rows = await tx.execute<{ account_id: string }>(sql`
    select a.account_id from accounts a
    where a.removed_at is null and a.account_id ${from} ${after?.accountId ?? ''}${named}
      and (exists (select from entitlement_lines l
          where l.account_id = a.account_id and l.state = 'DEPLOYED' and l.removed_at is null
            and (exists (select from product_chains c where c.from_name = l.product_name and c.grants = 'update'
                and (c.from_version is null or c.from_version = l.product_version)${ofChains})${relations}))
        or (exists (select from account_parents p where p.account_id = a.account_id)
          and exists (select from product_chains c where c.grants = 'update' and cardinality(c.cohort) > 0${ofChains})))
    order by a.account_id limit ${limit}`)
  return rows.map(({ account_id: accountId }) => accountId)
}
