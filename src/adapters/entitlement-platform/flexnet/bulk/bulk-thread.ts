import { parentPort, workerData } from 'node:worker_threads'
import { createBulkReads } from './bulk-reads.ts'
import { failureOf, type Question, type Reply, type ThreadOptions } from './bulk-thread-messages.ts'

// The other end of `threaded-bulk-reads.ts`, where this thread is started.

let replies: Reply[] = []

function reply(one: Reply): void {
  if (replies.length === 0)
    setImmediate(() => {
      parentPort?.postMessage(replies)
      replies = []
    })
  replies.push(one)
}

const reads = createBulkReads({
  ...(workerData as ThreadOptions),
  log: { warn: (about, text) => reply({ warning: { about, text } }) },
})

async function answer({ id, name, given }: Question): Promise<void> {
  // Our own other end asked: what is given belongs to the name.
  const read = reads[name] as (given: unknown) => Promise<unknown>
  await read(given).then(
    (answer) => reply({ id, answer }),
    (error: unknown) => reply({ id, failure: failureOf(error) }),
  )
}

parentPort?.on('message', (questions: readonly Question[]) => {
  for (const question of questions) void answer(question)
})
