import { and, asc, desc, eq, gt, lt, or, type SQL, sql } from 'drizzle-orm'
import type { Db } from '../../../platform/db/db.ts'
import {
  cutPage,
  decodeCursor,
  isCursorInstant,
  type Page,
  type PageQuery,
} from '../../../platform/http/request/paging.ts'
import type { Invitation } from './company-invitations.ts'
import { type CompanyMember, companyMembersWhere } from './company-store.ts'
import { companyInvitations, members } from './tables.ts'

/** The members of an account by name, a page of them. */
export async function listCompanyMembers(db: Db, accountId: string, page: PageQuery): Promise<Page<CompanyMember>> {
  const [firstName, lastName, userName] = decodeCursor(page.cursor) ?? []
  const after =
    userName === undefined
      ? undefined
      : sql`(${members.firstName}, ${members.lastName}, ${members.userName}) > (${firstName}, ${lastName}, ${userName})`
  const rows = await companyMembersWhere(db, accountId, after, page.limit + 1)
  return cutPage(rows, page.limit, (last) => [last.firstName, last.lastName, last.userName])
}

/** The invitations of an account, the newest first; those alone that are open at an instant when one is given. */
export async function listInvitations(
  db: Db,
  accountId: string,
  page: PageQuery & { readonly openAt?: Date },
): Promise<Page<Invitation>> {
  const { createdAt, id, state, expiresAt } = companyInvitations
  const rows = await db
    .select()
    .from(companyInvitations)
    .where(
      and(
        eq(companyInvitations.accountId, accountId),
        page.openAt && and(eq(state, 'open'), gt(expiresAt, page.openAt)),
        placeAfter(page.cursor),
      ),
    )
    .orderBy(desc(createdAt), asc(id))
    .limit(page.limit + 1)
  return cutPage(rows, page.limit, (last) => [last.createdAt.toISOString(), last.id])
}

function placeAfter(cursor: string | undefined): SQL | undefined {
  const [at, lastId] = decodeCursor(cursor) ?? []
  if (!isCursorInstant(at) || lastId === undefined) return undefined
  const { createdAt, id } = companyInvitations
  const instant = new Date(at)
  return or(lt(createdAt, instant), and(eq(createdAt, instant), gt(id, lastId)))
}
