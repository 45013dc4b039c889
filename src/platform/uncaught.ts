/**
 * Takes what nothing else caught: an error that is known to be harmless is noted, every other one ends the process, because
 * nobody can say what state it has left.
 */
export function onUncaught(given: {
  readonly isHarmless: (error: unknown) => boolean
  readonly note: (error: unknown) => void
  readonly end: (error: unknown) => void
}): void {
  // A promise that was refused and that nobody awaits comes here too.
  process.on('uncaughtException', (error: unknown) => {
    if (given.isHarmless(error)) given.note(error)
    else given.end(error)
  })
}
