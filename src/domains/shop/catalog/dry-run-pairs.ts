import { type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '../../../platform/db/db.ts'
import { type ItemChanges, type KeptHoldings, keep, rowsShown } from '../../entitlements/sync/index.ts'

const movedAccount = sql`(t.type_before, t.tier_before) is distinct from (t.type_after, t.tier_after)`

/**
 * The pairs of account and item for which a right may have changed the answer, with the answer on each side. Complete,
 * because an item that asks for a right is seen only by who has one of its entries: if the answer differs, the account
 * has such an entry on one side, and either that, the item or the account's type or tier differs. What is kept from some
 * accounts without asking for a right (narrow) is compared with every account when it changed, else with those that moved.
 */
export async function keepSeen(tx: Tx, { before, after, accountTypes }: KeptHoldings): Promise<void> {
  await keep(
    tx,
    'dry_run_seen',
    sql`
    with changed as (
      select account_id, entry from (
        (select * from ${before} except select * from ${after}) union all
        (select * from ${after} except select * from ${before})) d),
    narrow as (
      select part_number, bool_or(part_number in (select part_number from dry_run_items where ruled)) as ruled
      from (select * from dry_run_items_before union all select * from dry_run_items_after) i
      where sells and not plain and requires_any_of = '{}' and not adds_to_line group by part_number),
    had as (select account_id, entry from ${before} union select account_id, entry from ${after}),
    pairs as (
      select c.account_id, e.part_number from changed c join dry_run_item_entries e on e.entry = c.entry
      union
      select h.account_id, e.part_number from had h join dry_run_item_entries e on e.entry = h.entry
        where e.part_number in (select part_number from dry_run_items where ruled)
      union
      select h.account_id, e.part_number from had h join dry_run_item_entries e on e.entry = h.entry
        join ${accountTypes} t on t.account_id = h.account_id and ${movedAccount}
      union
      select t.account_id, n.part_number from ${accountTypes} t cross join narrow n where n.ruled or ${movedAccount})
    select p.account_id, p.part_number, coalesce(a.title, b.title) as title,
      ${sees('b', 'before', before)} as before, ${sees('a', 'after', after)} as after,
      coalesce(r.open_before, false) as open_before, coalesce(r.open_after, false) as open_after
    from pairs p
    join ${accountTypes} t on t.account_id = p.account_id
    left join dry_run_items_before b on b.part_number = p.part_number
    left join dry_run_items_after a on a.part_number = p.part_number
    left join dry_run_items r on r.part_number = p.part_number and r.ruled`,
  )
}

/** `visibleTo` for an account and an item of one side. */
function sees(item: 'a' | 'b', side: 'before' | 'after', held: SQL): SQL {
  const i = sql.raw(item)
  const [type, tier] = [sql.raw(`t.type_${side}`), sql.raw(`t.tier_${side}`)]
  const has = (condition: SQL) => sql`exists (select from ${held} h where h.account_id = p.account_id and ${condition})`
  return sql`coalesce(${i}.sells and ${type} = any(${i}.sold_to)
    and (${i}.partner_tiers = '{}' or coalesce(${tier} = any(${i}.partner_tiers), false))
    and (${i}.only_accounts = '{}' or t.account_id = any(${i}.only_accounts)) and not t.account_id = any(${i}.not_accounts)
    and not exists (select from unnest(${i}.requires_all_of) asked where not ${has(sql`h.entry = asked`)})
    and not ${has(sql`h.entry = any(${i}.requires_none_of)`)}
    and (${i}.requires_any_of = '{}' or ${has(sql`h.entry = any(${i}.requires_any_of)`)})
    and (not ${i}.adds_to_line or ${has(sql`h.by_line and h.entry = ${i}.own_entry`)}), false)`
}

// A pair that an open item decides is not told account by account. Who saw the item by a right before it was opened to
// all gains nothing, and who sees it by a right after it was closed loses nothing.
const gainsByRight = sql`after and not before and not open_after`
const losesByRight = sql`before and not after and not open_before`
const sawAlready = sql`before and after and open_after and not open_before`
const seesStill = sql`before and after and open_before and not open_after`

/** Lists and figures of what `keepSeen` found, and of the items that ask for nothing. */
export async function changesOf(tx: Tx, { accountTypes }: KeptHoldings): Promise<ItemChanges> {
  await keepTypeChanges(tx, accountTypes)
  await keep(
    tx,
    'dry_run_tally',
    sql`select t.account_id, t.type_before, t.type_after, c.gains as by_type_gains, c.loses as by_type_loses,
      c.gains + c.opened - coalesce(s.already, 0) + coalesce(s.gains, 0) as gains,
      c.loses + c.closed - coalesce(s.still, 0) + coalesce(s.loses, 0) as loses
    from ${accountTypes} t
    join dry_run_types c on c.type_before is not distinct from t.type_before
      and c.type_after is not distinct from t.type_after
    left join (select account_id, count(*) filter (where ${gainsByRight}) as gains,
      count(*) filter (where ${losesByRight}) as loses, count(*) filter (where ${sawAlready}) as already,
      count(*) filter (where ${seesStill}) as still from dry_run_seen group by account_id) s
      on s.account_id = t.account_id`,
  )
  const [totals] = z.array(totalsRow).parse([
    ...(await tx.execute(sql`select count(*) filter (where gains > 0) as gaining, count(*) filter (where loses > 0) as losing,
      coalesce(sum(gains), 0) as gains, coalesce(sum(loses), 0) as loses,
      count(*) filter (where type_before is distinct from type_after) as changed,
      (select count(*) from dry_run_seen where (${gainsByRight}) or (${losesByRight})) as pairs from dry_run_tally`)),
  ])
  if (!totals) throw new Error('an aggregate without groups answers one row')
  const everybody = await everybodyRows(tx)
  return {
    gains: { accounts: totals.gaining, items: totals.gains },
    loses: { accounts: totals.losing, items: totals.loses },
    changes: [...(await pairRows(tx, 'loses')), ...(await pairRows(tx, 'gains'))],
    changesInAll: totals.pairs,
    everybody: everybody.map(({ inAll: _, ...row }) => row),
    everybodyInAll: everybody[0]?.inAll ?? 0,
    accounts: await accountRows(tx),
    accountsInAll: totals.changed,
  }
}

const count = z.coerce.number().int()
const totalsRow = z.object({
  gaining: count,
  losing: count,
  gains: count,
  loses: count,
  changed: count,
  pairs: count,
})

/**
 * How many accounts go from which type to which, and what that does with items that ask for nothing: `gains` and `loses`
 * among those that did not change themselves, `opened` and `closed` among those that did.
 */
async function keepTypeChanges(tx: Tx, accountTypes: SQL): Promise<void> {
  await keep(
    tx,
    'dry_run_types',
    sql`
    with types as (select type_before, type_after, count(*) as accounts from ${accountTypes} group by 1, 2),
    steady as (select sold_to, count(*) as items from dry_run_items_after
      where sells and plain and part_number not in (select part_number from dry_run_items where ruled) group by 1)
    select t.*,
      (select coalesce(sum(items), 0) from steady where ${soldOnlyTo(sql`t.type_after`, sql`t.type_before`)}) as gains,
      (select coalesce(sum(items), 0) from steady where ${soldOnlyTo(sql`t.type_before`, sql`t.type_after`)}) as loses,
      (select count(*) from dry_run_items r where ruled and ${opens}) as opened,
      (select count(*) from dry_run_items r where ruled and ${closes}) as closed
    from types t`,
  )
}

function soldOnlyTo(type: SQL, not: SQL): SQL {
  return sql`(coalesce(${type} = any(sold_to), false) and not coalesce(${not} = any(sold_to), false))`
}
const openBefore = sql`coalesce(r.open_before and t.type_before = any(r.sold_to_before), false)`
const openAfter = sql`coalesce(r.open_after and t.type_after = any(r.sold_to_after), false)`
const opens = sql`(${openAfter} and not ${openBefore})`
const closes = sql`(${openBefore} and not ${openAfter})`

async function pairRows(tx: Tx, change: 'gains' | 'loses'): Promise<ItemChanges['changes']> {
  const rows = await tx.execute(sql`select account_id as "accountId", part_number as "partNumber", title,
      ${change}::text as change
    from dry_run_seen where ${change === 'gains' ? gainsByRight : losesByRight}
    order by account_id, part_number limit ${rowsShown}`)
  return z.array(pairRow).parse([...rows])
}
const pairRow = z.object({
  accountId: z.string(),
  partNumber: z.string(),
  title: z.string(),
  change: z.enum(['gains', 'loses']),
})

/** Items that open to somebody or close without any right, with how many accounts that is. */
async function everybodyRows(tx: Tx): Promise<z.infer<typeof everybodyRow>[]> {
  const side = (change: 'gains' | 'loses') => sql`
    select r.part_number as "partNumber", r.title, ${change}::text as change,
      array_agg(distinct ${change === 'gains' ? sql`t.type_after` : sql`t.type_before`}) as "accountTypes",
      sum(t.accounts) - (select count(*) from dry_run_seen s where s.part_number = r.part_number
        and ${change === 'gains' ? sawAlready : seesStill}) as accounts
    from dry_run_items r join dry_run_types t on ${change === 'gains' ? opens : closes}
    where r.ruled group by r.part_number, r.title`
  const rows = await tx.execute(sql`select *, count(*) over () as "inAll"
    from (${side('loses')} union all ${side('gains')}) found
    where accounts > 0 order by change desc, "partNumber" limit ${rowsShown}`)
  return z.array(everybodyRow).parse([...rows])
}
const everybodyRow = pairRow.omit({ accountId: true }).extend({
  accountTypes: z.array(z.string()),
  accounts: count,
  inAll: count,
})

async function accountRows(tx: Tx): Promise<ItemChanges['accounts']> {
  const rows = await tx.execute(sql`select account_id as "accountId", type_before as "from", type_after as "to",
      by_type_gains as gains, by_type_loses as loses
    from dry_run_tally where type_before is distinct from type_after order by account_id limit ${rowsShown}`)
  return z.array(accountRow).parse([...rows])
}
const accountRow = z.object({
  accountId: z.string(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  gains: count,
  loses: count,
})
