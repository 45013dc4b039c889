import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { speakPlainly } from '../../../src/platform/http/request/input-sentences.ts'

beforeAll(() => speakPlainly())
afterAll(() => z.config({ customError: undefined }))

it.each([
  [z.object({ name: z.string() }), {}, 'This is missing'],
  [z.object({ name: z.string() }), { name: 7 }, 'Give a text'],
  [z.object({ n: z.coerce.number() }), { n: 'many' }, 'Give a number'],
  [z.object({ n: z.int() }), { n: '2' }, 'Give a number'],
  [z.object({ way: z.enum(['card', 'purchaseOrder', 'free']) }), { way: 'gold' }, 'Give card, purchaseOrder or free'],
  [z.object({ way: z.enum(['card']) }), { way: '' }, 'This is missing'],
  [z.object({ name: z.string('Give the name of the list') }), {}, 'Give the name of the list'],
  [z.object({ lines: z.array(z.string()) }), { lines: 'one' }, 'Give a list'],
])('%# a value that does not fit is told without the words of a program', (schema, value, sentence) => {
  expect(schema.safeParse(value).error?.issues[0]?.message).toBe(sentence)
})
