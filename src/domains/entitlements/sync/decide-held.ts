import type { Clock } from '../../../kernel/clock.ts'
import { DomainError } from '../../../kernel/domain-error.ts'
import type { Db } from '../../../platform/db/db.ts'
import { audit } from '../../../platform/http/operations/audit.ts'
import { forgetLinksOfRemoved } from '../../people/accounts/index.ts'
import { decideHeld, heldCounts, removeHeld } from './held-removals.ts'
import type { PublishCatalog } from './publish-sync.ts'
import * as store from './sync-store.ts'

export interface DecideHeldDeps {
  readonly db: Db
  readonly clock: Clock
  readonly publishCatalog: PublishCatalog
}

/**
 * What a person says about the removals that a run held. Applied: they were meant, and mirror and catalog follow in the
 * same transaction. Rejected: the rows stay; a later full run that misses them again holds them again.
 * @throws {NothingHeld} when nothing of the run waits for a word
 */
export async function decideHeldRemovals(
  deps: DecideHeldDeps,
  decision: { readonly runId: string; readonly state: 'applied' | 'rejected'; readonly by: string },
): Promise<{ readonly decided: number }> {
  const { runId, state, by } = decision
  return deps.db.transaction(async (tx) => {
    const at = deps.clock.now()
    // Two people who decide at once wait here for each other.
    await store.lockRun(tx, runId)
    const waiting = (await heldCounts(tx, runId)).filter((held) => held.state === 'held')
    if (waiting.length === 0) throw new NothingHeld(runId)
    if (state === 'applied') {
      await removeHeld(tx, runId, at)
      await forgetLinksOfRemoved(tx)
      await deps.publishCatalog(tx, { at })
    }
    const decided = await decideHeld(tx, { runId, state, by, at })
    const action = state === 'applied' ? 'sync.held.apply' : 'sync.held.reject'
    await audit(tx, { at, actor: by, action, subject: runId, detail: { decided } })
    return { decided }
  })
}

export class NothingHeld extends DomainError {
  constructor(runId: string) {
    super(
      'state-conflict',
      'No removals of this run wait for a word: they were decided, or a later run looked afresh.',
      {
        runId,
      },
    )
  }
}
