import { setTimeout as pause } from 'node:timers/promises'
import type { Clock } from '../../../kernel/clock.ts'
import type { Db } from '../../../platform/db/db.ts'
import { TooManyGuesses } from './errors.ts'
import { countGuess } from './partner-store.ts'

// A person mistypes an account ID a few times; whoever tries IDs out needs hundreds.
const guessesAtMost = 20
const windowMs = 3_600_000
/** Longer than any of the ways to an answer takes, so that none is told by its time. */
const answerAfterMs = 1_000

/**
 * Counts that a member named an account that is none of theirs, and waits: every such answer comes after the same time,
 * and no account gives more than twenty of them in an hour, whichever replicas are asked.
 * @throws {TooManyGuesses}
 */
export async function answerGuess(
  deps: { readonly db: Db; readonly clock: Clock },
  accountId: string,
  work: () => Promise<void> = async () => {},
): Promise<void> {
  const began = performance.now()
  const guesses = await deps.db.transaction((tx) => countGuess(tx, accountId, deps.clock.now(), windowMs))
  if (guesses > guessesAtMost) throw new TooManyGuesses()
  try {
    await work()
  } finally {
    await pause(Math.max(0, answerAfterMs - (performance.now() - began)))
  }
}
