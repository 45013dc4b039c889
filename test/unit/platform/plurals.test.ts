import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { counted } from '../../../src/kernel/words.ts'

/** A count that a template glues to a word in the plural: right for every number but one. */
const inCode = /\$\{[\w.]*\b(?:length|attempts|size|days|[a-z]+Count)\} (?!is\b|was\b|has\b)[a-z]+(?:s|ies)\b/
const inViews =
  /(?:<%= [\w.]*\b(?:length|attempts|size|days|[a-z]+Count)|h\.count\([^)]*\)) %> (?:rows|lines|items|orders|seats|files|images|discs|days|times|tries|accounts|pieces)\b/

/** Lines that say the singular themselves, or a number that is never one. */
const known = /=== 1|!== 1|bodyLimitBytes|may have|holds \$\{.*\} bytes|a message says|All \$\{steps|capacityBytes/

it('no page, mail, message or command counts "1 images"', () => {
  const found: string[] = []
  for (const [folder, kind, pattern] of [
    ['src', '.ts', inCode],
    ['views', '.eta', inViews],
  ] as const)
    for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith(kind)))
      for (const line of readFileSync(join(folder, file), 'utf8').split('\n'))
        if (pattern.test(line) && !known.test(line)) found.push(`${file}: ${line.trim().slice(0, 120)}`)
  expect(found).toEqual([])
  expect([counted(0, 'image'), counted(1, 'image'), counted(1_200, 'try', 'tries')]).toEqual([
    '0 images',
    '1 image',
    '1,200 tries',
  ])
})
