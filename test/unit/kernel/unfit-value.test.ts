import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { storableText, unfitIn } from '../../../src/kernel/unfit-value.ts'

const traps: readonly unknown[] = [
  { toString: 1 },
  { toString: 1, valueOf: 1 },
  { valueOf: { toString: 1 }, toString: null },
  [{ toString: 1 }],
  [[{ toString: [] }]],
]

describe('a value that came from outside', () => {
  it('is unfit where a check of a schema would end in an error instead of a refusal, and no schema throws for what is fit', () => {
    const schemas = [
      z.string().min(1),
      z.string().max(3),
      z.string().length(2),
      z.array(z.string()).min(1),
      z.array(z.any()).max(1),
    ]
    for (const trap of traps)
      for (const measure of ['length', 'size']) {
        const value = { token: { [measure]: trap } }
        expect(unfitIn(value)).toEqual({ pointer: `/token/${measure}`, detail: 'is no number' })
      }
    for (const fit of [{ length: 1 }, { length: 'x' }, { length: null }, { size: 3 }, { length: -1 }, { length: true }])
      for (const schema of schemas) {
        expect(unfitIn(fit)).toBeNull()
        expect(schema.safeParse(fit).success).toBe(false)
      }
  })

  it('is unfit with text that no database keeps, in values and in names, and says where', () => {
    expect(unfitIn({ a: ['x', { 'b/~': 'a\0' }] })).toMatchObject({ pointer: '/a/1/b~1~0' })
    expect(unfitIn({ a: { '\ud800': 1 } })).toMatchObject({ pointer: '/a' })
    expect(unfitIn({ a: '\udc00' })).toMatchObject({ pointer: '/a' })
    expect(unfitIn({ a: '\udc00' }, { atTexts: false })).toBeNull()
    expect(unfitIn({ a: '😀', b: [null, 1, true, undefined] })).toBeNull()
  })

  it('is unfit when it is nested deeper than anything that is sent', () => {
    const nested = (levels: number): unknown => (levels === 0 ? 1 : [nested(levels - 1)])
    expect(unfitIn(nested(20))).toBeNull()
    expect(unfitIn(nested(30))).toMatchObject({ detail: 'is nested too deeply' })
  })

  it('keeps its length and all that can be kept when it must be kept', () => {
    expect(storableText('a\0b\ud800c😀')).toBe('a\ufffdb\ufffdc😀')
  })
})
