import { readFile } from 'node:fs/promises'
import { parse } from 'csv-parse/sync'
import { z } from 'zod'
import {
  type PushAttributeRow,
  pushAttributeSchema,
  replacePushAttributes,
  scopeOf,
} from '../../domains/entitlements/index.ts'
import { counted } from '../../kernel/words.ts'
import { withStore } from '../open-store.ts'
import { exitCodes, type Terminal } from '../output.ts'

/** Replaces what lines are created with on the platform by the rows of a JSON or CSV file, all or none. */
export async function importPushAttributesFile(terminal: Terminal, path: string): Promise<number> {
  const { rows, mistakes } = pushAttributesOfFile(path, await readFile(path, 'utf8'))
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

/**
 * A JSON list, or CSV with a header of the columns `partNumber`, `product.name`, `product.version`, `productLine`,
 * `licenseModel`, and one column an attribute: `licenseModelAttributes.<name>`, `lineAttributes.<name>`,
 * `entitlementAttributes.<name>`, whose values are texts. Mistakes name the row from 1.
 */
export function pushAttributesOfFile(path: string, text: string) {
  const rows = new Map<string, PushAttributeRow>()
  const mistakes: string[] = []
  try {
    const found = path.toLowerCase().endsWith('.csv') ? csvRows(text) : z.array(z.unknown()).parse(JSON.parse(text))
    for (const [index, value] of found.entries()) {
      const parsed = pushAttributeSchema.safeParse(value)
      if (!parsed.success)
        for (const { path: at, message } of parsed.error.issues)
          mistakes.push(`row ${index + 1}${at.length === 0 ? '' : `, ${at.join('.')}`}: ${message}`)
      else if (rows.has(scopeOf(parsed.data))) mistakes.push(`row ${index + 1}: an earlier row is about the same`)
      else rows.set(scopeOf(parsed.data), parsed.data)
    }
  } catch (error) {
    mistakes.push(
      error instanceof z.ZodError ? 'The file is not a JSON list' : error instanceof Error ? error.message : '',
    )
  }
  return { rows: [...rows.values()], mistakes }
}

const groups = ['licenseModelAttributes', 'lineAttributes', 'entitlementAttributes'] as const
const plain = ['partNumber', 'product.name', 'product.version', 'productLine', 'licenseModel']

function csvRows(text: string): unknown[] {
  const header = (names: string[]) => {
    const unknown = names.find((name) => !plain.includes(name) && !groups.some((group) => name.startsWith(`${group}.`)))
    if (unknown !== undefined) throw new Error(`There is no column ${unknown}`)
    return names
  }
  const records = z
    .array(z.record(z.string(), z.string()))
    .parse(parse(text, { bom: true, columns: header, skip_empty_lines: true }))
  return records.map((cells) => {
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
  })
}
