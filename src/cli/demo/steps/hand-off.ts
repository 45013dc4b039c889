import { sessionAnswer } from '../answers.ts'
import { handOver, signInAtPortal } from '../portal-visit.ts'
import { check, type Step } from '../stage.ts'
import { createVisitor } from '../visitor.ts'

export const handOff: Step = {
  title: 'Click "Purchase media kit" in the portal',
  run: async (stage) => {
    const buyer = await signInAtPortal(stage.portal, 'alice@acme.example')
    const page = await handOver(buyer, stage.portal, { entry: 'kit', package: 'PAINT_PRO_2_1' })
    check(new URL(page.url).pathname === '/kits/PAINT_PRO_2_1', `the click ended at ${new URL(page.url).pathname}`)
    const session = await buyer.ask(sessionAnswer, 'GET', `${stage.store}/api/session`)
    check(Object.keys(session.address).length > 0, 'the address of the profile did not arrive')
    const link = page.via.find((url) => url.includes('/sso/handoff?'))
    const again = await createVisitor().open(link ?? stage.store)
    check(again.status >= 400, 'the same hand-off worked twice')
    stage.people.set('buyer', buyer)
    return `on the kit page as ${session.accountType} ${session.accountId}, address filled in; the link works once`
  },
}
