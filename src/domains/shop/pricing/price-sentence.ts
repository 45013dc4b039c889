import { formatMoney, money } from '../../../kernel/money.ts'
import type { PriceTrace } from './price-trace.ts'

/**
 * The price as people read it: what each costs, the rule that made it so, and what it would cost otherwise. What
 * everybody pays for one needs no reason: `12.50 EUR each`.
 */
export function priceSentence(price: {
  readonly trace: Pick<PriceTrace, 'winner' | 'rule' | 'currency'>
  readonly listPriceMinor: number
  readonly unitPriceMinor: number
}): string {
  const { winner, rule, currency } = price.trace
  const written = (minor: number) => formatMoney(money(minor, currency))
  const instead = price.unitPriceMinor < price.listPriceMinor ? ` instead of ${written(price.listPriceMinor)}` : ''
  const isListPrice = winner.audience === 'everybody' && winner.unitMinor === price.listPriceMinor
  if (!rule && isListPrice && winner.minQuantity <= 1) return `${written(price.unitPriceMinor)} each`
  const base = winner.minQuantity > 1 ? `${winner.name} from ${winner.minQuantity}` : winner.name
  if (!rule) return `${base}: ${written(price.unitPriceMinor)}${instead} each`
  const source =
    winner.unitMinor === price.listPriceMinor
      ? `${rule.name} ${percent(rule.basisPoints)}`
      : `${base} at ${written(winner.unitMinor)}, ${rule.name} ${percent(rule.basisPoints)}`
  return `${source}: ${written(price.unitPriceMinor)}${instead} each`
}

/** Basis points as people write them: 1250 is `12.5 %`. */
export function percent(basisPoints: number): string {
  return `${basisPoints / 100} %`
}
