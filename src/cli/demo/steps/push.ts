import { type OrderAnswer, orderAnswer } from '../answers.ts'
import { check, orderOf, person, type Role, type Stage, type Step } from '../stage.ts'
import { until } from '../until.ts'

export const push: Step = {
  title: 'Write the rights to the platform',
  run: async (stage) => {
    const order = await live(stage, 'reseller', orderOf(stage, 'reseller'))
    stage.orders.set('reseller', order)
    const rights = order.lines.map(({ right }) => right?.activationId)
    return `${rights.join(' and ')} are live`
  },
}

/** Waits until every right of the order is live on the platform. */
export async function live(stage: Stage, role: Role, { id }: Pick<OrderAnswer, 'id'>): Promise<OrderAnswer> {
  return until(stage.clock, 'the rights are live', async () => {
    const order = await person(stage, role).ask(orderAnswer, 'GET', `${stage.store}/api/orders/${id}`)
    const rights = order.lines.filter(({ obligation }) => obligation === 'licence')
    check(!rights.some(({ state }) => state === 'refused'), 'the platform refused the push')
    return rights.length > 0 && rights.every(({ right }) => right?.live === true) && order
  })
}
