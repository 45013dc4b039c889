import postgres, { type Sql } from 'postgres'
import { databaseAway, isLostConnection } from './database-failure.ts'

export interface Renewal {
  /** Opens a client of one connection, which says so when the connection has gone. */
  readonly open: (onLost: () => void) => Sql
  /** How many connections there may be. */
  readonly max: number
  /** How long a statement may be under way before a second connection asks whether the database is there at all; null for never. */
  readonly doubtAfterMs: number | null
}

/** A statement or transaction that has not ended. */
interface UnderWay {
  readonly since: number
  readonly refuse: (error: Error) => void
}

/** A client of the driver with its one connection, and what is under way on it. */
interface Held {
  readonly client: Sql
  readonly underWay: Set<UnderWay>
  lost: boolean
}

/**
 * Stands in for a client of the driver with `max` connections: a row of clients with one connection each. When a connection
 * goes, all that is under way on its client is refused, and the client is used no more. postgres.js 3.4.9 needs both:
 * - It keeps of a connection that has gone what it had not yet sent, and the mark that it is about to send: the next
 *   connection in its place then never says who it is (measured: a pool of ten behind a proxy that had cut each connection
 *   once gave ten seconds of waiting and CONNECT_TIMEOUT to every statement from then on).
 * - A statement that it sends between a socket's `error` and its `close` is never answered and never refused
 *   (`connection.js`, `closed`: nothing is refused after an error). With several connections in a client nobody could tell
 *   such a statement from one that takes long on another connection.
 */
export function renewing({ open, max, doubtAfterMs }: Renewal): Sql {
  let closed = false
  const inUse: Held[] = []
  const first = hold()

  function hold(): Held {
    const held: Held = { client: open(() => retire(held)), underWay: new Set(), lost: false }
    inUse.push(held)
    return held
  }

  function retire(held: Held): void {
    if (held.lost) return
    held.lost = true
    inUse.splice(inUse.indexOf(held), 1)
    // The driver's own refusals come with the same event, and say more.
    setImmediate(() => {
      for (const { refuse } of held.underWay) refuse(databaseAway('the connection was lost'))
      held.client.end({ timeout: 0 }).catch(() => {})
    })
  }

  /** The client used last of those that are free, a new one, or the one with the least to do. */
  function take(): Held {
    if (closed) throw databaseAway('the store has closed its connections')
    const free = inUse.findLast(({ underWay }) => underWay.size === 0)
    if (free) return free
    if (inUse.length < max) return another()
    return inUse.reduce((least, held) => (held.underWay.size < least.underWay.size ? held : least))
  }

  function another(): Held {
    const held = hold()
    // Drizzle has told the first client how to read dates and JSON.
    Object.assign(held.client.options.parsers, first.client.options.parsers)
    Object.assign(held.client.options.serializers, first.client.options.serializers)
    return held
  }

  async function run<Result>(work: (held: Held) => PromiseLike<Result>): Promise<Result> {
    const held = take()
    return new Promise<Result>((resolve, refuse) => {
      const entry = { since: performance.now(), refuse }
      held.underWay.add(entry)
      const leave = () => held.underWay.delete(entry)
      work(held).then(
        (result) => {
          leave()
          resolve(result)
        },
        (error: unknown) => {
          leave()
          refuse(error)
        },
      )
    })
  }

  const unsafe: (...call: Parameters<Sql['unsafe']>) => object = (...call) => ({
    values: () => run(({ client }) => client.unsafe(...call).values()).catch(told),
    // biome-ignore lint/suspicious/noThenProperty: it stands in for postgres.js's query, which is awaited lazily
    then: (...handlers: Parameters<PromiseLike<unknown>['then']>) =>
      run(({ client }) => client.unsafe(...call))
        .catch(told)
        .then(...handlers),
  })

  const doubts = doubtAfterMs === null ? null : setInterval(() => doubt(doubtAfterMs), doubtAfterMs)
  doubts?.unref()
  let isDoubting = false

  /** A network that has fallen silent ends no connection: what waits is cut off once nobody else gets through either. */
  function doubt(afterMs: number): void {
    const late = inUse.filter(({ underWay }) => {
      const [oldest] = underWay
      return oldest !== undefined && performance.now() - oldest.since > afterMs
    })
    if (late.length === 0 || isDoubting) return
    isDoubting = true
    void answers(open, afterMs).then((there) => {
      isDoubting = false
      if (!there) for (const held of late) retire(held)
    })
  }

  return new Proxy(first.client, {
    get: (target, property, receiver) => {
      if (property === 'unsafe') return unsafe
      if (property === 'begin') return (...call: BeginCall) => run((held) => beginUnlessLost(held, call))
      if (property === 'end')
        return async (options: Parameters<Sql['end']>[0]) => {
          closed = true
          if (doubts) clearInterval(doubts)
          await Promise.all(inUse.map(({ client }) => client.end(options)))
        }
      return Reflect.get(target, property, receiver)
    },
  })
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
async function beginUnlessLost(held: Held, call: BeginCall): Promise<unknown> {
  const { client } = held
  let over = false
  const isGone = () => over || held.lost
  /** Why the work failed by itself; a partner that it could not reach is no matter of the database. */
  let ownFailure: unknown
  const guarded =
    (work: Work) =>
    async (tx: object): Promise<unknown> => {
      const outcome = await outcomeOf(() => work(inside(tx)))
      // The refusal of the transaction comes with the same event, a few steps behind that of its statement.
      if ('error' in outcome) await new Promise((resolve) => setImmediate(resolve))
      if (isGone()) return new Promise(() => {})
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
        if (property === 'unsafe' && isGone()) return refuse
        const found = Reflect.get(target, property, receiver)
        if (property !== 'savepoint') return found
        // The driver would write the savepoint to a socket that is null.
        return (...given: BeginCall) =>
          isGone()
            ? Promise.reject(transactionLost())
            : found(...given.slice(0, -1), guarded(given[given.length - 1] as Work))
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
  const refused = () => Promise.reject(transactionLost())
  return {
    values: refused,
    // biome-ignore lint/suspicious/noThenProperty: it stands in for postgres.js's query, which is awaited lazily
    then: (...handlers: Parameters<PromiseLike<unknown>['then']>) => refused().then(...handlers),
  }
}

function transactionLost(): Error {
  return databaseAway('the connection of this transaction was lost')
}
