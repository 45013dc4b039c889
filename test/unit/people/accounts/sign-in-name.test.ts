import { describe, expect, it } from 'vitest'
import { parseRow } from '../../../../src/adapters/entitlement-platform/file-feed/read-rows.ts'
import { schemaOf } from '../../../../src/adapters/entitlement-platform/file-feed/rows.ts'
import { signInNameOf } from '../../../../src/domains/people/accounts/sign-in-name.ts'

const nobodysName = [
  ['nothing', ''],
  ['blanks', '   '],
  ['a blank before it', ' alice@acme.example'],
  ['a blank that does not break after it', 'alice@acme.example\u00a0'],
  ['a sign of no width in it', 'ali\u200bce@acme.example'],
  ['a soft hyphen in it', 'ali\u00adce@acme.example'],
  ['writing from the right in it', 'alice\u202e@acme.example'],
  ['NUL in it', 'alice\u0000@acme.example'],
  ['a line end in it', 'alice\n@acme.example'],
  ['half of a pair in it', 'alice\ud800@acme.example'],
  ['KELVIN SIGN, whose small letter is k', '\u212aate@acme.example'],
  ['a letter and its accent apart', 'rene\u0301@acme.example'],
  ['more than 254 characters', `${'a'.repeat(255)}`],
] as const

describe('a sign-in name', () => {
  it.each([
    ['Alice@ACME.example', 'alice@acme.example'],
    ['RENÉ@acme.example', 'rené@acme.example'],
    ['alice arden', 'alice arden'],
    ['ＡＬＩＣＥ', 'ａｌｉｃｅ'],
  ])('%j is kept as %j', (text, name) => {
    expect(signInNameOf(text)).toBe(name)
  })

  it.each(nobodysName)('is not a text with %s', (_, text) => {
    expect(signInNameOf(text)).toBeNull()
  })

  it.each(nobodysName)('is not to be had from a folder of files with %s either', (_, userName) => {
    const row = { userName, email: 'alice@acme.example', accounts: [] }
    expect(parseRow(row, schemaOf('members'))).toEqual({
      mistakes: [expect.objectContaining({ column: 'userName', code: 'invalid-value' })],
    })
  })
})
