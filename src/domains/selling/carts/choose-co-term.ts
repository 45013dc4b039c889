import { addMonths, dateOf, type LocalDate } from '../../../kernel/local-date.ts'
import { InvalidInput } from '../../../platform/http/answer/problems.ts'
import type { Actor } from '../../fulfilment/orders/index.ts'
import { closeCardPagesOfCart } from './card-pages.ts'
import * as store from './cart-store.ts'
import { showCart, viewerOfCart } from './cart-view.ts'
import type { CartViewDeps } from './lost-carts.ts'
import { priceLines } from './price-lines.ts'
import { refuseProblem } from './refuse-problem.ts'
import type { CartView } from './schemas.ts'

const longestMonths = 60

/**
 * Chooses the one day on which every term in the cart ends; null lets each run its own term. Prices follow by the day.
 * @throws {InvalidInput} for a day in the past or more than five years ahead
 * @throws {CoTermNotPossible} when a line begins only after that day
 */
export async function chooseCoTerm(deps: CartViewDeps, actor: Actor, through: LocalDate | null): Promise<CartView> {
  const at = deps.clock.now()
  refuseOutOfReach(through, dateOf(at))
  await deps.db.transaction(async (tx) => {
    const cart = await store.lockOpenCart(tx, actor, at)
    await store.setCoTerm(tx, cart.id, through)
    await store.touchCart(tx, cart.id, at)
    await closeCardPagesOfCart(tx, cart.id)
    const requestedLines = await priceLines(
      tx,
      await viewerOfCart(tx, deps, cart),
      await store.linesOfCart(tx, cart.id),
    )
    refuseProblem(requestedLines.filter(({ problem }) => problem?.code === 'co-term-not-possible'))
  })
  return showCart(deps, actor)
}

function refuseOutOfReach(through: LocalDate | null, today: LocalDate): void {
  if (through === null) return
  const detail =
    through < today
      ? 'Choose a day from today on.'
      : through > addMonths(today, longestMonths)
        ? 'Choose a day within five years.'
        : null
  if (detail !== null) throw new InvalidInput([{ pointer: '#/through', detail }])
}
