import { describe, expect, it } from 'vitest'
import { addressWith, redirectOf, targetRefusal } from '../../../../src/domains/people/identity/redirect-rules.ts'

const rule = (id: string, accountType: string, partnerTier = '', accountId = '') => ({
  id,
  accountType,
  partnerTier,
  accountId,
})
const pixel = { accountId: 'PIXEL', accountType: 'reseller', partnerTier: 'gold' }

describe('the rule that sends an account away', () => {
  it.each([
    ['no rule for its type', [rule('a', 'customer')], null],
    ['its type', [rule('a', 'customer'), rule('b', 'reseller')], 'b'],
    ['its tier before its type', [rule('b', 'reseller'), rule('c', 'reseller', 'gold')], 'c'],
    ['its own ID before its tier', [rule('c', 'reseller', 'gold'), rule('d', 'reseller', '', 'PIXEL')], 'd'],
    ['another tier', [rule('c', 'reseller', 'silver')], null],
    ['another account of its type', [rule('d', 'reseller', '', 'OTHER')], null],
    ['its ID under another type', [rule('d', 'customer', '', 'PIXEL')], null],
  ])('%s', (_, rules, expected) => {
    expect(redirectOf(pixel, rules)?.id ?? null).toBe(expected)
  })

  it('is the same in whatever order the rules are read', () => {
    const rules = [rule('b', 'reseller'), rule('c', 'reseller', 'gold'), rule('d', 'reseller', '', 'PIXEL')]
    expect(redirectOf(pixel, [...rules].reverse())).toEqual(redirectOf(pixel, rules))
  })
})

describe('where accounts may be sent', () => {
  const bounds = { origins: ['https://b.example', 'http://b.example'], own: 'https://a.example', httpsOnly: false }

  it.each([
    ['an allowed origin', 'https://b.example/sso/handoff', null],
    ['an allowed origin with a query', 'https://b.example/in?from=store', null],
    ['a name that only begins like an allowed one', 'https://b.example.evil.example/', 'is not among the origins'],
    ['another port', 'https://b.example:8443/', 'is not among the origins'],
    ['a user name in front of the host', 'https://b.example@evil.example/', 'user name'],
    ['another scheme', 'javascript:alert(1)', 'whole address'],
    ['half an address', '//b.example/', 'whole address'],
    ['a token of its own', 'https://b.example/?token=x', 'parameter token'],
  ])('%s', (_, url, reason) => {
    const refusal = targetRefusal(url, bounds)
    if (reason === null) expect(refusal).toBeNull()
    else expect(refusal).toContain(reason)
  })

  it('is never the store itself, even when its origin is allowed', () => {
    const own = { ...bounds, origins: [...bounds.origins, bounds.own] }
    expect(targetRefusal('https://a.example/sso/handoff', own)).toContain('circle')
  })

  it('is only https in production', () => {
    expect(targetRefusal('http://b.example/', bounds)).toBeNull()
    expect(targetRefusal('http://b.example/', { ...bounds, httpsOnly: true })).toContain('https')
  })

  it('gets the token as it came, beside what the address said already', () => {
    const address = new URL(addressWith('https://b.example/in?from=store', 'eyJ.a-b_c.d+/=&'))
    expect([address.searchParams.get('from'), address.searchParams.get('token')]).toEqual(['store', 'eyJ.a-b_c.d+/=&'])
  })
})
