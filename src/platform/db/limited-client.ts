import type { Sql, TransactionSql } from 'postgres'
import { createLimiter } from '../../kernel/limiter.ts'
import { databaseAway } from './database-failure.ts'
import { worthPreparing } from './prepared.ts'

/**
 * Lets at most `max` statements and transactions into the client at a time; the others wait outside, in order, and each
 * at most so long.
 * postgres.js 3.4 slows down for good once more queries wait inside than its pool holds (measured: 5,072 to 2,250
 * requests per second within twelve minutes), because its queue's `remove` scans.
 */
export function limitedClient(client: Sql, max: number, turnWithinMs: number): Sql {
  const limiter = createLimiter(max)
  const patience = { withinMs: turnWithinMs, late: () => databaseAway(`no turn came within ${turnWithinMs} ms`) }
  const run = <Result>(work: () => PromiseLike<Result>) => limiter.run(work, patience)

  // Drizzle calls these two and no others; a statement is awaited as it is, or asked for its bare values.
  const prepare = worthPreparing()
  const unsafe = (text: string, values?: Parameters<Sql['unsafe']>[1]) => ({
    values: () => run(() => send(text, values).values()),
    // biome-ignore lint/suspicious/noThenProperty: it stands in for postgres.js's query, which is awaited lazily
    then: (...handlers: Parameters<PromiseLike<unknown>['then']>) => run(() => send(text, values)).then(...handlers),
  })
  const send = (text: string, values?: Parameters<Sql['unsafe']>[1]) =>
    client.unsafe(text, values, { prepare: prepare(text) })
  // Statements of a transaction are prepared as others are.
  const inside = (tx: TransactionSql): TransactionSql =>
    new Proxy(tx, {
      get: (target, property, receiver) => {
        if (property === 'unsafe')
          return (text: string, values?: Parameters<Sql['unsafe']>[1]) =>
            target.unsafe(text, values, { prepare: prepare(text) })
        if (property === 'savepoint') return (work: Work) => target.savepoint((inner) => work(inside(inner)))
        return Reflect.get(target, property, receiver)
      },
    })
  const begin = (work: Work) => run(() => client.begin((tx) => work(inside(tx))))
  return new Proxy(client, {
    get: (target, property, receiver) => {
      if (property === 'unsafe') return unsafe
      if (property === 'begin') return begin
      return Reflect.get(target, property, receiver)
    },
  })
}

type Work = (tx: TransactionSql) => unknown
