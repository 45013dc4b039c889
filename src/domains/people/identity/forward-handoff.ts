import { asc, eq, lt } from 'drizzle-orm'
import type { Clock } from '../../../kernel/clock.ts'
import { newId } from '../../../kernel/ids.ts'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { InvalidInput, NotFound } from '../../../platform/http/answer/problems.ts'
import { audit } from '../../../platform/http/operations/audit.ts'
import { findAccount } from '../accounts/index.ts'
import type { HandoffVerifier } from './port.ts'
import {
  AccountOnExternalSite,
  addressWith,
  type NewRedirectRule,
  type RedirectBounds,
  RedirectLoop,
  type RedirectRule,
  redirectOf,
  refuseTarget,
  targetRefusal,
} from './redirect-rules.ts'
import { passedHandoffs, redirectRules } from './redirect-tables.ts'
import { usedHandoffs } from './tables.ts'

export interface ForwardHandoffDeps {
  readonly db: Db
  readonly clock: Clock
  readonly handoffs: HandoffVerifier
  readonly redirectBounds: () => RedirectBounds
}

/**
 * Where a hand-off is to be presented instead, unused and as it came; null when this store serves the account. A
 * hand-off is passed on once: when it comes back it went in a circle, whatever the rules say by then.
 * @throws {HandoffInvalid | HandoffExpired | RedirectLoop}
 */
export async function forwardHandoff(deps: ForwardHandoffDeps, token: string): Promise<string | null> {
  const { jti, accountId, expiresAt } = await deps.handoffs.verify(token)
  return deps.db.transaction(async (tx) => {
    const [passed] = await tx.select().from(passedHandoffs).where(eq(passedHandoffs.jti, jti))
    if (passed) throw new RedirectLoop(passed.targetOrigin)
    const rule = await ruleFor(tx, deps, accountId)
    // What was used up here is refused here: it must not open a second door elsewhere.
    if (!rule || (await isUsed(tx, jti))) return null
    const targetOrigin = new URL(rule.targetUrl).origin
    const hop = { jti, ruleId: rule.id, targetOrigin, passedAt: deps.clock.now(), expiresAt }
    const noted = await tx.insert(passedHandoffs).values(hop).onConflictDoNothing().returning()
    if (noted.length === 0) throw new RedirectLoop(targetOrigin)
    return addressWith(rule.targetUrl, token)
  })
}

/**
 * Refuses a client that follows no redirect: it is told where to go, and its token stays unused.
 * @throws {AccountOnExternalSite | HandoffInvalid | HandoffExpired | RedirectLoop}
 */
export async function refuseExternalSite(deps: ForwardHandoffDeps, token: string): Promise<void> {
  const { jti, accountId } = await deps.handoffs.verify(token)
  const [passed] = await deps.db.select().from(passedHandoffs).where(eq(passedHandoffs.jti, jti))
  if (passed) throw new RedirectLoop(passed.targetOrigin)
  const rule = await ruleFor(deps.db, deps, accountId)
  if (rule) throw new AccountOnExternalSite(rule.targetUrl)
}

export async function listRedirectRules(deps: {
  readonly db: Db
  readonly redirectBounds: () => RedirectBounds
}): Promise<(RedirectRule & { readonly refusal: string | null })[]> {
  const rules = await deps.db
    .select()
    .from(redirectRules)
    .orderBy(asc(redirectRules.accountType), asc(redirectRules.partnerTier), asc(redirectRules.accountId))
  const bounds = deps.redirectBounds()
  return rules.map((rule) => ({ ...rule, refusal: targetRefusal(rule.targetUrl, bounds) }))
}

/** @throws {InvalidInput} for a target that nobody may be sent to, and for a second rule for the same accounts */
export async function defineRedirectRule(
  deps: Omit<ForwardHandoffDeps, 'handoffs'>,
  rule: NewRedirectRule,
  by: string,
): Promise<RedirectRule> {
  refuseTarget(rule.targetUrl, deps.redirectBounds())
  return deps.db.transaction(async (tx) => {
    const at = deps.clock.now()
    const row = { id: newId('rdr'), ...rule, createdBy: by, createdAt: at }
    const [inserted] = await tx.insert(redirectRules).values(row).onConflictDoNothing().returning()
    if (!inserted)
      throw new InvalidInput([{ pointer: '#/accountType', detail: 'There is a rule for these accounts already.' }])
    await audit(tx, { at, actor: by, action: 'redirect-rule.define', subject: row.id, detail: { ...rule } })
    return inserted
  })
}

/** @throws {NotFound} */
export async function removeRedirectRule(
  deps: { readonly db: Db; readonly clock: Clock },
  id: string,
  by: string,
): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const [gone] = await tx.delete(redirectRules).where(eq(redirectRules.id, id)).returning()
    if (!gone) throw new NotFound('redirect rule')
    const detail = { accountType: gone.accountType, targetUrl: gone.targetUrl }
    await audit(tx, { at: deps.clock.now(), actor: by, action: 'redirect-rule.remove', subject: id, detail })
  })
}

/** Hand-offs that nobody accepts any more cannot come back. */
export async function forgetPassedHandoffs(tx: Tx, before: Date): Promise<void> {
  await tx.delete(passedHandoffs).where(lt(passedHandoffs.expiresAt, before))
}

/** A target that the configuration no longer allows sends nobody away; the page of the rules says so. */
export async function ruleFor(
  tx: Db | Tx,
  deps: Pick<ForwardHandoffDeps, 'redirectBounds'>,
  accountId: string,
): Promise<RedirectRule | null> {
  const account = await findAccount(tx, accountId)
  if (!account) return null
  const rules = await tx.select().from(redirectRules).where(eq(redirectRules.accountType, account.accountType))
  const rule = redirectOf(account, rules)
  return rule && targetRefusal(rule.targetUrl, deps.redirectBounds()) === null ? rule : null
}

async function isUsed(tx: Tx, jti: string): Promise<boolean> {
  const rows = await tx.select({ jti: usedHandoffs.jti }).from(usedHandoffs).where(eq(usedHandoffs.jti, jti))
  return rows.length > 0
}
