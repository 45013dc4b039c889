import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createRequest, eos, linesOfOrder, openPortal, soap, type TestPortal } from './support.ts'

let portal: TestPortal
beforeAll(async () => {
  portal = await openPortal()
})
afterAll(() => portal.end())

const post = (path: string, body: unknown) =>
  fetch(portal.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

describe('misbehaviour on request', () => {
  it('loses the answer after the work is done, once', async () => {
    expect(
      (await post('/sandbox/misbehave', { operation: 'createSimpleEntitlement', fault: 'lose-answer' })).status,
    ).toBe(204)
    await expect(soap(portal, eos, createRequest('LOST-1'))).rejects.toMatchObject({
      cause: { code: 'UND_ERR_SOCKET' },
    })
    expect((await soap(portal, eos, linesOfOrder('LOST-1'))).all('activationId')).toEqual(['LOST-1-L1'])
    expect((await soap(portal, eos, createRequest('LOST-2'))).statusText).toBe('SUCCESS')
  })

  it('does the work twice and gives the second answer', async () => {
    portal.misbehave({ operation: 'createSimpleEntitlement', fault: 'answer-twice' })
    expect((await soap(portal, eos, createRequest('TWICE-1'))).statusText).toBe('FAILURE')
    expect((await soap(portal, eos, linesOfOrder('TWICE-1'))).all('activationId')).toEqual(['TWICE-1-L1'])
  })

  it('does part of the work and says so', async () => {
    portal.misbehave({ operation: 'createSimpleEntitlement', fault: 'partial-failure' })
    const before = portal.state()
    const reply = await soap(portal, eos, createRequest('PART-1', { withMaintenance: true }))
    expect(reply.statusText).toBe('PARTIAL_FAILURE')
    expect(portal.state().lines).toBe(before.lines + 1)
    expect(portal.state().maintenanceLines).toBe(before.maintenanceLines)
  })

  it('goes away, faults, refuses and returns empty pages without doing anything, as often as asked', async () => {
    portal.misbehave({ operation: '*', fault: 'away', times: 2 })
    expect((await soap(portal, eos, createRequest('AWAY-1'))).status).toBe(503)
    expect((await soap(portal, eos, linesOfOrder('SO-10001'))).status).toBe(503)
    portal.misbehave({ operation: '*', fault: 'server-fault' })
    expect((await soap(portal, eos, createRequest('AWAY-1'))).all('faultcode')).toEqual(['soapenv:Server'])
    portal.misbehave({ operation: 'createSimpleEntitlement', fault: 'failure' })
    expect((await soap(portal, eos, createRequest('AWAY-1'))).statusText).toBe('FAILURE')
    portal.misbehave({ operation: 'getEntitlementLineItemPropertiesQuery', fault: 'empty-page' })
    const empty = await soap(portal, eos, linesOfOrder('SO-10001'))
    expect([empty.statusText, empty.all('activationId')]).toEqual(['SUCCESS', []])
    expect((await soap(portal, eos, linesOfOrder('AWAY-1'))).all('activationId')).toEqual([])
    expect((await soap(portal, eos, linesOfOrder('SO-10001'))).all('activationId')).toHaveLength(2)
  })

  it('is still planned after a restart, and so is the world', async () => {
    const first = await openPortal()
    await soap(first, eos, createRequest('KEEP-1', { withMaintenance: true }))
    first.misbehave({ operation: '*', fault: 'away', times: 1 })
    const before = first.state()
    const second = await first.reopen()
    expect((await soap(second, eos, linesOfOrder('KEEP-1'))).status).toBe(503)
    expect((await soap(second, eos, linesOfOrder('KEEP-1'))).all('activationId')).toEqual(['KEEP-1-L1'])
    expect({ ...second.state(), calls: {} }).toEqual({ ...before, calls: {}, misbehaviours: [] })
    await second.end()
  })

  it('refuses an order it does not understand', async () => {
    expect((await post('/sandbox/misbehave', { operation: '*', fault: 'explode' })).status).toBe(400)
  })
})

describe('changing the world by hand', () => {
  it('plants, alters and removes lines', async () => {
    const line = {
      activationId: 'HAND-1',
      entitlementId: 'ENT-ACME-1',
      partNumber: 'COLOUR-LAB-LIC',
      orderId: 'HAND',
      quantity: 2,
    }
    expect((await post('/sandbox/lines', { kind: 'entitlementLine', action: 'upsert', row: line })).status).toBe(204)
    portal.plant({ kind: 'entitlementLine', action: 'upsert', row: { activationId: 'HAND-1', state: 'INACTIVE' } })
    expect((await soap(portal, eos, linesOfOrder('HAND'))).all('state')).toEqual(['INACTIVE'])
    portal.plant({ kind: 'entitlementLine', action: 'delete', row: { activationId: 'HAND-1' } })
    expect((await soap(portal, eos, linesOfOrder('HAND'))).all('activationId')).toEqual([])
  })

  it('refuses rows that cannot be', async () => {
    const wrong = { kind: 'entitlementLine', action: 'upsert', row: { activationId: 'X', colour: 'blue' } }
    expect((await post('/sandbox/lines', wrong)).status).toBe(422)
    const missing = { kind: 'entitlementLine', action: 'delete', row: { activationId: 'NOT-THERE' } }
    expect((await post('/sandbox/lines', missing)).status).toBe(422)
  })

  it('counts what there is and what was called', async () => {
    const state = (await (await fetch(`${portal.url}/sandbox/state`)).json()) as ReturnType<TestPortal['state']>
    expect(state).toMatchObject({ accounts: 9, members: 17 })
    expect(state.calls['createSimpleEntitlement']).toBeGreaterThan(3)
  })
})
