import { handle, type JobHandler } from '../../../platform/queue/worker.ts'
import { downloadsDue, workDownloadsDue } from './platform-downloads.ts'

export function downloadHandlers(deps: Parameters<typeof workDownloadsDue>[0]): JobHandler[] {
  return [handle(downloadsDue, (title) => workDownloadsDue(deps, title))]
}
