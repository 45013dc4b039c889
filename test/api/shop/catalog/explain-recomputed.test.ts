import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { allTokens, type CallerName, callApi } from '../../../support/api-callers.ts'
import { type Box, startBox } from '../../../support/box.ts'

// A second program: it knows the answers of the API and nothing of the store, and works a price out by long division.
const money = z.object({ minor: z.number(), currency: z.string() })
const step = z.object({ passed: z.boolean(), sentence: z.string().min(1) })
const trace = z.object({
  quantity: z.number(),
  currency: z.string(),
  winner: z.object({ list: z.string(), minQuantity: z.number(), increment: z.number(), unitMinor: z.number() }),
  rule: z.object({ id: z.string(), basisPoints: z.number() }).nullable(),
  losers: z.array(z.object({ list: z.string(), reason: z.string() })),
  steps: z.array(z.object({ by: z.string(), takesOffMinor: z.number(), unitMinor: z.number() })),
})
const tax = z
  .object({
    basisPoints: z.number(),
    netMinor: z.number(),
    taxMinor: z.number(),
    country: z.string(),
    sentence: z.string(),
  })
  .nullable()
const explained = z.object({ because: z.array(step), unitPrice: money, trace, tax })
const itemsPage = z.object({ items: z.array(z.object({ partNumber: z.string(), unitPrice: money })) })

function halfUp(minor: bigint, basisPoints: number): bigint {
  return (minor * BigInt(basisPoints) + 5000n) / 10_000n
}

function unitFrom({ winner, rule }: z.infer<typeof trace>): number {
  const start = BigInt(winner.unitMinor)
  return Number(start - (rule === null ? 0n : halfUp(start, rule.basisPoints)))
}

let box: Box
let tokens: Readonly<Record<CallerName, string | null>>
beforeAll(async () => {
  box = await startBox()
  tokens = await allTokens(box)
})
afterAll(() => box.close())

const accounts = { alice: 'ACME', beth: 'BRIGHT', rosa: 'PIXEL' } as const

it('whoever has the explanation alone can say why an item is seen and work its price and tax out again, for customer and reseller, and staff are told the same [N10]', async () => {
  let checked = 0
  let discounted = 0
  let taxed = 0
  for (const [caller, accountId] of Object.entries(accounts) as [keyof typeof accounts, string][]) {
    const list = await callApi(box, { method: 'GET', path: '/api/items?limit=40', token: tokens[caller] })
    for (const { partNumber, unitPrice } of itemsPage.parse(list.json).items) {
      const path = `/api/items/${encodeURIComponent(partNumber)}/explain`
      const answer = await callApi(box, { method: 'GET', path, token: tokens[caller] })
      const why = explained.parse(answer.json)
      expect([partNumber, unitFrom(why.trace), why.trace.currency]).toEqual([
        partNumber,
        unitPrice.minor,
        unitPrice.currency,
      ])
      expect(why.unitPrice).toEqual(unitPrice)
      // The steps say the same arithmetic in the order in which it is done.
      const last = why.trace.steps.reduce(
        (unit, { takesOffMinor, unitMinor }) => {
          expect(unitMinor).toBe((unit ?? unitMinor + takesOffMinor) - takesOffMinor)
          return unitMinor
        },
        null as number | null,
      )
      expect(last).toBe(unitPrice.minor)
      expect(why.because.every(({ passed }) => passed)).toBe(true)
      expect(why.because.length).toBeGreaterThan(0)
      if (why.tax) {
        expect(why.tax.netMinor).toBe(unitPrice.minor * why.trace.quantity)
        expect(why.tax.taxMinor).toBe(Number(halfUp(BigInt(why.tax.netMinor), why.tax.basisPoints)))
        if (why.tax.taxMinor > 0) taxed += 1
      }
      if (why.trace.rule) discounted += 1

      const query = new URLSearchParams({ accountId, partNumber, quantity: String(why.trace.quantity) })
      const told = await callApi(box, { method: 'GET', path: `/api/admin/explain?${query}`, token: tokens.reid })
      expect(told.json).toMatchObject({
        visible: true,
        reason: null,
        price: { priced: true, unitPrice, trace: why.trace, tax: why.tax },
      })
      checked += 1
    }
  }
  expect(Math.min(checked, discounted, taxed)).toBeGreaterThan(3)
})
