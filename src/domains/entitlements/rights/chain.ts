import { z } from 'zod'
import { isLocalDate, type LocalDate } from '../../../kernel/local-date.ts'
import type { ChainGrant, ChainValidator } from './tables.ts'

const nameSchema = z.string().trim().min(1).max(200)
const accountIdSchema = z.string().trim().min(1).max(255)

/**
 * Holders of the first product have, may buy, or do not see the second one.
 *
 * - `update`: they hold it free of charge while the validator holds; `upgrade`: it is offered to them at its price while
 *   the validator holds; `hidden`: the platform's relation between the two opens nothing.
 * - `subscription` holds while the line is in effect; `maintenance` and `warranty` as `validator.ts` says.
 * - `cohort` has it at once; everybody has it from `generalFrom` on, or at once when there is neither. With a cohort and
 *   no day it stays an early ship.
 */
export const chainSchema = z
  .strictObject({
    id: z.string().trim().min(1).max(100),
    from: z.strictObject({ name: nameSchema, version: nameSchema.nullable().default(null) }),
    to: z.strictObject({ name: nameSchema, version: nameSchema }),
    grants: z.enum(['update', 'upgrade', 'hidden']),
    validator: z.enum(['subscription', 'maintenance', 'warranty']),
    warrantyDays: z.number().int().min(0).max(36_500).nullable().default(null),
    cohort: z.array(accountIdSchema).max(10_000).default([]),
    generalFrom: z.string().refine(isLocalDate, 'Give a date of the form YYYY-MM-DD').nullable().default(null),
  })
  .refine(({ validator, warrantyDays }) => (validator === 'warranty') === (warrantyDays !== null), {
    path: ['warrantyDays'],
    message: 'A warranty has a number of days, and nothing else has',
  })
  .refine(({ from, to }) => from.name !== to.name || from.version !== to.version, {
    path: ['to'],
    message: 'A chain leads from one product to another',
  })
export type ImportedChain = z.input<typeof chainSchema>

/** A chain in effect for somebody: the store's, or the default that a relation of the platform makes. */
export interface Chain {
  readonly id: string
  readonly from: { readonly name: string; readonly version: string | null }
  readonly to: { readonly name: string; readonly version: string }
  readonly grants: ChainGrant
  readonly validator: ChainValidator
  readonly warrantyDays: number | null
  readonly cohort: readonly string[]
  readonly generalFrom: LocalDate | null
}

export interface UpdateRelation {
  readonly from: { readonly name: string; readonly version: string }
  readonly to: { readonly name: string; readonly version: string }
}

/** The store's chains, and for each UPGRADE_TO that leads to an update and that no chain replaces, the default. */
export function chainsInEffect(own: readonly Chain[], relations: readonly UpdateRelation[]): Chain[] {
  const defaults = relations.filter((relation) => !own.some((chain) => replaces(chain, relation)))
  return [...own, ...defaults.map(defaultChain)]
}

/** Whether the store's chain speaks for this step, so that the platform's relation no longer does. */
export function replaces(chain: Pick<Chain, 'from' | 'to'>, { from, to }: UpdateRelation): boolean {
  return leadsFrom(chain, from) && chain.to.name === to.name && chain.to.version === to.version
}

export function leadsFrom({ from }: Pick<Chain, 'from'>, product: { readonly name: string; readonly version: string }) {
  return from.name === product.name && (from.version === null || from.version === product.version)
}

function defaultChain({ from, to }: UpdateRelation): Chain {
  return {
    id: `UPGRADE_TO ${from.name}@${from.version} ${to.name}@${to.version}`,
    from,
    to,
    grants: 'update',
    validator: 'maintenance',
    warrantyDays: null,
    cohort: [],
    generalFrom: null,
  }
}
