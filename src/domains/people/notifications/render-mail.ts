import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Eta } from 'eta'
import type { Brand } from '../../../platform/http/pages/brand.ts'
import { viewHelpers } from '../../../platform/http/pages/view-helpers.ts'
import { projectRoot } from '../../../platform/project-root.ts'
import type { MailRequest } from './mail-kinds.ts'

export interface RenderedMail {
  readonly subject: string
  readonly text: string
  readonly html: string
}

const folder = join(projectRoot, 'views/mail')
const fallbackLanguage = 'en'
const plain = new Eta({ useWith: false, autoEscape: false })
const markup = new Eta({ useWith: false, autoEscape: true })

// Read and compiled once at start, so that no file is read in a transaction and a broken template stops the start.
const names = new Set(readdirSync(folder).flatMap((file) => (file.endsWith('.eta') ? [file.slice(0, -4)] : [])))
for (const name of names) {
  const eta = name.endsWith('.html') ? markup : plain
  eta.loadTemplate(`@${name}`, readFileSync(join(folder, `${name}.eta`), 'utf8'))
}

/** Subject, plain text and HTML of a mail. The first line of the text template is the subject. */
export function renderMail(request: Pick<MailRequest, 'kind' | 'locale' | 'data'>): RenderedMail {
  const text = templateFor(request, 'txt', names)
  const html = templateFor(request, 'html', names)
  const given = { ...request.data, h: viewHelpers }
  const [subject = '', ...lines] = plain.render(`@${text.name}`, given).split('\n')
  return {
    // A line break in a value would end the header.
    subject: oneLine(subject),
    text: `${lines.join('\n').trim()}\n`,
    html: markup.render(`@${html.name}`, { ...given, subject: oneLine(subject), language: html.language }),
  }
}

/**
 * A mail as it goes out: who sells stands above and below what was written. Put there late, because a mail is written in
 * many transactions and its sender is known where it is sent. The marks are markup, which no value of a mail can be.
 */
export function signed<Mail extends Pick<RenderedMail, 'text' | 'html'>>(mail: Mail, brand: Brand): Mail {
  const sellerPart = (name: string, eta: Eta) => eta.render(`@${name}`, brand).trim()
  return {
    ...mail,
    text: `${mail.text.trimEnd()}\n\n-- \n${sellerPart('seller-foot.txt', plain)}\n`,
    html: mail.html
      .replace('<!--seller-head-->', () => sellerPart('seller-head.html', markup))
      .replace('<!--seller-foot-->', () => sellerPart('seller-foot.html', markup))
      .replace(
        / data-seller="button"( style="[^"]*?background:)#[0-9a-f]{6};/,
        (_all, before) => `${before}${brand.colour};`,
      ),
  }
}

/**
 * The template in the language of the locale, such as `order-receipt.de.txt`, else the one without a language, which is
 * English.
 */
export function templateFor(
  request: Pick<MailRequest, 'kind' | 'locale'>,
  form: 'txt' | 'html',
  known: ReadonlySet<string>,
): { readonly name: string; readonly language: string } {
  const language = request.locale.split(/[-_]/)[0]?.toLowerCase() ?? fallbackLanguage
  const translated = `${request.kind}.${language}.${form}`
  // Both forms or none: a mail speaks one language.
  if (known.has(`${request.kind}.${language}.txt`) && known.has(`${request.kind}.${language}.html`))
    return { name: translated, language }
  return { name: `${request.kind}.${form}`, language: fallbackLanguage }
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim()
}
