/** How long a task waits for its place, and the error that refuses one for which none came free. */
export interface Patience {
  readonly withinMs: number
  readonly late: () => Error
}

/** Lets a bounded number of tasks in; the others wait in order of arrival. */
export interface Limiter {
  /** Waits for a place; the answer gives it back, once. Without patience it waits as long as it takes. */
  enter(patience?: Patience): Promise<() => void>
  /** Runs the task in a place of its own. A task that is refused never runs. */
  run<Result>(task: () => PromiseLike<Result>, patience?: Patience): Promise<Result>
}

/**
 * The one limiter of the program: for database clients, calls of a partner, and connections to the embedded database.
 * Written here because p-limit lets nothing leave its queue when a time is up.
 */
export function createLimiter(max: number): Limiter {
  const waiting = new Set<() => void>()
  let inside = 0

  function leave(): void {
    const [next] = waiting
    // The place is handed on, not freed, so that a newcomer cannot overtake.
    if (next) next()
    else inside -= 1
  }

  function turn(patience: Patience | undefined): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      const enter = () => {
        clearTimeout(timer)
        waiting.delete(enter)
        resolve()
      }
      const giveUp = ({ late }: Patience) => {
        waiting.delete(enter)
        reject(late())
      }
      const timer = patience && setTimeout(giveUp, patience.withinMs, patience)
      waiting.add(enter)
    })
  }

  return {
    enter: async (patience) => {
      if (inside < max) inside += 1
      else await turn(patience)
      let left = false
      return () => {
        if (!left) leave()
        left = true
      }
    },
    run: async (task, patience) => {
      if (inside < max) inside += 1
      else await turn(patience)
      try {
        return await task()
      } finally {
        leave()
      }
    },
  }
}
