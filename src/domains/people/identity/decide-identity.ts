import { and, asc, desc, eq, gt, inArray, lt, or, type SQL, sql } from 'drizzle-orm'
import type { Clock } from '../../../kernel/clock.ts'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { NotFound } from '../../../platform/http/answer/problems.ts'
import { audit } from '../../../platform/http/operations/audit.ts'
import {
  cutPage,
  decodeCursor,
  isCursorInstant,
  type Page,
  type PageQuery,
} from '../../../platform/http/request/paging.ts'
import { membersByEmail, type NamedMember, revokeSessionsOfIdentity } from '../accounts/index.ts'
import { IdentityDecided, NotACandidate } from './errors.ts'
import type { HeldIdentity } from './held-identities.ts'
import { heldIdentities, signOnTickets } from './tables.ts'

interface Deps {
  readonly db: Db
  readonly clock: Clock
}

interface Decision {
  readonly id: string
  readonly by: string
}

const states: readonly string[] = ['held', 'linked', 'rejected'] satisfies HeldIdentity['state'][]

/** Held ones first, then those that were decided, the last seen first, each with the members that have its address now. */
export async function listHeldIdentities(
  db: Db,
  page: PageQuery,
): Promise<Page<HeldIdentity & { readonly candidates: readonly NamedMember[] }>> {
  const found = await db
    .select()
    .from(heldIdentities)
    .where(placeAfter(page.cursor))
    // 'held' comes before 'linked' and 'rejected'.
    .orderBy(asc(heldIdentities.state), desc(heldIdentities.lastSeenAt), asc(heldIdentities.id))
    .limit(page.limit + 1)
  const { items, nextCursor } = cutPage(found, page.limit, (last) => [
    last.state,
    last.lastSeenAt.toISOString(),
    last.id,
  ])
  const candidates = await membersByEmail(db, [...new Set(items.map(({ email }) => email))])
  return { items: items.map((row) => ({ ...row, candidates: candidates.get(row.email) ?? [] })), nextCursor }
}

function placeAfter(cursor: string | undefined): SQL | undefined {
  const [state, at, lastId] = decodeCursor(cursor) ?? []
  if (state === undefined || !states.includes(state) || !isCursorInstant(at) || lastId === undefined) return undefined
  const { lastSeenAt, id } = heldIdentities
  const instant = new Date(at)
  return or(
    sql`${heldIdentities.state} > ${state}`,
    and(
      sql`${heldIdentities.state} = ${state}`,
      or(lt(lastSeenAt, instant), and(eq(lastSeenAt, instant), gt(id, lastId))),
    ),
  )
}

/**
 * Says that the identity is this member. From then on it signs on as the member; nothing is moved, because orders, carts
 * and quotes belong to accounts and stay where they are.
 * @throws {NotFound | IdentityDecided | NotACandidate}
 */
export function linkIdentity(deps: Deps, given: Decision & { readonly userName: string }): Promise<HeldIdentity> {
  return decide(deps, given, { from: ['held'], action: 'identity.link' }, async (tx, held) => {
    const candidates = (await membersByEmail(tx, [held.email])).get(held.email) ?? []
    const member = candidates.find(({ userName }) => userName === given.userName.toLowerCase())
    if (!member) throw new NotACandidate()
    return { state: 'linked', memberUserName: member.userName }
  })
}

/** Says that it is somebody else, who stays outside. @throws {NotFound | IdentityDecided} */
export function rejectIdentity(deps: Deps, given: Decision): Promise<HeldIdentity> {
  return decide(deps, given, { from: ['held'], action: 'identity.reject' }, async () => ({
    state: 'rejected',
    memberUserName: null,
  }))
}

/**
 * Takes a decision back: the identity is held again, and every session that it opened as the member ends at once, as does
 * a choice of account that it has not made yet. What was ordered meanwhile stays with its account.
 * @throws {NotFound | IdentityDecided}
 */
export function undoIdentity(deps: Deps, given: Decision): Promise<HeldIdentity> {
  return decide(deps, given, { from: ['linked', 'rejected'], action: 'identity.undo' }, async (tx, held) => {
    await revokeSessionsOfIdentity(tx, held.id, deps.clock.now())
    await tx.delete(signOnTickets).where(sql`${signOnTickets.identity} ->> 'heldIdentityId' = ${held.id}`)
    return { state: 'held', memberUserName: null }
  })
}

async function decide(
  { db, clock }: Deps,
  { id, by }: Decision,
  move: { readonly from: readonly HeldIdentity['state'][]; readonly action: string },
  next: (tx: Tx, held: HeldIdentity) => Promise<Pick<HeldIdentity, 'state' | 'memberUserName'>>,
): Promise<HeldIdentity> {
  return db.transaction(async (tx) => {
    const [held] = await tx.select().from(heldIdentities).where(eq(heldIdentities.id, id)).for('update')
    if (!held) throw new NotFound('identity')
    if (!move.from.includes(held.state)) throw new IdentityDecided(held.state)
    const at = clock.now()
    const change = { ...(await next(tx, held)), decidedAt: at, decidedBy: by }
    const [decided] = await tx
      .update(heldIdentities)
      .set(change)
      .where(and(eq(heldIdentities.id, id), inArray(heldIdentities.state, [...move.from])))
      .returning()
    if (!decided) throw new IdentityDecided(held.state)
    await audit(tx, { at, actor: by, action: move.action, subject: id, detail: { way: held.way, was: held.state } })
    return decided
  })
}
