import { type LocalDate, writtenDate } from '../../../kernel/local-date.ts'
import type { ListedChain } from '../../entitlements/rights/index.ts'

/** What a chain does on a day, for whoever reads the list: who gets what, as long as what holds, and who has it early. */
export function chainSentence(chain: ListedChain, today: LocalDate): string {
  const { from, to, grants } = chain
  const holders = `Holders of ${from.version === null ? `any ${from.name}` : `${from.name} ${from.version}`}`
  const product = `${to.name} ${to.version}`
  if (grants === 'hidden') return `${holders} are not offered ${product}${audienceOf(chain, today)}.`
  const way = grants === 'update' ? `get ${product} free` : `may buy ${product} at its price`
  return `${holders} ${way} ${conditionOf(chain)}${audienceOf(chain, today)}.`
}

function conditionOf({ validator, warrantyDays, releasedOn }: ListedChain): string {
  if (validator === 'subscription') return 'while their line is in effect'
  const release =
    releasedOn === null ? 'its release, whose date is not known,' : `its release of ${writtenDate(releasedOn)}`
  if (validator === 'maintenance') return `while maintenance covers ${release}`
  return `when ${release} is at most ${warrantyDays ?? 0} days after the first day of their line`
}

function audienceOf({ cohort, generalFrom }: ListedChain, today: LocalDate): string {
  const named = cohort.join(', ')
  if (generalFrom === null) return cohort.length === 0 ? '' : `; early for ${named}, and for nobody else`
  if (generalFrom <= today) return cohort.length === 0 ? '' : `; ${named} had it early`
  const everybody = `for everybody from ${writtenDate(generalFrom)}`
  return cohort.length === 0 ? `; ${everybody}` : `; early for ${named}, ${everybody}`
}
