import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { IntlMessageFormat } from 'intl-messageformat'
import type english from '../../../views/messages/en.json'
import { projectRoot } from '../project-root.ts'
import { escapeLiterals, type MessageAst } from './message-ast.ts'
import { pseudoLanguage, pseudoMessage } from './pseudo-language.ts'
import { htmlTags, htmlValues, type Links, type RichValues } from './rich-text.ts'

export type MessageKey = keyof typeof english

export type TextValues = Readonly<Record<string, string | number>>

/** A sentence to be said later, in the language of the reader. */
export interface Message {
  readonly key: MessageKey
  readonly values?: TextValues
}

/** What people read, in one language. A fault of a message is reported and shows the key: it never breaks a page. */
export interface Messages {
  /** Plain text, which the template escapes. */
  readonly t: (key: MessageKey, values?: TextValues) => string
  /** HTML: the values are escaped; the tags of the message are links and a few marks of emphasis. */
  readonly rich: (key: MessageKey, values?: RichValues, links?: Links) => string
  readonly of: (message: Message) => string
}

export const message = (key: MessageKey, values?: TextValues): Message => (values ? { key, values } : { key })

const file = join(projectRoot, 'views/messages/en.json')
const catalog = new Map<string, string>(Object.entries(JSON.parse(readFileSync(file, 'utf8'))))

const inLanguages = new Map<string, Messages>()

/** The messages of a language; English where the store does not speak it. */
export function messagesIn(language: string): Messages {
  const spoken = language === pseudoLanguage ? pseudoLanguage : 'en'
  const known = inLanguages.get(spoken)
  if (known) return known
  const made = messagesOf(catalog, spoken === pseudoLanguage ? pseudoMessage : (ast) => ast)
  inLanguages.set(spoken, made)
  return made
}

/** @param change what a language makes of each English message */
export function messagesOf(texts: ReadonlyMap<string, string>, change = (ast: MessageAst) => ast): Messages {
  const parse = (key: string) => {
    const text = texts.get(key)
    if (text === undefined) throw new Error('is not in the catalog')
    return change(new IntlMessageFormat(text, 'en').getAst())
  }
  const plain = formats((key) => new IntlMessageFormat(parse(key), 'en'))
  const html = formats((key) => new IntlMessageFormat(escapeLiterals(parse(key)), 'en'))
  const t: Messages['t'] = (key, values) => orKey(key, () => String(plain(key).format(values)))
  return {
    t,
    rich: (key, values = {}, links = {}) =>
      orKey(key, () => String(html(key).format<string>({ ...htmlTags(links), ...htmlValues(values) }))),
    of: ({ key, values }) => t(key, values),
  }
}

/** Each message is compiled when it is first used, and kept. */
function formats(compile: (key: string) => IntlMessageFormat): (key: string) => IntlMessageFormat {
  const compiled = new Map<string, IntlMessageFormat>()
  return (key) => {
    const known = compiled.get(key)
    if (known) return known
    const made = compile(key)
    compiled.set(key, made)
    return made
  }
}

/** The name of the process warning about a message; tests fail on it. */
export const messageFault = 'MessageFault'

const reported = new Set<string>()

function orKey(key: string, format: () => string): string {
  try {
    return format()
  } catch (error) {
    if (!reported.has(key))
      process.emitWarning(`${key}: ${error instanceof Error ? error.message : error}`, messageFault)
    reported.add(key)
    return key
  }
}
