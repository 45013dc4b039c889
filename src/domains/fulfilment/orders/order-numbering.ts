import { sql } from 'drizzle-orm'
import type { Clock } from '../../../kernel/clock.ts'
import type { Db, Tx } from '../../../platform/db/db.ts'
import type { Log } from '../../../platform/log/log.ts'
import { enqueue } from '../../../platform/queue/jobs.ts'
import { highestOrderNumber, type PlatformReader } from '../../entitlements/rights/index.ts'
import { lastPublished, requestSync } from '../../entitlements/sync/index.ts'
import { platformNumbersDue } from './events.ts'
import { orderNumbering } from './tables.ts'

export interface OrderNumbering {
  readonly prefix: string
  /** The last number that was given out, or gone past. */
  readonly last: number
  /** The newest number of this prefix that the platform had above the store's own; null when it never had one. */
  readonly foundNumber: string | null
  readonly foundAt: Date | null
}

/** So many numbers are drawn one by one, which no other draw can cross; above, the sequence is set. */
const drawnSingly = 10_000

/** How far a start asks the platform beyond the store's own last number. */
const askedAhead = 5

/** Notes the prefix that the configuration has. Orders that were placed keep their numbers. */
export async function chooseOrderNumberPrefix(tx: Tx, prefix: string): Promise<void> {
  await tx
    .insert(orderNumbering)
    .values({ prefix })
    .onConflictDoUpdate({
      target: orderNumbering.id,
      set: { prefix },
      setWhere: sql`${orderNumbering.prefix} <> ${prefix}`,
    })
}

/**
 * The next order number of the year. Given at placement only; a placement that fails leaves a gap. One statement, because
 * every order pays for it.
 */
export async function nextOrderNumber(tx: Tx, year: number): Promise<string> {
  const [row] = await tx.execute<{ value: string; prefix: string }>(
    sql`select nextval('order_numbers')::text as value, coalesce((select prefix from order_numbering), 'SO') as prefix`,
  )
  return orderNumberOf(row?.prefix ?? 'SO', year, row?.value ?? '')
}

export async function orderNumberingNow(tx: Db | Tx): Promise<OrderNumbering> {
  const [row] = await tx.select().from(orderNumbering)
  const [at] = await tx.execute<{ last: string }>(
    sql`select (case when is_called then last_value else last_value - 1 end)::text as last from order_numbers`,
  )
  return {
    prefix: row?.prefix ?? 'SO',
    last: Number(at?.last ?? 0),
    foundNumber: row?.foundNumber ?? null,
    foundAt: row?.foundAt ?? null,
  }
}

/**
 * The highest number of the store's prefix and this year that the mirror has, when it is above all that the store gave:
 * another store writes to the platform under this prefix, or this database was restored from a copy.
 */
export async function numberAbove(tx: Db | Tx, year: number): Promise<{ number: string; running: number } | null> {
  const { prefix, last } = await orderNumberingNow(tx)
  const running = await highestOrderNumber(tx, `${prefix}-${year}-`)
  return running !== null && running > last ? { number: orderNumberOf(prefix, year, String(running)), running } : null
}

/**
 * Goes on above the numbers that the mirror has of other stores, and says so. May run twice, and in several processes at
 * once: numbers only ever move up.
 */
export async function moveAboveForeignNumbers(deps: { db: Db; clock: Clock; log: Log }): Promise<void> {
  const at = deps.clock.now()
  const moved = await deps.db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('order_numbers'))`)
    const above = await numberAbove(tx, at.getUTCFullYear())
    if (above === null) return null
    const { prefix, last } = await orderNumberingNow(tx)
    if (above.running - last <= drawnSingly)
      await tx.execute(
        sql`select max(nextval('order_numbers')) from generate_series(1, ${above.running - last}::integer)`,
      )
    else await tx.execute(sql`select setval('order_numbers', ${above.running}::bigint)`)
    const found = { foundNumber: above.number, foundAt: at }
    await tx
      .insert(orderNumbering)
      .values({ prefix, ...found })
      .onConflictDoUpdate({ target: orderNumbering.id, set: found })
    return { ...above, last: orderNumberOf(prefix, at.getUTCFullYear(), String(last)) }
  })
  if (moved)
    deps.log.warn(
      { platform: moved.number, store: moved.last },
      'the platform holds a higher order number than this store gave; numbers go on above it. Two stores beside one platform need an ORDER_NUMBER_PREFIX each',
    )
}

/** For a start: the look at the platform waits on the queue, because a partner that is away must not keep a store from starting. */
export async function requestLookAbove(tx: Tx): Promise<void> {
  await enqueue(tx, platformNumbersDue, {})
}

/**
 * Asks the platform for the next few numbers, because the mirror of a restored database is as old as the database. What
 * is found is read, and numbers go on above it when it is published.
 */
export async function lookAbove(deps: {
  db: Db
  clock: Clock
  log: Log
  platform: Pick<PlatformReader, 'linesOfOrder'>
}): Promise<void> {
  await moveAboveForeignNumbers(deps)
  if ((await lastPublished(deps.db)) === null) return
  const { prefix, last } = await orderNumberingNow(deps.db)
  const year = deps.clock.now().getUTCFullYear()
  for (let ahead = 1; ahead <= askedAhead; ahead += 1) {
    const number = orderNumberOf(prefix, year, String(last + ahead))
    const { lines, maintenanceLines } = await deps.platform.linesOfOrder(number)
    if (lines.length + maintenanceLines.length === 0) continue
    deps.log.warn({ platform: number }, 'the platform holds an order number that this store has not given; it is read')
    // A sync that is under way reads it as well.
    await requestSync(deps, { mode: 'incremental', trigger: 'order numbers' }).catch((err: unknown) =>
      deps.log.warn({ err }, 'no sync was started for the order numbers of the platform'),
    )
    return
  }
}

/** `SO-2026-000123`: the store's prefix, the year of placement and a running number, as people read it out. */
export function orderNumberOf(prefix: string, year: number, running: string): string {
  return `${prefix}-${year}-${running.padStart(6, '0')}`
}

/** Whether a number on the platform has the shape of ours; vendors' older systems number their orders in ways of their own. */
export function isOrderNumber(prefix: string, text: string): boolean {
  return text.startsWith(`${prefix}-`) && /^\d{4}-\d{6,}$/.test(text.slice(prefix.length + 1))
}
