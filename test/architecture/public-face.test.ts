import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { projectRoot } from '../../src/platform/project-root.ts'

// What a stranger reads first: it has to be there, and true.

const read = (name: string) => readFileSync(join(projectRoot, name), 'utf8')
const packageFile = z
  .object({ version: z.string(), license: z.string(), scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(read('package.json')))

describe('the licence', () => {
  it('is the whole text of Apache-2.0, word for word', () => {
    const words = read('LICENSE').trim().split(/\s+/).join(' ')
    // Of the text at apache.org/licenses/LICENSE-2.0.txt, with each run of white space as one space.
    expect(createHash('sha256').update(words).digest('hex')).toBe(
      '0ffddef9e48f8a09aed5caf2d44f7ba1c1be2d9b8e0a6f693b1635b2d5566645',
    )
  })

  it('is the one that package.json and the lock file name', () => {
    const lock = z
      .object({ packages: z.looseObject({ '': z.object({ license: z.string() }) }) })
      .parse(JSON.parse(read('package-lock.json')))
    expect([packageFile.license, lock.packages[''].license]).toEqual(['Apache-2.0', 'Apache-2.0'])
  })
})

describe.each(['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md'])('%s', (name) => {
  const mistakes = (text: string) => [...missingPaths(text), ...missingScripts(text)]

  it('names no path and no script that is not there', () => {
    expect(mistakes(read(name))).toEqual([])
  })

  it('and a wrong name of either kind would be seen', () => {
    const planted = 'See `src/main-old.ts`, `test/api/none/`, [here](docs/HOW.md) and `npm run lint-all`.'
    expect(mistakes(`${read(name)}\n${planted}`)).toEqual([
      'src/main-old.ts',
      'test/api/none/',
      'docs/HOW.md',
      'npm run lint-all',
    ])
  })
})

it('the changelog begins with the version of package.json', () => {
  const [, version] = /^## (\d+\.\d+\.\d+)/m.exec(read('CHANGELOG.md')) ?? []
  expect(version).toBe(packageFile.version)
})

/** Paths of the project in code marks and links; those with a place holder such as `<room>` are left out. */
function missingPaths(text: string): readonly string[] {
  const inMarks = [...text.matchAll(/`([^`\s]+)`/g)].map(([, path = '']) => path)
  const paths = inMarks.filter((path) => /^(src|test|views|drizzle|jobs)\//.test(path))
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, path = '']) => path)
  const own = links.filter((path) => !/^(https?:|#)/.test(path))
  return [...paths, ...own].filter((path) => !/[<*]/.test(path) && !existsSync(join(projectRoot, path)))
}

function missingScripts(text: string): readonly string[] {
  return [...text.matchAll(/npm run ([\w:-]+)/g)].flatMap(([words, script = '']) =>
    script in packageFile.scripts ? [] : [words],
  )
}
