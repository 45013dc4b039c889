import type { Clock } from '../../../kernel/clock.ts'
import { DomainError } from '../../../kernel/domain-error.ts'
import type { Db } from '../../../platform/db/db.ts'
import { audit } from '../../../platform/http/operations/audit.ts'
import { enqueue } from '../../../platform/queue/jobs.ts'
import { syncRequested } from './events.ts'
import { clearStaging } from './sync-staging.ts'
import * as store from './sync-store.ts'

/**
 * What a person says about a dry run: `publish` has what it read published, by the queue or by a caller that goes
 * on with `carryOutSync`; `discard` forgets what it read.
 * @throws {NotADryRun} when the run does not wait for that
 */
export async function decideDryRun(
  deps: { readonly db: Db; readonly clock: Clock },
  decision: { readonly runId: string; readonly decision: 'publish' | 'discard'; readonly by: string },
): Promise<void> {
  const { runId, by } = decision
  await deps.db.transaction(async (tx) => {
    const at = deps.clock.now()
    const run = await store.lockRun(tx, runId)
    if (run?.state !== 'dryRun') throw new NotADryRun(runId)
    await audit(tx, { at, actor: by, action: `sync.dryRun.${decision.decision}`, subject: runId })
    if (decision.decision === 'publish') {
      await store.startPublishing(tx, runId)
      await enqueue(tx, syncRequested, { runId }, { key: `${runId}:publish` })
    } else {
      await store.finishRun(tx, { id: runId, state: 'discarded', at, report: run.report, error: null })
      await clearStaging(tx)
    }
  })
}

export class NotADryRun extends DomainError {
  constructor(runId: string) {
    super(
      'state-conflict',
      'This run does not wait to be published or discarded: somebody decided, or a new run was started.',
      { runId },
    )
  }
}
