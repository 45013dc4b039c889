import { createVisitor, type Page, UnexpectedAnswer, type Visitor } from './visitor.ts'

/** What the portal's buttons ask the store for. */
export type Entry =
  | { readonly entry: 'kit'; readonly package: string }
  | { readonly entry: 'catalog' | 'products' | 'admin' }

/** Signs somebody on at the portal's own page, and where they belong to several accounts, chooses one. */
export async function signInAtPortal(portalUrl: string, userName: string, accountId?: string): Promise<Visitor> {
  const visitor = createVisitor()
  await good(visitor.send(`${portalUrl}/sign-in`, { userName }))
  if (accountId !== undefined) await good(visitor.send(`${portalUrl}/accounts`, { accountId }))
  return visitor
}

/** Clicks a button of the portal, which hands over to the store. The page is the one that the store shows. */
export async function handOver(visitor: Visitor, portalUrl: string, entry: Entry): Promise<Page> {
  return visitor.open(`${portalUrl}/go?${new URLSearchParams({ ...entry }).toString()}`)
}

async function good(answer: Promise<Page>): Promise<void> {
  const page = await answer
  if (page.status >= 400) throw new UnexpectedAnswer('POST', page)
}
