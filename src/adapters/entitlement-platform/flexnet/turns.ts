/** Runs a task in its turn; one that gets no turn within that time is refused with what `late` makes, and never runs. */
export type Turns = <Result>(task: () => Promise<Result>, withinMs: number, late: () => Error) => Promise<Result>

/** Lets at most `limit` tasks run at once; the others wait in order of arrival. */
export function takeTurns(limit: number): Turns {
  const waiting = new Set<() => void>()
  let running = 0
  const turn = (withinMs: number, late: () => Error) =>
    new Promise<void>((resolve, reject) => {
      const enter = () => {
        clearTimeout(timer)
        waiting.delete(enter)
        resolve()
      }
      const timer = setTimeout(() => {
        waiting.delete(enter)
        reject(late())
      }, withinMs)
      waiting.add(enter)
    })
  return async (task, withinMs, late) => {
    if (running >= limit) await turn(withinMs, late)
    else running += 1
    try {
      return await task()
    } finally {
      // The place is handed on, not freed, so that a newcomer cannot overtake.
      const [next] = waiting
      if (next) next()
      else running -= 1
    }
  }
}
