import type { Checksums } from '../files.ts'
import { filePath } from '../services/downloads.ts'
import type { DownloadGrant } from '../tokens.ts'
import { isArchived, linesFor, packagesFor } from '../visibility.ts'
import {
  type Account,
  type DownloadPackage,
  type EntitlementLine,
  keyOf,
  type Member,
  type PackageFile,
} from '../world/rows.ts'
import type { World } from '../world/world.ts'
import { type Html, html, nothing } from './html.ts'

interface Deps {
  readonly world: World
  readonly checksums: (file: PackageFile) => Checksums
  readonly authparam: (grant: DownloadGrant) => string
}

interface Visitor {
  readonly member: Member
  readonly account: Account
}

/** What the account may download, by product, with the ways into the store. */
export function downloadsContent(deps: Deps, member: Member, account: Account): Html {
  const { world } = deps
  const staff = account.attributes['storeAccountType'] === 'internal'
  const groups = byProduct(world, linesFor(world, account.id), account.id)
  return html`<nav class="actions" aria-label="Store">
<a class="button" href="/go?entry=catalog">Visit the store</a>
<a class="button" href="/go?entry=products">Renew / your products</a>
${staff ? html`<a class="button filled" href="/go?entry=admin">Open store admin</a>` : nothing}
</nav>
${
  groups.length === 0
    ? html`<p>There is nothing to download yet. As soon as ${account.name} owns a product, its files appear here.</p>`
    : groups.map(
        ({ title, packages }) =>
          html`<section><h2>${title}</h2>${packages.map((one) => packageCard(deps, { member, account }, one))}</section>`,
      )
}`
}

function byProduct(world: World, lines: readonly EntitlementLine[], accountId: string) {
  const groups = new Map<string, { title: string; lines: EntitlementLine[] }>()
  for (const line of lines) {
    const key = keyOf(line.product)
    const group = groups.get(key) ?? { title: `${line.product.name} ${line.product.version}`, lines: [] }
    groups.set(key, { ...group, lines: [...group.lines, line] })
  }
  return [...groups.values()]
    .map((group) => ({ title: group.title, packages: newestFirst(packagesFor(world, group.lines, accountId)) }))
    .filter((group) => group.packages.length > 0)
}

function newestFirst(packages: readonly DownloadPackage[]): readonly DownloadPackage[] {
  return [...packages].sort((a, b) => b.effectiveDate.localeCompare(a.effectiveDate))
}

function packageCard(deps: Deps, visitor: Visitor, one: DownloadPackage): Html {
  const archived = isArchived(deps.world, one)
  return html`<article class="card"><header>
<h3>${one.description} <span class="quiet">version ${one.version}, since ${readableDate(one.effectiveDate)}${archived ? '; previous version' : ''}</span></h3>
${
  one.mediaAvailable
    ? html`<a class="button" href="/go?entry=kit&amp;package=${encodeURIComponent(one.id)}" aria-label="Purchase media kit for ${one.description}">Purchase media kit</a>`
    : nothing
}
</header>
<table><caption>Files of ${one.description}</caption>
<thead><tr><th scope="col">File</th><th scope="col" class="number">Size</th><th scope="col">MD5</th><th scope="col">Download</th></tr></thead>
<tbody>${one.files.map((file) => fileRow(deps, visitor, file))}</tbody></table>
</article>`
}

function fileRow(deps: Deps, { member, account }: Visitor, file: PackageFile): Html {
  const authparam = deps.authparam({
    userName: member.userName,
    accountId: account.id,
    systemFileId: file.systemFileId,
  })
  const count = deps.world.downloads.get(`${member.userName} ${file.systemFileId}`)?.count ?? 0
  return html`<tr><td>${file.name}<br><small>${file.description}${count > 0 ? `; downloads: ${count}` : ''}</small></td>
<td class="number">${new Intl.NumberFormat('en').format(file.sizeBytes)} bytes</td>
<td><code>${deps.checksums(file).md5}</code></td>
<td>${
    file.content.source === 'none'
      ? html`<span class="quiet">Not loaded</span>`
      : html`<a href="${filePath(file)}?authparam=${authparam}" aria-label="Download ${file.name}">Download</a>`
  }</td></tr>`
}

function readableDate(day: string): string {
  const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' })
  return format.format(new Date(`${day}T00:00:00Z`))
}
