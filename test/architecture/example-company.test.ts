import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { projectRoot } from '../../src/platform/project-root.ts'

const ofTheExample = /paintworks|0b5c8a/i
/** The box with its world, its first rows and its demo, and the one file that holds the example's values. */
const ofTheBox = [
  /^src\/sandbox\//,
  /^src\/cli\/(seed|demo)\//,
  /^src\/cli\/verbs\/seed\.ts$/,
  /^src\/config-seller\.ts$/,
  /^src\/endpoints\.ts$/,
]

it('the name, the address and the colour of the example company are written in the box alone', () => {
  const files = ['src', 'views', 'jobs'].flatMap((folder) =>
    readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8', withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(ts|eta|css|js)$/.test(entry.name))
      .map((entry) =>
        join(entry.parentPath, entry.name)
          .slice(projectRoot.length + 1)
          .replaceAll('\\', '/'),
      ),
  )
  expect(files.length).toBeGreaterThan(400)
  const naming = files.filter((path) => ofTheExample.test(readFileSync(join(projectRoot, path), 'utf8')))
  expect(naming).toContain('src/config-seller.ts')
  expect(naming.filter((path) => !ofTheBox.some((place) => place.test(path)))).toEqual([])
})
