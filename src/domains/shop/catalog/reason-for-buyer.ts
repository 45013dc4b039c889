import type { TracedRight, VisibilityStep } from './visibility.ts'

/** Why the account may buy an item, in the buyer's words. Nothing for what is open to all. */
export function reasonsForBuyer(because: readonly VisibilityStep[]): string[] {
  return [...new Set(because.flatMap(({ rule, right, sentence }) => reasonOf(rule, right, sentence)))]
}

function reasonOf(rule: VisibilityStep['rule'], right: TracedRight | undefined, sentence: string): string[] {
  if (right !== undefined) {
    const [name, version] = right.product.split('@')
    const owner = right.inheritedFrom === null ? 'you own' : `your company ${right.inheritedFrom} owns`
    return [`Because ${owner} ${name}${version === undefined ? '' : ` ${version}`}.`]
  }
  switch (rule) {
    case 'WRONG_PARTNER_TIER':
      return ['Because of your partner tier.']
    case 'NOT_FOR_THIS_ACCOUNT':
      return ['Because it is offered to your company by name.']
    case 'NO_LONGER_FOR_SALE':
      return [sentence]
    case 'NOT_ENTITLED':
      return sentence.startsWith('No product') ? [] : ['Because of what you own, an offer is open to you.']
    default:
      return []
  }
}
