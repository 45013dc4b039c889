import postgres, { type Sql } from 'postgres'
import { databaseAway, isLostConnection } from './database-failure.ts'

export interface Renewal {
  /** Opens a client that says so when one of its connections has gone. */
  readonly open: (onLost: () => void) => Sql
  /** How long a statement may be under way before a second connection asks whether the database is there at all; null for never. */
  readonly doubtAfterMs: number | null
}

/** One client of the driver, and what is under way on it. */
interface Held {
  readonly client: Sql
  readonly underWay: Set<{ readonly since: number }>
  lost: boolean
}

/**
 * A client that stands in for a row of clients: when a connection goes, the next statement gets a fresh client, and what is
 * under way on the old one ends there. postgres.js 3.4.9 keeps of a connection that has gone what it had not yet sent, and
 * the mark that it is about to send: the next connection in its place then never says who it is, waits for its limit of
 * time, and does the same again (measured: a pool of ten behind a proxy that had cut each connection once gave ten seconds
 * of waiting and CONNECT_TIMEOUT to every statement from then on).
 */
export function renewing({ open, doubtAfterMs }: Renewal): Sql {
  let closed = false
  const retired = new Set<Held>()
  const first = hold()
  let current: Held = first

  function hold(): Held {
    const held: Held = { client: open(() => retire(held)), underWay: new Set(), lost: false }
    return held
  }

  function retire(held: Held): void {
    if (held.lost) return
    held.lost = true
    retired.add(held)
    // Its idle connections are not needed any more. The limit of time comes once nothing is under way.
    closeIdle(held.client)
    if (held.underWay.size === 0) bury(held)
  }

  function bury(held: Held): void {
    retired.delete(held)
    held.client.end({ timeout: 1 }).catch(() => {})
  }

  function usable(): Held {
    if (closed) throw databaseAway('the store has closed its connections')
    if (current.lost) {
      current = hold()
      // Drizzle has told the first client how to read dates and JSON.
      Object.assign(current.client.options.parsers, first.client.options.parsers)
      Object.assign(current.client.options.serializers, first.client.options.serializers)
    }
    return current
  }

  async function run<Result>(work: (client: Sql) => PromiseLike<Result>): Promise<Result> {
    const held = usable()
    const entry = { since: performance.now() }
    held.underWay.add(entry)
    try {
      return await work(held.client)
    } finally {
      held.underWay.delete(entry)
      if (held.lost && held.underWay.size === 0) bury(held)
    }
  }

  const unsafe: (...call: Parameters<Sql['unsafe']>) => object = (...call) => ({
    values: () => run((client) => client.unsafe(...call).values()).catch(told),
    // biome-ignore lint/suspicious/noThenProperty: it stands in for postgres.js's query, which is awaited lazily
    then: (...handlers: Parameters<PromiseLike<unknown>['then']>) =>
      run((client) => client.unsafe(...call))
        .catch(told)
        .then(...handlers),
  })

  const doubts = doubtAfterMs === null ? null : setInterval(() => doubt(doubtAfterMs), doubtAfterMs)
  doubts?.unref()
  const doubted = new Set<Held>()

  /** A network that has fallen silent ends no connection: what waits is cut off once nobody else gets through either. */
  function doubt(afterMs: number): void {
    for (const held of [current, ...retired]) {
      const [oldest] = held.underWay
      if (!oldest || doubted.has(held) || performance.now() - oldest.since <= afterMs) continue
      doubted.add(held)
      void answers(open, afterMs).then((there) => {
        doubted.delete(held)
        if (there) return
        held.lost = true
        retired.delete(held)
        held.client.end({ timeout: 0 }).catch(() => {})
      })
    }
  }

  return new Proxy(first.client, {
    get: (target, property, receiver) => {
      if (property === 'unsafe') return unsafe
      if (property === 'begin') return (...call: BeginCall) => run((client) => beginUnlessLost(client, call))
      if (property === 'end')
        return async (options: Parameters<Sql['end']>[0]) => {
          closed = true
          if (doubts) clearInterval(doubts)
          await Promise.all([current, ...retired].map((held) => held.client.end(options)))
        }
      return Reflect.get(target, property, receiver)
    },
  })
}

// The driver has it and its types leave it out: idle connections are closed, and the others once they are idle.
function closeIdle(client: Sql): void {
  ;(client as Sql & { close(): Promise<void> }).close().catch(() => {})
}

/** Whether the database answers at all on a connection of its own; a refusal is an answer too. */
async function answers(open: Renewal['open'], withinMs: number): Promise<boolean> {
  const probe = open(() => {})
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<boolean>((resolve) => {
    // In two halves: a process that was too busy to read the answer reads it between them.
    const half = () => setTimeout(() => resolve(false), withinMs / 2)
    timer = setTimeout(() => {
      timer = half()
    }, withinMs / 2)
  })
  const answered = probe.unsafe('select 1').then(
    () => true,
    (error: unknown) => error instanceof postgres.PostgresError,
  )
  try {
    return await Promise.race([answered, late])
  } finally {
    clearTimeout(timer)
    probe.end({ timeout: 0 }).catch(() => {})
  }
}

type Work = (tx: object) => unknown
type BeginCall = [string, Work] | [Work]

/**
 * Begins a transaction whose work never ends once its connection has gone. postgres.js would roll back on the connection
 * that is not there, and write to a socket that is null; the transaction itself has been refused by then.
 */
async function beginUnlessLost(client: Sql, call: BeginCall): Promise<unknown> {
  let over = false
  /** Why the work failed by itself; a partner that it could not reach is no matter of the database. */
  let ownFailure: unknown
  const guarded =
    (work: Work) =>
    async (tx: object): Promise<unknown> => {
      const outcome = await outcomeOf(() => work(inside(tx)))
      // The refusal of the transaction comes with the same event, a few steps behind that of its statement.
      if ('error' in outcome) await new Promise((resolve) => setImmediate(resolve))
      if (over) return new Promise(() => {})
      if ('error' in outcome) {
        ownFailure = outcome.error
        throw outcome.error
      }
      return outcome.value
    }
  /** The transaction's client: it takes no statement any more once the transaction is over. */
  const inside = (tx: object): object =>
    new Proxy(tx, {
      get: (target, property, receiver) => {
        if (property === 'unsafe' && over) return refuse
        const found = Reflect.get(target, property, receiver)
        if (property !== 'savepoint') return found
        return (...given: BeginCall) => found(...given.slice(0, -1), guarded(given[given.length - 1] as Work))
      },
    })
  const begin = client.begin.bind(client) as (...given: unknown[]) => Promise<unknown>
  try {
    return await begin(...call.slice(0, -1), guarded(call[call.length - 1] as Work))
  } catch (error) {
    return error === ownFailure ? Promise.reject(error) : told(error)
  } finally {
    over = true
  }
}

function told(error: unknown): never {
  throw isLostConnection(error) ? databaseAway('the connection was lost', error) : error
}

async function outcomeOf(work: () => unknown): Promise<{ readonly value: unknown } | { readonly error: unknown }> {
  try {
    return { value: await work() }
  } catch (error) {
    return { error }
  }
}

function refuse(): object {
  const refused = () => Promise.reject(databaseAway('the connection of this transaction was lost'))
  return {
    values: refused,
    // biome-ignore lint/suspicious/noThenProperty: it stands in for postgres.js's query, which is awaited lazily
    then: (...handlers: Parameters<PromiseLike<unknown>['then']>) => refused().then(...handlers),
  }
}
