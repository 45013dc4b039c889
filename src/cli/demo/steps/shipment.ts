import { z } from 'zod'
import { orderAnswer } from '../answers.ts'
import { check, orderOf, person, type Stage, type Step } from '../stage.ts'
import { until } from '../until.ts'

const shippedAnswer = z.object({ order: orderAnswer })

export const shipment: Step = {
  title: 'Ship the parcels',
  run: async (stage) => {
    const facts = []
    for (const [name, trackingNumber] of [
      ['freeKit', 'DEMO-TRACK-1'],
      ['card', 'DEMO-TRACK-2'],
    ] as const)
      facts.push(await ship(stage, orderOf(stage, name).id, trackingNumber))
    return facts.join('; ')
  },
}

async function ship(stage: Stage, orderId: string, trackingNumber: string): Promise<string> {
  const staff = person(stage, 'operations')
  const address = `${stage.store}/api/admin/orders/${orderId}`
  const ready = await until(stage.clock, 'every line is ready to be shipped', async () => {
    const { order } = await staff.ask(shippedAnswer, 'GET', address)
    return order.lines.every(({ production }) => production === null || production.state === 'made') && order
  })
  const lineNumbers = ready.lines.map(({ lineNumber }) => lineNumber)
  const { order } = await until(stage.clock, 'the parcel is taken', async () => {
    const answer = await staff.tell('POST', `${address}/shipments`, { carrier: 'Post', trackingNumber, lineNumbers })
    return answer.status === 201 && shippedAnswer.parse(JSON.parse(answer.body.toString('utf8')))
  })
  check(
    order.lines.every(({ state }) => state === 'shipped'),
    'a line did not follow its parcel',
  )
  return `${order.number} is ${order.status}, ${trackingNumber}`
}
