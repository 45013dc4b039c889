import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { counted } from '../../kernel/words.ts'
import { projectRoot } from '../../platform/project-root.ts'
import { exitCodes, type Terminal } from '../output.ts'

const lockSchema = z.object({
  packages: z.record(z.string(), z.object({ dev: z.boolean().optional(), link: z.boolean().optional() })),
})
const packageSchema = z.object({
  name: z.string(),
  version: z.string(),
  license: z.union([z.string(), z.object({ type: z.string() })]).optional(),
})
const licenceFile = /^(licen[cs]e|notice|copying)([-._].*)?$/i

/** The licences of every package that the store runs with, with their texts, for what a vendor ships. */
export function printNotices(terminal: Terminal): number {
  const lock = lockSchema.parse(JSON.parse(readFileSync(join(projectRoot, 'package-lock.json'), 'utf8')))
  const folders = Object.entries(lock.packages).flatMap(([path, { dev }]) => (path === '' || dev ? [] : [path]))
  // A package of another platform is in the lock file and not installed.
  const notices = folders.filter((path) => existsSync(join(projectRoot, path, 'package.json'))).map(noticeOf)
  notices.sort((a, b) => a.name.localeCompare(b.name, 'en') || a.version.localeCompare(b.version, 'en'))
  terminal.line(`The store runs with ${counted(notices.length, 'package')} of others.`)
  for (const { name, version, licence, texts } of notices) {
    terminal.line(`\n${'='.repeat(80)}\n${name} ${version} (${licence})\n`)
    terminal.line(texts.length > 0 ? texts.join('\n\n') : 'The package has no licence text of its own.')
  }
  return notices.every(({ licence, texts }) => licence !== 'see its text' || texts.length > 0)
    ? exitCodes.ok
    : exitCodes.findings
}

function noticeOf(path: string) {
  const folder = join(projectRoot, path)
  const { name, version, license } = packageSchema.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')))
  const licence = typeof license === 'object' ? license.type : (license ?? 'see its text')
  const files = readdirSync(folder, { withFileTypes: true }).filter(
    (entry) => entry.isFile() && licenceFile.test(entry.name),
  )
  const texts = files.map(({ name: file }) => readFileSync(join(folder, file), 'utf8').trim())
  return { name, version, licence, texts }
}
