import { escapeHtml } from './escape-html.ts'

/** Markup that a view helper made, such as a tracking number with its link. */
interface Html {
  readonly html: string
}

export type RichValues = Readonly<Record<string, string | number | Html>>

/** Addresses by the tag that encloses the text of the link: `{ a: '/catalog' }`. */
export type Links = Readonly<Record<string, string>>

type Wrap = (chunks: readonly unknown[]) => string

/** Tags that every message may use. `<unseen>` is for screen readers only. */
export const emphasisTags: Readonly<Record<string, Wrap>> = {
  b: (chunks) => `<strong>${chunks.join('')}</strong>`,
  code: (chunks) => `<code>${chunks.join('')}</code>`,
  unseen: (chunks) => `<span class="unseen">${chunks.join('')}</span>`,
}

export function htmlTags(links: Links): Readonly<Record<string, Wrap>> {
  const anchors = Object.entries(links).map(([tag, href]): [string, Wrap] => [
    tag,
    (chunks) => `<a href="${escapeHtml(href)}">${chunks.join('')}</a>`,
  ])
  return anchors.length === 0 ? emphasisTags : { ...emphasisTags, ...Object.fromEntries(anchors) }
}

export function htmlValues(values: RichValues): Record<string, string | number> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, asHtml(value)]))
}

function asHtml(value: string | number | Html): string | number {
  if (typeof value === 'number') return value
  return typeof value === 'string' ? escapeHtml(value) : value.html
}
