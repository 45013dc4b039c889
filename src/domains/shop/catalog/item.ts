import { z } from 'zod'
import type { items } from './tables.ts'

/** Something that can be sold, without what only the sync and the search need. */
export type Item = Omit<typeof items.$inferSelect, 'rowHash' | 'search'>

export const categorySchema = z.enum([
  'base',
  'update',
  'upgrade',
  'addon',
  'seat',
  'media',
  'maintenance',
  'service',
  'book',
])
export const obligationSchema = z.enum(['licence', 'maintenance', 'media', 'goods'])

/** Who may buy when nothing else is said. Production vendors make things; they do not buy them. */
export const anyBuyer: readonly string[] = ['customer', 'reseller', 'distributor', 'internal']

/** The most of one item in an order when nothing else is said. */
export const defaultMaxQuantity = 999
