/** What a shell says of a process that Ctrl-C ended. */
export const interruptedCode = 130

// npm passes a Ctrl-C on to a process that has it from the terminal already; nobody presses twice so quickly.
const sameOneMs = 250

/**
 * Aborted by the first Ctrl-C, or SIGTERM: whoever asks for it has to end what he does. The second one ends the process
 * at once.
 */
export function onInterrupt(endNow: () => void): AbortSignal {
  const told = new AbortController()
  let firstAt = 0
  const hear = (signal: NodeJS.Signals) => {
    if (!told.signal.aborted) {
      firstAt = performance.now()
      told.abort(new Interrupted(signal))
    } else if (performance.now() - firstAt > sameOneMs) endNow()
  }
  process.on('SIGINT', hear)
  process.on('SIGTERM', hear)
  return told.signal
}

/** Why work ends early that somebody stopped. */
class Interrupted extends Error {
  constructor(signal: NodeJS.Signals) {
    super(`Stopped by ${signal}`)
    this.name = 'Interrupted'
  }
}
