import { handOver, signInAtPortal } from '../../src/cli/demo/portal-visit.ts'
import type { Box } from './box.ts'

/** How the store refuses a hand-off from the portal: the status of its page, and the code at the page's foot. */
export async function signOnRefusal(box: Box, userName: string, accountId?: string): Promise<[number, string]> {
  const visitor = await signInAtPortal(box.portal.url, userName, accountId)
  const page = await handOver(visitor, box.portal.url, { entry: 'catalog' })
  const code = /Code: <code>([a-z-]+)<\/code>/.exec(page.body.toString())?.[1]
  return [page.status, code ?? '']
}
