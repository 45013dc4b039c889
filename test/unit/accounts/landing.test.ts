import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { landingOf, localPathOf } from '../../../src/domains/accounts/landing.ts'

describe('where somebody goes after signing on', () => {
  it('is kept when it is a path of this store', () => {
    for (const path of ['/', '/orders', '/orders?state=open&q=a%20b', '/kits/PAINT%2FPRO', '/admin/orders'])
      expect(localPathOf(path)).toBe(path)
  })

  it('is never on another site, whatever somebody wrote', () => {
    const nasty = fc.string({
      unit: fc.constantFrom(...'/\\.:@?#%\t\n\r a0%2f%5c', '//', 'https:', 'evil.example', 'javascript:'),
      maxLength: 12,
    })
    const host = 'https://store.example'
    fc.assert(
      fc.property(
        fc.oneof(
          nasty,
          nasty.map((text) => `/${text}`),
          fc.webUrl(),
        ),
        (text) => {
          const path = localPathOf(text)
          if (path !== null) expect(new URL(path, host).origin).toBe(host)
        },
      ),
      { numRuns: 5_000 },
    )
  })

  it('does not lead round in a circle, to a machine’s address, or into the administration for a member', () => {
    for (const path of ['/sso/oidc', '/sign-in', '/sign-off', '/api/session', '/choose-account', '/./sso/oidc'])
      expect(localPathOf(path)).toBeNull()
    expect(landingOf({ staff: false, returnTo: '/admin/orders' })).toBe('/products')
    expect(landingOf({ staff: true, returnTo: '/orders' })).toBe('/admin')
    expect(landingOf({ staff: true, returnTo: '/admin/orders?search=1' })).toBe('/admin/orders?search=1')
    expect(landingOf({ staff: false, returnTo: null })).toBe('/products')
  })
})
