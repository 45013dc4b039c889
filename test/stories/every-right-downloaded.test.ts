import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { cartAnswer, downloadsAnswer } from '../../src/cli/demo/answers.ts'
import type { Visitor } from '../../src/cli/demo/visitor.ts'
import { memberRows } from '../../src/sandbox/portal/world/account-data.ts'
import { type Box, startBox } from '../support/box.ts'
import { installBaseAnswer } from '../support/install-base.ts'
import { shopping } from '../support/shopping.ts'

let box: Box
const visitors = new Map<string, Visitor>()
beforeAll(async () => {
  box = await startBox()
})
afterAll(() => box.close())

/** Everybody who can sign on, for each account that they act for, but staff and the vendor. */
const people = memberRows
  .filter(({ active = true, accounts }) => active && !('PAINTWORKS' in accounts) && !('DISCWORKS' in accounts))
  .flatMap(({ userName, accounts }) => Object.keys(accounts).map((accountId) => ({ userName, accountId })))

it('every right that is shown as ready is downloaded byte for byte, by every member of every account [S1] [S4]', async () => {
  const ready: string[] = []
  for (const { userName, accountId } of people) {
    const visitor = await visitorOf(userName, accountId)
    const { lines } = await visitor.ask(installBaseAnswer, 'GET', `${box.url}/api/products?limit=100`)
    for (const line of lines.filter(({ under, can }) => under === null && can.download.state === 'ready')) {
      const files = await downloadAll(visitor, line.activationId)
      expect(files, `${userName} for ${accountId}, ${line.activationId}`).toBeGreaterThan(0)
      ready.push(`${userName} ${accountId} ${line.activationId}`)
    }
  }
  // A subsidiary has what it inherits beside its own, and a person with two accounts has what each of them has.
  expect(ready).toEqual(
    expect.arrayContaining([
      'alice@acme.example ACME ACT-ACME-PAINT',
      'greta@acme.example ACME-DE ACT-ACME-PAINT',
      'greta@acme.example ACME-DE ACT-ACMEDE-SKETCH',
      'sam@acme.example ACME-US ACT-ACME-BRUSH',
      'sam@acme.example ACME-US ACT-ACMEUS-EARLY',
      'dana@freelance.example ACME-DE ACT-ACME-PAINT',
      'dana@freelance.example BRIGHT ACT-BRIGHT-PAINT',
      'rosa@pixel.example PIXEL ACT-PIXEL-SUITE',
    ]),
  )
  expect(ready.length).toBeGreaterThan(20)
})

it('a partner downloads what it bought for a customer, and no other package of that customer', async () => {
  const rosa = await visitorOf('rosa@pixel.example', 'PIXEL')
  await rosa.ask(cartAnswer, 'PUT', `${box.url}/api/cart/end-customer`, { accountId: 'BRIGHT' })
  const placed = await shopping(box.url, rosa).order([{ partNumber: 'SKETCH-5-LIC' }], 'PO-FOR-BRIGHT')
  const order = await box.workUntil(async () => {
    const seen = await shopping(box.url, rosa).see(placed.id)
    return seen.lines.every(({ right }) => right?.live === true) && seen
  })
  const activationId = order.lines[0]?.right?.activationId ?? ''
  expect(await downloadAll(rosa, activationId)).toBe(2)
  const page = (await rosa.open(`${box.url}/orders/${placed.id}`)).body.toString()
  expect(page).toContain('sketch-5.0-setup.exe')

  // The customer's own Paint Pro is none of the partner's business, by its own line or by the bought one.
  const beth = await visitorOf('beth@bright.example', 'BRIGHT')
  const own = await beth.ask(downloadsAnswer, 'GET', `${box.url}/api/products/ACT-BRIGHT-PAINT/downloads`)
  const href = own.packages[0]?.files[0]?.href ?? ''
  expect(href).toContain('/downloads/ACT-BRIGHT-PAINT/')
  for (const asked of [href, href.replace('ACT-BRIGHT-PAINT', activationId)])
    expect((await rosa.tell('GET', `${box.url}${asked}`)).status).toBe(404)
  expect(await downloadAll(beth, activationId)).toBe(2)
})

it("a package of another line is not found under a line of one's own", async () => {
  const alice = await visitorOf('alice@acme.example', 'ACME')
  const paint = await alice.ask(downloadsAnswer, 'GET', `${box.url}/api/products/ACT-ACME-PAINT/downloads`)
  const href = paint.packages[0]?.files[0]?.href ?? ''
  expect((await alice.tell('GET', `${box.url}${href.replace('ACT-ACME-PAINT', 'ACT-ACME-BRUSH')}`)).status).toBe(404)
})

/** Follows every link of a line and holds the bytes against the promised size and hashes. @returns how many files */
async function downloadAll(visitor: Visitor, activationId: string): Promise<number> {
  const path = `/api/products/${encodeURIComponent(activationId)}/downloads`
  const { packages } = await visitor.ask(downloadsAnswer, 'GET', `${box.url}${path}`)
  const files = packages.flatMap((one) => one.files)
  for (const file of files) {
    const got = await visitor.open(`${box.url}${file.href}`)
    expect([file.name, got.status, got.body.length]).toEqual([file.name, 200, file.sizeBytes])
    expect(createHash('sha256').update(got.body).digest('hex')).toBe(z.string().length(64).parse(file.sha256))
  }
  return files.length
}

async function visitorOf(userName: string, accountId: string): Promise<Visitor> {
  const key = `${userName} ${accountId}`
  const known = visitors.get(key) ?? (await box.member(userName, { accountId }))
  visitors.set(key, known)
  return known
}
