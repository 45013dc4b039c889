import { setTimeout as pause } from 'node:timers/promises'
import postgres from 'postgres'

/** A write of the store: it is stopped in its transaction, after the row is written and before anything is committed. */
export interface Write {
  readonly table: string
  readonly operation: 'insert' | 'update' | 'delete'
  /**
   * SQL over `$1`, the row as it becomes, and `$2`, the row as it was, both jsonb. With `$3`, the words, in it the
   * condition says by itself whose row it is.
   */
  readonly when?: string
}

export interface RowGate {
  /** Stops every such write whose row names one of these words. Resolves when one stands still. */
  hold(write: Write, words: readonly string[]): Promise<void>
  /** The writer is dead: ends its sessions, so that the server rolls them back, and lets everything through again. */
  release(): Promise<void>
  close(): Promise<void>
}

const lockClass = 7_246_999
const pollMs = 10
const reachedWithinMs = 20_000

/**
 * Stops transactions from within the database: a trigger waits for a lock that the test holds. The store knows nothing of
 * it, and what it sees is a slow database.
 */
export async function openRowGate(url: string, tables: readonly string[]): Promise<RowGate> {
  const sql = postgres(url, { max: 4, onnotice: () => {}, connection: { application_name: 'kill-test' } })
  const keeper = await sql.reserve()
  await keeper`select pg_advisory_lock(${lockClass}, 0)`
  await sql.unsafe(`
    create table kill_holds (id serial primary key, table_name text, operation text, condition text, words text[]);
    create function kill_hold() returns trigger language plpgsql as $$
    declare
      hold record;
      fits boolean;
      new_row jsonb := case when tg_op = 'DELETE' then null else to_jsonb(new) end;
      old_row jsonb := case when tg_op = 'INSERT' then null else to_jsonb(old) end;
    begin
      for hold in select * from kill_holds where table_name = tg_argv[0] and operation = lower(tg_op) loop
        continue when position('$3' in hold.condition) = 0 and not exists (
          select from unnest(hold.words) word where position(word in coalesce(new_row, old_row)::text) > 0);
        execute 'select ' || hold.condition into fits using new_row, old_row, hold.words;
        if fits then
          perform pg_advisory_xact_lock_shared(${lockClass}, hold.id);
          perform pg_advisory_xact_lock_shared(${lockClass}, 0);
        end if;
      end loop;
      return null;
    end $$`)
  for (const table of tables)
    await sql.unsafe(`create trigger kill_hold after insert or update or delete on ${table}
      for each row execute function kill_hold('${table}')`)

  const waiters = (id: number) => sql`
    select waiting.pid from pg_locks waiting join pg_locks mine using (pid)
    where waiting.locktype = 'advisory' and waiting.classid = ${lockClass} and waiting.objid = 0 and not waiting.granted
      and mine.locktype = 'advisory' and mine.classid = ${lockClass} and mine.objid = ${id} and mine.granted`

  return {
    hold: async ({ table, operation, when = 'true' }, words) => {
      const [row] = await sql<{ id: number }[]>`
        insert into kill_holds (table_name, operation, condition, words)
        values (${table}, ${operation}, ${when}, ${[...words]}) returning id`
      const deadline = performance.now() + reachedWithinMs
      while (performance.now() < deadline) {
        if ((await waiters(row?.id ?? 0)).length > 0) return
        await pause(pollMs)
      }
      throw new Error(`no ${operation} of ${table} came`)
    },
    release: async () => {
      await sql`delete from kill_holds`
      const theirs = sql`select pid from pg_stat_activity
        where application_name = 'entitlement-store' and datname = current_database()`
      while ((await sql`select pg_terminate_backend(pid) from (${theirs}) sessions`).length > 0) await pause(pollMs)
    },
    close: async () => {
      keeper.release()
      await sql.end({ timeout: 1 })
    },
  }
}
