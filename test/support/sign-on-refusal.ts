import { handOver, signInAtPortal } from '../../src/cli/demo/portal-visit.ts'
import type { Box } from './box.ts'
import { codeOf } from './shopping.ts'

/** How the store refuses a hand-off from the portal: status and code of its answer. */
export async function signOnRefusal(box: Box, userName: string, accountId?: string): Promise<[number, string]> {
  const visitor = await signInAtPortal(box.portal.url, userName, accountId)
  const page = await handOver(visitor, box.portal.url, { entry: 'catalog' })
  return [page.status, codeOf(page)]
}
