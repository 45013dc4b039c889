import { pushAttributeSchema, replacePushAttributes, scopeOf } from '../../domains/entitlements/push/index.ts'
import { counted } from '../../kernel/words.ts'
import type { Separator } from '../../platform/files/csv-shape.ts'
import { withStore } from '../open-store.ts'
import { exitCodes, type Terminal } from '../output.ts'
import { type FileOptions, readTextFile, separatorOf } from '../read-text-file.ts'
import { rowsOfFile } from '../rows-of-file.ts'

/** Replaces what lines are created with on the platform by the rows of a JSON or CSV file, all or none. */
export async function importPushAttributesFile(
  terminal: Terminal,
  path: string,
  options: FileOptions,
): Promise<number> {
  const { rows, mistakes } = pushAttributesOfFile(path, await readTextFile(path, options), separatorOf(options))
  if (mistakes.length > 0) {
    for (const mistake of mistakes) terminal.line(`  ${mistake}`)
    terminal.line(`${counted(mistakes.length, 'mistake')} in ${path}: nothing was imported.`)
    return exitCodes.refused
  }
  return withStore(async ({ db }) => {
    await db.transaction((tx) => replacePushAttributes(tx, rows))
    terminal.line(
      `${counted(rows.length, 'row')} imported in place of all that were there. Check them: npx store doctor`,
    )
    return exitCodes.ok
  })
}

const groups = ['licenseModelAttributes', 'lineAttributes', 'entitlementAttributes'] as const
const plain = ['partNumber', 'product.name', 'product.version', 'productLine', 'licenseModel']
const scopes = ['partNumber', 'product.name', 'productLine']

/**
 * A JSON list, or CSV with a header of the columns `partNumber`, `product.name`, `product.version`, `productLine`,
 * `licenseModel`, and one column an attribute: `licenseModelAttributes.<name>`, `lineAttributes.<name>`,
 * `entitlementAttributes.<name>`, whose values are texts. Mistakes name the row from 1: the place in the list, or the line
 * in the CSV file.
 */
export function pushAttributesOfFile(path: string, text: string, separator: Separator = ',') {
  const { values, mistakes } = rowsOfFile(
    { path, text, separator },
    {
      isColumn: (name) => plain.includes(name) || groups.some((group) => name.startsWith(`${group}.`)),
      // Any one of them says what a row is about.
      missing: (names) => (scopes.some((scope) => names.includes(scope)) ? [] : ['partNumber']),
      schema: pushAttributeSchema,
      ofCells: rowOfCells,
      keyOf: scopeOf,
      twice: 'an earlier row is about the same',
    },
  )
  return { rows: values, mistakes }
}

function rowOfCells(cells: Readonly<Record<string, string>>) {
  const cell = (name: string) => (cells[name] ? cells[name] : null)
  const within = (group: string) =>
    Object.fromEntries(
      Object.entries(cells).flatMap(([name, value]) =>
        name.startsWith(`${group}.`) && value !== '' ? [[name.slice(group.length + 1), value]] : [],
      ),
    )
  return {
    partNumber: cell('partNumber'),
    product: cell('product.name') === null ? null : { name: cell('product.name'), version: cell('product.version') },
    productLine: cell('productLine'),
    licenseModel: cell('licenseModel'),
    ...Object.fromEntries(groups.map((group) => [group, within(group)])),
  }
}
