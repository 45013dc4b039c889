import ts from 'typescript'
import { sourceFile } from './source-files.ts'

// Words that a template writes itself, and the messages that it asks for. Templates are read, not run.

/** What a template says beside the catalog, as it is written. */
export function wordsIn(template: string): string[] {
  const markup = template.replaceAll(/<%[\s\S]*?%>/g, '\u{F0000}').replaceAll(/<!--[\s\S]*?-->|<!DOCTYPE[^>]*>/g, '')
  const told = [...markup.matchAll(/\s(?:title|alt|placeholder|aria-label)="([^"]*)"/g)].map(([, value = '']) => value)
  // Entities such as `&nbsp;` have letters and say nothing.
  const text = markup.replaceAll(/<[^>]*>/g, '\u{F0001}').replaceAll(/&\w+;/g, ' ')
  const words = [...text.split(/[\u{F0000}\u{F0001}]/u), ...told.flatMap((value) => value.split('\u{F0000}'))]
  return [...words, ...literalsIn(template)].map((word) => word.trim()).filter((word) => /\p{L}/u.test(word))
}

/** Literals of the code of a template that people would read: several words, or one that begins with a capital letter. */
function literalsIn(template: string): string[] {
  const found: string[] = []
  visitCode(template, (node) => {
    const isText = ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)
    if (!isText || isMarkup(node.text)) return
    if (/\p{L}[\p{L}’']*[,.:;]? +\p{L}/u.test(node.text) || /^\p{Lu}\p{Ll}+/u.test(node.text.trim()))
      found.push(node.text)
  })
  return found
}

/** Attributes and classes. */
const isMarkup = (text: string) => /^ ?[\w-]+="[^"]*"?$/.test(text)

export interface Asked {
  readonly key: string
  /** Names of the values and links that it is given; null where they are not written out. */
  readonly given: readonly string[] | null
  readonly isRich: boolean
}

/** The messages that a template asks for; a key that is worked out is the empty key. */
export function askedIn(template: string): Asked[] {
  const found: Asked[] = []
  visitCode(template, (node) => {
    if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return
    const { name } = node.expression
    if (!/(^|\.)h$/.test(node.expression.expression.getText()) || !['t', 'rich'].includes(name.text)) return
    const [key, ...facts] = node.arguments
    for (const one of keysOf(key)) found.push({ key: one, given: namesOf(facts), isRich: name.text === 'rich' })
  })
  return found
}

/** The messages that code names with `message`. */
export function saidIn(file: ts.SourceFile): Asked[] {
  const found: Asked[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.getText() === 'message') {
      const [key, ...facts] = node.arguments
      for (const one of keysOf(key)) found.push({ key: one, given: namesOf(facts), isRich: false })
    }
    ts.forEachChild(node, visit)
  }
  visit(file)
  return found
}

function keysOf(node: ts.Expression | undefined): string[] {
  if (node === undefined) return ['']
  if (ts.isStringLiteralLike(node)) return [node.text]
  if (ts.isParenthesizedExpression(node)) return keysOf(node.expression)
  if (ts.isConditionalExpression(node)) return [...keysOf(node.whenTrue), ...keysOf(node.whenFalse)]
  return ['']
}

function namesOf(facts: readonly ts.Expression[]): string[] | null {
  const names: string[] = []
  for (const fact of facts) {
    if (!ts.isObjectLiteralExpression(fact)) return null
    for (const property of fact.properties) {
      if (property.name === undefined) return null
      names.push(property.name.getText().replaceAll("'", ''))
    }
  }
  return names
}

/** The code of a template as one program: markup between its pieces is nothing, and what is printed stands in brackets. */
function visitCode(template: string, look: (node: ts.Node) => void): void {
  const code = [...template.matchAll(/<%([=~]?)-?([\s\S]*?)-?%>/g)]
    .map(([, print, text = '']) => (print === '' ? text : `;(${text});`))
    .join('\n')
  const visit = (node: ts.Node): void => {
    look(node)
    ts.forEachChild(node, visit)
  }
  visit(sourceFile('template.ts', code).tree)
}
