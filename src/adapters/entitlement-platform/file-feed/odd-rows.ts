import { z } from 'zod'
import type { OddRow } from '../../../domains/entitlements/rights/port.ts'
import { keyOf } from './file-facts.ts'
import type { RowMistake } from './raw-rows.ts'
import type { FileName } from './rows.ts'

/** A row of a file that is left out: it cannot be read, or it cannot be told which row it is. */
export interface OddFeedRow {
  readonly odd: OddRow
  /** The key that other rows name it by; null when the row has none. */
  readonly name: string | null
  /** Of a file that is asked for in parts: the part, as far as the row says it. */
  readonly group: string | null
  /** Null where it does not say when it was changed. */
  readonly modifiedAt: Date | null
}

export function oddFeedRow(
  file: FileName,
  at: { readonly fileName: string; readonly row: number },
  given: { readonly raw: object | null; readonly mistakes: readonly RowMistake[] },
): OddFeedRow {
  const [first] = given.mistakes
  const column = first?.column ? `, column ${first.column}` : ''
  const more = given.mistakes.length > 1 ? `, and ${given.mistakes.length - 1} more` : ''
  const key = given.raw === null ? null : keyIn(file, given.raw)
  const fields = fieldsSchema.safeParse(given.raw).data
  return {
    odd: {
      key,
      place: `${at.fileName} row ${at.row}${column}`,
      reason: `${first?.reason ?? 'It cannot be read'} (${first?.code ?? 'invalid-value'})${more}`,
    },
    name: key === null ? null : nameOf(file, key),
    group: fields?.kind ?? null,
    modifiedAt: fields?.lastModifiedAt ?? null,
  }
}

const instant = z.iso.datetime({ offset: true }).transform((at) => new Date(at))
const fieldsSchema = z.object({
  kind: z.enum(['product', 'suite', 'maintenance']).nullable().catch(null),
  lastModifiedAt: instant.nullable().catch(null),
})

const id = z.string().min(1).max(255)
const product = z.object({ name: id, version: z.string().max(255) })
const parts: { readonly [Name in FileName]: z.ZodType<readonly string[]> } = {
  products: product.transform(({ name, version }) => [name, version]),
  part_numbers: z.object({ partNumber: id }).transform((row) => [row.partNumber]),
  // A relation is known by the product that it starts at.
  relations: z.object({ from: product }).transform(({ from }) => [from.name, from.version]),
  accounts: z.object({ accountId: id }).transform((row) => [row.accountId]),
  members: z.object({ userName: id }).transform(({ userName }) => [userName.toLowerCase(), userName.toLowerCase()]),
  entitlement_lines: z.object({ activationId: id }).transform((row) => [row.activationId]),
  maintenance_lines: z.object({ activationId: id }).transform((row) => [row.activationId]),
  download_packages: z.object({ packageId: id }).transform((row) => [row.packageId]),
  download_files: z.object({ packageId: id, fileId: id }).transform((row) => [row.packageId, row.fileId]),
}

/** The parts of its key in the mirror, as far as the row says them. */
function keyIn(file: FileName, raw: object): readonly string[] | null {
  return parts[file].safeParse(raw).data ?? null
}

function nameOf(file: FileName, [first = '', second = '']: readonly string[]): string {
  return file === 'products' ? keyOf({ name: first, version: second }) : first
}
