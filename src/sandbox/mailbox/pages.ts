import type { ReceivedMail } from './mails.ts'

export function listPage(mails: readonly ReceivedMail[]): string {
  const count = mails.length === 1 ? '1 mail' : `${mails.length} mails`
  const rows = mails.map(
    (mail) => `<li><a href="/mails/${encodeURIComponent(mail.id)}">
<span class="subject">${escapeHtml(mail.subject || 'No subject')}</span>
<span class="to">to ${escapeHtml(mail.to.join(', '))}</span>
${time(mail.receivedAt)}</a></li>`,
  )
  const empty = `<div class="empty"><p><strong>No mail yet.</strong></p>
<p>Everything that the store sends arrives here and nowhere else. Place an order and its receipt will be the first.</p></div>`
  return layout(
    'Mailbox',
    `<h1>Mailbox</h1>
${mails.length === 0 ? empty : `<p class="quiet">${count}, newest first</p><ul class="mails">${rows.join('\n')}</ul>`}`,
  )
}

export function mailPage(mail: ReceivedMail): string {
  const attachments = mail.attachments.map(
    ({ filename, mimeType, sizeBytes }) =>
      `<li>${escapeHtml(filename || 'Without a name')}, ${escapeHtml(mimeType)}, ${sizeBytes.toLocaleString('en')} bytes</li>`,
  )
  // No scripts, no forms, an origin of its own: all that the frame may do is open a link in a new window.
  const frame = `<iframe title="The mail as HTML" sandbox="allow-popups allow-popups-to-escape-sandbox" src="/mails/${encodeURIComponent(mail.id)}/html"></iframe>`
  return layout(
    mail.subject || 'No subject',
    `<p><a href="/">All mails</a></p>
<h1>${escapeHtml(mail.subject || 'No subject')}</h1>
<dl><dt>From</dt><dd>${escapeHtml(mail.from)}</dd>${mail.replyTo?.length ? `<dt>Answers go to</dt><dd>${escapeHtml(mail.replyTo.join(', '))}</dd>` : ''}
<dt>To</dt><dd>${escapeHtml(mail.to.join(', '))}</dd>
<dt>Received</dt><dd>${time(mail.receivedAt)}</dd>
<dt>Message-ID</dt><dd><code>${escapeHtml(mail.messageId)}</code></dd></dl>
${attachments.length === 0 ? '' : `<h2>Attachments</h2><ul>${attachments.join('')}</ul>`}
${mail.html === '' ? '' : `<h2>HTML</h2>${frame}`}
<h2>Text</h2>
${mail.text === '' ? '<p class="quiet">This mail has no text part.</p>' : `<pre tabindex="0" aria-label="The mail as text">${linked(mail.text)}</pre>`}`,
  )
}

export function notFoundPage(): string {
  return layout('Not here', '<h1>Not here</h1><p>There is no such mail in this box. <a href="/">See all mails</a>.</p>')
}

function layout(title: string, main: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>${escapeHtml(title)} - sandbox mailbox</title>
<link rel="stylesheet" href="/style.css"></head>
<body><header><a href="/">Sandbox mailbox</a></header><main>${main}</main></body></html>`
}

function time(iso: string): string {
  const shown = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' })
  return `<time datetime="${iso}">${shown.format(new Date(iso))} UTC</time>`
}

/** Addresses in a text mail become links, as in any mail program. */
function linked(text: string): string {
  return text
    .split(/(https?:\/\/[^\s<>"]+)/)
    .map((part, index) =>
      index % 2 === 1 ? `<a href="${escapeHtml(part)}" rel="noreferrer">${escapeHtml(part)}</a>` : escapeHtml(part),
    )
    .join('')
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}
