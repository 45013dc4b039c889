import type { IntlMessageFormat } from 'intl-messageformat'
import { escapeHtml } from './escape-html.ts'

/** A message as its parser gives it. */
export type MessageAst = ReturnType<IntlMessageFormat['getAst']>

type Element = MessageAst[number]

/** The parser's number for a piece of literal text. */
export const literal = 0

/** The message with each piece of literal text changed, in every plural form and inside every tag. */
export function changeLiterals(ast: MessageAst, change: (text: string) => string): MessageAst {
  return ast.map((element): Element => {
    if (element.type === literal) return { ...element, value: change(element.value) }
    if ('children' in element) return { ...element, children: changeLiterals(element.children, change) }
    if (!('options' in element)) return element
    const options = Object.entries(element.options).map(([name, option]) => [
      name,
      { ...option, value: changeLiterals(option.value, change) },
    ])
    return { ...element, options: Object.fromEntries(options) } as Element
  })
}

export const escapeLiterals = (ast: MessageAst): MessageAst => changeLiterals(ast, escapeHtml)
