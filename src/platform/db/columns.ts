import { bigint, char, customType, date, timestamp } from 'drizzle-orm/pg-core'
import type { LocalDate } from '../../kernel/local-date.ts'

/** An instant, in UTC, to the millisecond. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: 'date' })

/** A whole number of minor units of the currency in the row. */
export const minorUnits = (name: string) => bigint(name, { mode: 'number' })

export const currencyCode = (name = 'currency') => char(name, { length: 3 })

export const localDateColumn = (name: string) => date(name, { mode: 'string' }).$type<LocalDate>()

export const bytes = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' })
