import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { projectRoot } from '../../src/platform/project-root.ts'
import plan from './rooms.cjs'

const domains = join(projectRoot, 'src/domains')
const foldersOf = (path: string) => readdirSync(path).filter((name) => statSync(join(path, name)).isDirectory())

it('the rules, the list of rooms and the disk name the same floors and rooms', () => {
  const onDisk = foldersOf(domains).flatMap((floor) =>
    foldersOf(join(domains, floor)).map((room) => `${floor}/${room}`),
  )
  expect(onDisk.sort()).toEqual([...plan.rooms].sort())
  const page = readFileSync(join(domains, 'README.md'), 'utf8')
  expect([...page.matchAll(/^\| `([a-z/-]+)` \|/gm)].map(([, room]) => room)).toEqual(plan.rooms)
  const picture = /```\n(.+)\n/.exec(page)?.[1]
  expect(picture?.split(' ─ ')).toEqual(plan.floors.map(([floor]) => floor))
})

it('a floor holds rooms and no file, and a room holds no folder', () => {
  const strays = foldersOf(domains).flatMap((floor) =>
    readdirSync(join(domains, floor)).filter((name) => !plan.rooms.includes(`${floor}/${name}`)),
  )
  expect(strays).toEqual([])
  expect(plan.rooms.flatMap((room) => foldersOf(join(domains, room)))).toEqual([])
})

it('every room has a front door and a page about itself', () => {
  const missing = plan.rooms.flatMap((room) =>
    ['index.ts', 'README.md'].map((name) => `${room}/${name}`).filter((name) => !existsSync(join(domains, name))),
  )
  expect(missing).toEqual([])
})
