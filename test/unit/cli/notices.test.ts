import { expect, it } from 'vitest'
import { printNotices } from '../../../src/cli/verbs/notices.ts'

it('every package that the store runs with is there with its licence, and none that only its development needs', () => {
  const lines: string[] = []
  const terminal = { line: (text = '') => lines.push(text), good: String, bad: String, quiet: String }
  const code = printNotices({ ...terminal, progress: () => expect.unreachable() })
  const text = lines.join('\n')
  expect(code).toBe(0)
  expect(text).toMatch(/^The store runs with \d{2,} packages of others\./)
  for (const name of ['fastify', 'drizzle-orm', 'pdfkit', 'postgres', 'eta'])
    expect(text).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\([\\w. -]+\\)$`, 'm'))
  expect(text).toContain('Permission is hereby granted')
  expect(text).not.toMatch(/^(vitest|@biomejs\/biome|playwright-core) \d/m)
})
