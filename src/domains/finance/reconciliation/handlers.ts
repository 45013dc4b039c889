import { handle, type JobHandler } from '../../../platform/queue/worker.ts'
import { fullSyncPublished } from '../../entitlements/sync/index.ts'
import { matchRequested } from './events.ts'
import { listRightsWithoutOrder } from './list-rights.ts'
import { type MatchDeps, runMatch } from './run-match.ts'

export function reconciliationHandlers(deps: MatchDeps): JobHandler[] {
  return [
    handle(matchRequested, async (days, stopping) => {
      await runMatch({ ...deps, stopping }, days)
    }),
    handle(fullSyncPublished, () => listRightsWithoutOrder(deps)),
  ]
}
