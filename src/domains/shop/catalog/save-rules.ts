import type { Clock } from '../../../kernel/clock.ts'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { NotFound } from '../../../platform/http/answer/problems.ts'
import { audit } from '../../../platform/http/operations/audit.ts'
import { importItems, importOverrides, storeItemOf, storeOverrideOf } from './import-items.ts'
import type { Item } from './item.ts'
import { type ItemRules, rulesOf } from './item-rules.ts'
import { findItem, lockItems, overridesOf } from './store.ts'

export interface RuledItemView {
  readonly item: Item
  /** What the store says; null where it says nothing and the platform or a default counts. */
  readonly said: ItemRules
  /** What counts. */
  readonly rules: ItemRules
}

/** @throws {NotFound} */
export async function viewRules(tx: Db | Tx, partNumber: string): Promise<RuledItemView> {
  const item = await findItem(tx, partNumber)
  if (!item) throw new NotFound('part number')
  const rules = rulesOf(item)
  const override = (await overridesOf(tx, [partNumber])).get(partNumber)
  return { item, rules, said: item.origin === 'store' ? rules : saidBy(override) }
}

/**
 * Says which rules an item follows: all of them, in place of what was said before. Counts at once and everywhere.
 * @throws {NotFound}
 */
export async function saveRules(
  deps: { readonly db: Db; readonly clock: Clock },
  partNumber: string,
  rules: ItemRules,
  actor: string,
): Promise<RuledItemView> {
  return deps.db.transaction(async (tx) => {
    await lockItems(tx)
    const before = await viewRules(tx, partNumber)
    const at = deps.clock.now()
    if (before.item.origin === 'store') await importItems(tx, [{ ...storeItemOf(before.item), ...storeRules(rules) }])
    else {
      const override = (await overridesOf(tx, [partNumber])).get(partNumber)
      await importOverrides(tx, [{ ...storeOverrideOf(override), partNumber, ...rules }], { at })
    }
    const detail = { before: before.said, after: rules }
    await audit(tx, { at, actor, action: 'item.rules.save', subject: partNumber, detail })
    return viewRules(tx, partNumber)
  })
}

function storeRules({ soldTo, requiresAnyOf, maxQuantity, ...rest }: ItemRules) {
  return {
    ...rest,
    ...(soldTo === null ? {} : { soldTo }),
    requiresAnyOf: requiresAnyOf ?? [],
    ...(maxQuantity === null ? {} : { maxQuantity }),
  }
}

function saidBy(
  override: Awaited<ReturnType<typeof overridesOf>> extends Map<string, infer Row> ? Row | undefined : never,
) {
  const { partNumber: _p, title: _t, category: _c, termMonths: _m, addsToLine: _a, ...said } = storeOverrideOf(override)
  return said
}
