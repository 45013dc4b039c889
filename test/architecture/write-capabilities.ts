import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../../src/platform/project-root.ts'
import { namedRows, renderCapabilities } from './capabilities.ts'
import { sourceFiles } from './source-files.ts'

// npx tsx test/architecture/write-capabilities.ts: brings rows and files up to date; new rows then want their sentence.
const page = join(projectRoot, 'test/CAPABILITIES.md')
const tests = sourceFiles('test').filter(({ path }) => !path.startsWith('test/architecture/'))
writeFileSync(page, renderCapabilities(readFileSync(page, 'utf8'), namedRows(tests)))
