import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'

type Published =
  | 'Checkout.Session'
  | 'PaymentIntent'
  | 'Charge'
  | 'Refund'
  | 'BalanceTransaction'
  | 'Payout'
  | 'Balance'
  | 'Event'
  | 'ApiList<unknown>'

/** Compares answers with the types of the installed SDK: says which fields are missing, and which are null and must not be. */
export function publishedTypes(dir: string): (name: Published, value: unknown) => string[] {
  const names: readonly Published[] = [
    'Checkout.Session',
    'PaymentIntent',
    'Charge',
    'Refund',
    'BalanceTransaction',
    'Payout',
    'Balance',
    'Event',
    'ApiList<unknown>',
  ]
  const file = join(dir, 'published.ts')
  const sdk = join(import.meta.dirname, '../../../node_modules/stripe/esm/stripe.esm.node.js')
  const lines = names.map((name, index) => `export type T${index} = Stripe.${name}`)
  writeFileSync(file, [`import type Stripe from '${sdk}'`, ...lines].join('\n'))
  const program = ts.createProgram([file], {
    strict: true,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2023,
    skipLibCheck: true,
    types: [],
  })
  const checker = program.getTypeChecker()
  const source = program.getSourceFile(file)
  const types = (source?.statements ?? ([] as readonly ts.Statement[]))
    .filter(ts.isTypeAliasDeclaration)
    .map((statement) => checker.getTypeAtLocation(statement))

  return (name, value) => {
    const type = types[names.indexOf(name)]
    if (!type || checker.getPropertiesOfType(type).length === 0) throw new Error(`The SDK has no type ${name}`)
    return differences(checker, type, value, name)
  }
}

function differences(checker: ts.TypeChecker, type: ts.Type, value: unknown, place: string): string[] {
  const parts = type.isUnion() ? type.types : [type]
  const has = (flag: ts.TypeFlags) => parts.some((part) => (part.flags & flag) !== 0)
  if (has(ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return []
  if (value === null) return has(ts.TypeFlags.Null) ? [] : [`${place} is null`]
  if (typeof value !== 'object') return []
  if (Array.isArray(value)) {
    const element = parts.flatMap((part) =>
      checker.isArrayType(part) ? checker.getTypeArguments(part as ts.TypeReference) : [],
    )[0]
    if (!element) return [`${place} is a list`]
    return value.flatMap((item, index) => differences(checker, element, item, `${place}[${index}]`))
  }
  // An expandable field is an id or one of several objects; each object says in `object` which it is.
  const forms = parts
    .filter((part) => (part.flags & ts.TypeFlags.Object) !== 0 && !checker.isArrayType(part))
    .map((part) => differencesOf(checker, part, value, place))
  if (forms.length === 0) return [`${place} is an object`]
  return forms.reduce((best, form) => (form.length < best.length ? form : best))
}

function differencesOf(checker: ts.TypeChecker, type: ts.Type, value: object, place: string): string[] {
  return checker.getPropertiesOfType(type).flatMap((property) => {
    const name = property.getName()
    const optional = (property.flags & ts.SymbolFlags.Optional) !== 0
    if (!(name in value)) return optional ? [] : [`${place}.${name} is missing`]
    const own: unknown = Reflect.get(value, name)
    return differences(checker, checker.getTypeOfSymbol(property), own, `${place}.${name}`)
  })
}
