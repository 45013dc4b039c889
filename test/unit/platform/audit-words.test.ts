import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { auditLine, idsIn } from '../../../src/platform/http/pages/audit-words.ts'

const names = new Map([
  ['ord_1', 'SO-2026-000103'],
  ['ACME', 'Acme Corporation (ACME)'],
])

it('an act reads as words, with the page and the name of what it was done to', () => {
  const shipped = {
    action: 'order.ship',
    subject: 'ord_1',
    detail: { carrier: 'DHL', accountId: 'ACME', quoteId: 'q/1' },
  }
  expect(idsIn([shipped])).toEqual(['ord_1', 'DHL', 'ACME', 'q/1'])
  expect(auditLine(shipped, names)).toEqual({
    act: 'Recorded a parcel',
    subject: { words: 'Order SO-2026-000103', href: '/admin/orders/ord_1' },
    detail: [
      { name: 'Carrier', words: 'DHL', href: null },
      { name: 'Account', words: 'Acme Corporation (ACME)', href: null },
      { name: 'Quote', words: 'q/1', href: '/admin/quotes/q%2F1' },
    ],
  })
})

it('several things, flags, lists and nothing are said in words too', () => {
  const detail = { offered: false, ids: ['a', 'b'], days: { from: '2026-11-01' }, reason: null }
  const line = auditLine({ action: 'price-lists.publish', subject: '3 price lists', detail }, names)
  expect(line.subject).toEqual({ words: '3 price lists', href: '/admin/price-lists' })
  expect(line.detail.map(({ words }) => words)).toEqual(['no', 'a, b', 'from 1 Nov 2026'])
})

it('an amount is money, and an id that is the thing itself is not said twice', () => {
  const id = 'rul_yfhfvefb99q5z4c0zetfgthj'
  const detail = { id, overMinor: 10_000, limitMinor: null, currency: 'EUR', accountId: 'ACME' }
  expect(auditLine({ action: 'company.rule-added', subject: id, detail }, names).detail).toEqual([
    { name: 'Over', words: '100.00 EUR', href: null },
    { name: 'Account', words: 'Acme Corporation (ACME)', href: null },
  ])
})

it('an id of the store that has no name is the word of its thing, as a link', () => {
  const jobId = 'job_kar6c87hmr4gg68mrxm43xz1'
  const line = auditLine({ action: 'media-job.retry', subject: jobId, detail: { retryId: jobId } }, names)
  expect(line.subject).toEqual({ words: 'Job', href: `/admin/production/${jobId}` })
  expect(line.detail).toEqual([{ name: 'Retry', words: 'open it', href: `/admin/production/${jobId}` }])
})

it('every act that the code audits has words of its own', () => {
  const sources = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
  const codes = sources.flatMap((file) => {
    const text = readFileSync(join('src', file), 'utf8')
    if (!/\baudit\(tx|audit\(\s*tx|await note\(tx/.test(text)) return []
    return [...text.matchAll(/action(?:: | = .*\? )'([a-z-]+\.[a-zA-Z.-]+)'/g)].map(([, code = '']) => code)
  })
  expect(codes.length).toBeGreaterThan(20)
  const plain = codes.filter((code) => {
    const { act } = auditLine({ action: code, subject: 'x', detail: {} }, names)
    return act.toLowerCase() === code.replaceAll(/[-.]/g, ' ').toLowerCase()
  })
  expect(plain).toEqual([])
})
