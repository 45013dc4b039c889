import { getTableColumns } from 'drizzle-orm'
import { items } from './tables.ts'

const { rowHash: _, search: __, ...columns } = getTableColumns(items)

/** What a select of an `Item` reads. */
export const itemColumns = columns
