import { AmountTooLarge } from '../../../kernel/money.ts'
import { ItemNotAvailable } from '../../shop/catalog/index.ts'
import {
  BaseLineNotChosen,
  CoTermNotPossible,
  GrantedNotDelivered,
  LineNotEligible,
  QuantityNotAllowed,
} from './errors.ts'
import type { PricedRequest } from './price-lines.ts'

/**
 * @throws {ItemNotAvailable | QuantityNotAllowed | LineNotEligible | BaseLineNotChosen | AmountTooLarge} the first problem,
 * as the error that it is
 */
export function refuseProblem(requestedLines: readonly PricedRequest[]): void {
  for (const requested of requestedLines)
    switch (requested.problem?.code) {
      case undefined:
        continue
      case 'item-not-available':
        throw new ItemNotAvailable(requested.partNumber)
      case 'granted-not-delivered':
        throw new GrantedNotDelivered(requested.partNumber, requested.problem.sentence)
      case 'quantity-not-allowed':
        throw new QuantityNotAllowed(requested.partNumber, requested.problem.sentence)
      case 'line-not-eligible':
        throw new LineNotEligible(requested.targetActivationId)
      case 'base-line-not-eligible':
        throw new LineNotEligible(requested.targetActivationId, requested.problem.sentence)
      case 'base-line-not-chosen':
        throw new BaseLineNotChosen(requested.problem.sentence, requested.problem.baseLines)
      case 'co-term-not-possible':
        throw new CoTermNotPossible(requested.problem.sentence)
      case 'amount-too-large':
        throw new AmountTooLarge(
          `With ${requested.quantity} of ${requested.partNumber} it comes to more than one order can hold. Take a smaller quantity, or several orders.`,
        )
    }
}

/** Refuses what is wrong with some lines of a cart; what the whole cart comes to is every line's matter. */
export function refuseProblemsOf(requestedLines: readonly PricedRequest[], all: readonly PricedRequest[]): void {
  refuseProblem([...requestedLines, ...all.filter(({ problem }) => problem?.code === 'amount-too-large')])
}
