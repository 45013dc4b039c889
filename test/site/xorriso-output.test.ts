import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { runXorriso } from '../../src/site/image/xorriso.ts'

it('a letter that arrives in two pieces is read as one', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'store-xorriso-'))
  const program = join(folder, 'program')
  // U with dots is c3 9c in UTF-8.
  writeFileSync(program, "#!/bin/sh\nprintf 'a \\303'\nsleep 0.3\nprintf '\\234bersicht'\n")
  chmodSync(program, 0o755)
  const { output } = await runXorriso(program, [], 0, new AbortController().signal)
  rmSync(folder, { recursive: true, force: true })
  expect(output).toBe('a Übersicht')
})
