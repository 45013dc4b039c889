import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { answerForm } from '../../../src/platform/http/answer/answer-form.ts'

const input = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1)
    .max(5)
    .regex(/^\w+$/)
    .refine((text) => text !== 'no'),
  email: z.email().optional(),
  note: z.string().max(2).default('-'),
  sizes: z.array(z.number().int().positive()).min(1).nullable(),
  share: z.number().max(1),
  kind: z.enum(['a', 'b']),
  open: z.boolean(),
})

describe('the form of an answer', () => {
  it('takes what the form for input refuses, unchanged', () => {
    const stored = { name: ' no such name ', note: '', email: 'none', sizes: [], share: 7.5, kind: 'a', open: true }
    expect(input.safeParse(stored).success).toBe(false)
    expect(answerForm(input).parse({ ...stored, ofAnotherRelease: 1 })).toEqual(stored)
  })

  it('still has the shape', () => {
    for (const [field, value] of [
      ['name', 7],
      ['sizes', ['1']],
      ['sizes', [1.5]],
      ['kind', 'c'],
      ['note', undefined],
    ] as const)
      expect(
        answerForm(input).safeParse({ name: '', note: '', sizes: [], share: 0, kind: 'a', open: true, [field]: value })
          .success,
      ).toBe(false)
  })

  it('is none of a kind that it does not know', () => {
    expect(() => answerForm(z.object({ at: z.date() }))).toThrow(/kind date/)
  })
})
