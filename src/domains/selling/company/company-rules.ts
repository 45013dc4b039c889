import type { Clock } from '../../../kernel/clock.ts'
import { newId } from '../../../kernel/ids.ts'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { NotFound } from '../../../platform/http/answer/problems.ts'
import { audit } from '../../../platform/http/operations/audit.ts'
import type { Actor } from '../../fulfilment/orders/index.ts'
import { companyMemberOf, findAccount, OwnRole } from '../../people/accounts/index.ts'
import type { ApprovalRule, NewLimit, NewRule } from '../approvals/index.ts'
import * as approvals from '../approvals/index.ts'

type RuleDeps = { readonly db: Db; readonly clock: Clock }

/** Adds a rule of the administrator's company. It holds for what is ordered from now on. @throws {NotFound} */
export async function addRule(deps: RuleDeps, by: Actor, rule: NewRule): Promise<ApprovalRule> {
  return deps.db.transaction(async (tx) => {
    const at = deps.clock.now()
    const { accountId } = by
    const userName = rule.userName === null ? null : await memberName(tx, accountId, rule.userName)
    const currency = rule.currency ?? (await currencyOf(tx, accountId))
    const added = { id: newId('rul'), userName, overMinor: rule.overMinor, currency }
    await approvals.insertRule(tx, { ...added, accountId, createdBy: by.userName, createdAt: at })
    await audit(tx, {
      at,
      actor: by.userName,
      action: 'company.rule-added',
      subject: added.id,
      detail: { accountId, ...added },
    })
    return added
  })
}

/** What waits because of the rule goes on waiting. @throws {NotFound} */
export async function dropRule(deps: RuleDeps, by: Actor, ruleId: string): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const { accountId } = by
    if (!(await approvals.deleteRule(tx, accountId, ruleId))) throw new NotFound('rule')
    await audit(tx, {
      at: deps.clock.now(),
      actor: by.userName,
      action: 'company.rule-dropped',
      subject: ruleId,
      detail: { accountId },
    })
  })
}

/** Whether approvers may release what they ordered themselves. */
export async function allowOwnApproval(deps: RuleDeps, by: Actor, ownApprovalAllowed: boolean): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const at = deps.clock.now()
    const { accountId, userName } = by
    await approvals.saveSettings(tx, { accountId, ownApprovalAllowed, setBy: userName, setAt: at })
    await audit(tx, {
      at,
      actor: userName,
      action: 'company.own-approval',
      subject: accountId,
      detail: { ownApprovalAllowed },
    })
  })
}

/** Limits what a member may spend in a period, or takes that limit away. @throws {NotFound | OwnRole} */
export async function limitSpending(deps: RuleDeps, by: Actor, member: string, limit: NewLimit): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const at = deps.clock.now()
    const { accountId } = by
    const userName = await memberName(tx, accountId, member)
    if (userName === by.userName) throw new OwnRole()
    const currency = limit.currency ?? (await currencyOf(tx, accountId))
    const { period, limitMinor } = limit
    await approvals.saveLimit(tx, { accountId, userName, period, limitMinor, currency, setBy: by.userName, setAt: at })
    await audit(tx, {
      at,
      actor: by.userName,
      action: 'company.limit-set',
      subject: userName,
      detail: { accountId, period, limitMinor, currency },
    })
  })
}

async function memberName(tx: Tx, accountId: string, userName: string): Promise<string> {
  const member = await companyMemberOf(tx, accountId, userName)
  if (!member) throw new NotFound('member of this account')
  return member.userName
}

async function currencyOf(tx: Tx, accountId: string): Promise<string> {
  const account = await findAccount(tx, accountId)
  if (!account) throw new NotFound('account')
  return account.currency
}
