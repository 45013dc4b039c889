import type { Account, Member } from '../world/rows.ts'
import type { World } from '../world/world.ts'
import { type Html, html } from './html.ts'

/** Everybody of the box, grouped by account; one click signs on. */
export function signInContent(world: World): Html {
  const groups = world.accounts
    .values()
    .map((account) => ({ account, members: membersOf(world, account) }))
    .filter(({ members }) => members.length > 0)
  return html`<p>Choose who you are. In the box nobody needs a password.</p>
${groups.map(
  ({ account, members }) => html`<section aria-labelledby="account-${account.id}">
<h2 id="account-${account.id}">${account.name} <span class="quiet">${account.description}</span></h2>
<ul class="people">${members.map((member) => personItem(account, member))}</ul>
</section>`,
)}`
}

function membersOf(world: World, account: Account): readonly Member[] {
  return world.members
    .values()
    .filter((member) => member.active && member.accounts.some((link) => link.accountId === account.id))
}

function personItem(account: Account, member: Member): Html {
  const roles = member.accounts.find((link) => link.accountId === account.id)?.roles.join(', ') ?? ''
  const others = member.accounts.length - 1
  return html`<li><form method="post" action="/sign-in">
<input type="hidden" name="userName" value="${member.userName}">
<button>${member.firstName} ${member.lastName}<small>${roles}${others > 0 ? '; in several accounts' : ''}</small><small>${member.userName}</small></button>
</form></li>`
}

/** The accounts of a member who has several. */
export function accountsContent(accounts: readonly Account[]): Html {
  return html`<p>You are a member of several accounts. Which one are you here for?</p>
<ul class="people">${accounts.map(
    (account) => html`<li><form method="post" action="/accounts">
<input type="hidden" name="accountId" value="${account.id}">
<button>${account.name}<small>${account.description}</small></button>
</form></li>`,
  )}</ul>`
}
