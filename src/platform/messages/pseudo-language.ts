import { changeLiterals, literal, type MessageAst } from './message-ast.ts'

/** English with accents, in brackets, as other software has it: text that is not from the catalog shows at a glance. */
export const pseudoLanguage = 'en-XA'

export const [pseudoOpen, pseudoClose] = ['⟦', '⟧']

const plain = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'
const accented = [...'åƀçđéƒĝĥîĵķļɱñöþǫŕšţûṽŵẋýžÅƁÇĐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽ']
const accents = new Map([...plain].map((letter, index) => [letter, accented[index] ?? letter]))

export function pseudoMessage(ast: MessageAst): MessageAst {
  const text = changeLiterals(ast, (words) => [...words].map((letter) => accents.get(letter) ?? letter).join(''))
  return [{ type: literal, value: pseudoOpen }, ...text, { type: literal, value: pseudoClose }]
}
