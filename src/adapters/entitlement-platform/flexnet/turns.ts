/** Lets at most `limit` tasks run at once; the others wait in order of arrival. */
export function takeTurns(limit: number): <Result>(task: () => Promise<Result>) => Promise<Result> {
  const waiting: (() => void)[] = []
  let running = 0
  return async (task) => {
    if (running >= limit) await new Promise<void>((resolve) => waiting.push(resolve))
    else running += 1
    try {
      return await task()
    } finally {
      // The place is handed on, not freed, so that a newcomer cannot overtake.
      const next = waiting.shift()
      if (next) next()
      else running -= 1
    }
  }
}
