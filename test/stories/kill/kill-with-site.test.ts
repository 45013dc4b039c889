import { readdirSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { report, reported } from './boundaries.ts'
import { company, settle, shop } from './buyer.ts'
import { isComplete, outcomeOf } from './outcome.ts'
import { type KillRig, openKillRig } from './rig.ts'
import { until } from './until.ts'

const buyer = company(1)
const deaths = [
  ['staged', 'after'],
  ['imaged', 'written'],
  ['submitted', 'before'],
  ['running', 'written'],
  ['finished', 'after'],
] as const
let rig: KillRig

beforeAll(async () => {
  rig = await openKillRig({ site: 'inStore', people: (portal) => settle(portal, buyer) })
  await rig.start()
  await until('the first sync is published', 30, async () => {
    const [run] = await rig.sql`select 1 from sync_runs where state = 'published'`
    return run !== undefined
  })
})
afterAll(() => rig?.close())

it('one order whose process, site and disc robot are killed together at report after report gets its discs once [S59]', async () => {
  const purchase = await shop(rig, buyer, { payment: 'purchaseOrder', country: 'IE' })
  const words = await purchase.words()
  const isOurs = (pattern: RegExp) => async (text: string) =>
    pattern.test(text) && words.some((word) => text.includes(word))
  let accepted = false
  for (const [step, stop] of deaths) {
    const reached =
      stop === 'written' ? rig.rows.hold(reported(step), words) : rig.ways.inbound.hold(stop, isOurs(report(step)))
    if (!accepted) await purchase.accept()
    accepted = true
    await reached
    await rig.kill()
    await rig.start()
  }
  await until('the order is complete', 60, () => isComplete(rig, purchase))
  expect(await outcomeOf(rig, purchase)).toMatchObject({
    orders: 1,
    lineStates: ['live', 'live', 'made', 'awaitingShipment'],
    rights: ['1 x COLOUR-LAB-LIC DEPLOYED', '2 x SKETCH-5-LIC DEPLOYED'],
    mediaJobs: ['made'],
    discRows: 2,
    receipts: 1,
    deadLetters: [],
  })
  expect(readdirSync(rig.storeSite.discs)).toHaveLength(2)
  const commandFiles = readdirSync(rig.storeSite.hotFolder).filter((name) => /\.(JRQ|QRJ|INP|DON|ERR)$/i.test(name))
  expect(commandFiles).toEqual([expect.stringMatching(/-R1-D1\.DON$/)])
}, 240_000)
