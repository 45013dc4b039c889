import type { z } from 'zod'
import { addDays, dateOf } from '../../../kernel/local-date.ts'
import { counted } from '../../../kernel/words.ts'
import { matchRowsAnswer, matchRunAnswer, startedSyncAnswer, syncRunsAnswer } from '../answers.ts'
import { amount, check, orderOf, person, type Stage, type Step } from '../stage.ts'
import { until } from '../until.ts'

export const match: Step = {
  title: 'Match orders, money, rights and parcels',
  run: async (stage) => {
    const run = await matchToday(stage)
    const named = run.differenceCount === 0 ? '' : await differences(stage, run.id)
    check(run.differenceCount === 0, `${counted(run.differenceCount, 'difference')}: ${named}`)
    const sums = (run.totals ?? []).map(({ currency, orderedMinor, ledgerMinor }) => {
      check(orderedMinor === ledgerMinor, `the list says ${orderedMinor} ${currency}, the ledger ${ledgerMinor}`)
      return amount(ledgerMinor, currency)
    })
    return `${counted(run.lineCount, 'line')}, 0 differences, list and ledger both say ${sums.join(' and ')}`
  },
}

export const plantedDifference: Step = {
  title: 'Plant a difference on the platform and find it',
  run: async (stage) => {
    const order = orderOf(stage, 'reseller')
    const line = order.lines.find(({ partNumber }) => partNumber === 'SKETCH-5-LIC')
    check(line?.right !== null && line?.right !== undefined, 'the reseller’s licence has no right')
    const staff = person(stage, 'operations')
    const row = { activationId: line.right.activationId, quantity: 7 }
    const planted = await staff.tell('POST', `${stage.portal}/sandbox/lines`, {
      kind: 'entitlementLine',
      action: 'upsert',
      row,
    })
    check(planted.status === 204, `the portal refused the plant with ${planted.status}`)
    await fullSync(stage)
    const run = await matchToday(stage)
    const found = await differences(stage, run.id)
    check(run.differenceCount === 1, `${counted(run.differenceCount, 'difference')} instead of one: ${found}`)
    check(found.includes(order.number) && found.includes('right-quantity-differs'), `named otherwise: ${found}`)
    return found
  },
}

async function matchToday(stage: Stage): Promise<z.infer<typeof matchRunAnswer>> {
  // From yesterday on, because the demo may run over midnight.
  const through = dateOf(stage.clock.now())
  const body = { from: addDays(through, -1), through }
  return person(stage, 'finance').ask(matchRunAnswer, 'POST', `${stage.store}/api/admin/finance/match-runs`, body)
}

async function differences(stage: Stage, runId: string): Promise<string> {
  const rows = `${stage.store}/api/admin/finance/match-runs/${runId}/rows?cause=any`
  const { items } = await person(stage, 'finance').ask(matchRowsAnswer, 'GET', rows)
  return items
    .map(
      ({ orderNumber, lineNumber, cause, owner, nextStep }) =>
        `${orderNumber} line ${lineNumber}: ${cause}, for ${owner}. ${nextStep}`,
    )
    .join('; ')
}

async function fullSync(stage: Stage): Promise<void> {
  const staff = person(stage, 'operations')
  const runs = `${stage.store}/api/admin/sync-runs`
  const { runId } = await staff.ask(startedSyncAnswer, 'POST', runs, { mode: 'full' })
  await until(stage.clock, 'the sync is published', async () =>
    (await staff.ask(syncRunsAnswer, 'GET', runs)).items.some(({ id, state }) => id === runId && state === 'published'),
  )
}
