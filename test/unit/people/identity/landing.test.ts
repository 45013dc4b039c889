import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { landingOf, localPathOf } from '../../../../src/domains/people/identity/landing.ts'

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

  it('is never on another site after a proxy or a browser took escapes, dots or control characters away', () => {
    const pieces = [
      '/',
      '//',
      '\\',
      '%2f',
      '%2F',
      '%5c',
      '%252f',
      '%255c',
      '%25',
      '%00',
      '\0',
      '%0d%0a',
      '\u0085',
      '\ud800',
      '..',
      '.',
      '%2e%2e',
      '%2e',
      ';',
      '@',
      ':',
      '?',
      '#',
      '\t',
      'https:',
      'evil.example',
      'a',
    ]
    const host = 'https://store.example'
    const unescaped = (text: string, depth = 4): string => {
      try {
        return depth === 0 ? text : unescaped(decodeURIComponent(text), depth - 1)
      } catch {
        return text
      }
    }
    const text = fc.array(fc.constantFrom(...pieces), { maxLength: 9 }).map((parts) => `/${parts.join('')}`)
    let kept = 0
    fc.assert(
      fc.property(text, (asked) => {
        const path = localPathOf(asked)
        if (path === null) return
        kept += 1
        expect(localPathOf(path)).toBe(path)
        for (const read of [path, unescaped(path), unescaped(path).replaceAll('\\', '/')]) {
          expect(new URL(read, host).origin, asked).toBe(host)
          expect(read, asked).not.toMatch(/\p{Cc}/u)
        }
      }),
      { numRuns: 10_000 },
    )
    expect(kept).toBeGreaterThan(500)
  })

  it('is nothing when it is very long, no text, or an escape that is none', () => {
    expect(localPathOf(`/orders?q=${'a'.repeat(900)}`)).not.toBeNull()
    for (const bad of [
      `/${'a'.repeat(1001)}`,
      `/${'ä'.repeat(400)}`,
      '/a%',
      '/%zz',
      '',
      'orders',
      null,
      undefined,
      7,
      ['/orders'],
    ])
      expect(localPathOf(bad)).toBeNull()
  })

  it('does not lead round in a circle, to a machine’s address, or into the administration for a member', () => {
    for (const path of [
      '/sso/oidc',
      '/sign-in',
      '/sign-off',
      '/api/session',
      '/choose-account',
      '/./sso/oidc',
      '/%73so/oidc',
      '/SSO/oidc',
    ])
      expect(localPathOf(path)).toBeNull()
    expect(landingOf({ staff: false, returnTo: '/admin/orders' })).toBe('/products')
    expect(landingOf({ staff: true, returnTo: '/orders' })).toBe('/admin')
    expect(landingOf({ staff: true, returnTo: '/admin/orders?search=1' })).toBe('/admin/orders?search=1')
    expect(landingOf({ staff: false, returnTo: null })).toBe('/products')
  })
})
