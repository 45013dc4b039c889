import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { downloadsAnswer, mediaJobAnswer, mediaJobsAnswer, portalStateAnswer } from '../../src/cli/demo/answers.ts'
import type { Visitor } from '../../src/cli/demo/visitor.ts'
import { projectRoot } from '../../src/platform/project-root.ts'
import { readStanzas } from '../../src/sandbox/portal/debian/stanzas.ts'
import { findXorriso } from '../../src/site/image/xorriso.ts'
import { type Box, startBox } from '../support/box.ts'
import { shopping } from '../support/shopping.ts'

const packagesFile = join(projectRoot, 'src', 'cli', 'demo', 'debian', 'Packages')
/** Folder of a Debian mirror; without it the tiny package beside the index is what has real bytes. */
const mirrorDir = process.env['DEBIAN_MIRROR_DIR'] ?? ''

interface Indexed {
  readonly name: string
  /** Below the mirror's root. */
  readonly path: string
  readonly file: string
  readonly sizeBytes: number
  readonly md5: string
  readonly sha256: string
}

let box: Box
let alice: Visitor
let index: readonly Indexed[]
beforeAll(async () => {
  index = await indexed()
  box = await startBox({ env: { DEBIAN_PACKAGES: packagesFile, DEBIAN_MIRROR: mirrorDir } })
  alice = await box.member('alice@acme.example')
})
afterAll(() => box.close())

it('every package of the index is a product that can be bought at a price, after one sync', async () => {
  expect(index.length).toBeGreaterThan(50)
  const state = await alice.ask(portalStateAnswer, 'GET', `${box.portal.url}/sandbox/state`)
  expect(state.products).toBe(index.length + 17)
  for (const { name } of index) {
    const item = await alice.tell('GET', `${box.url}/api/items/DEB-${name}`)
    expect([name, item.status]).toEqual([name, 200])
  }
})

it('a package is bought, pushed and downloaded with the bytes that the index promises', async () => {
  for (const one of atHand()) {
    const { id } = await shopping(box.url, alice).order([{ partNumber: `DEB-${one.name}` }], `PO-${one.name}`)
    const order = await box.workUntil(async () => {
      const seen = await shopping(box.url, alice).see(id)
      return seen.lines[0]?.right?.live === true && seen
    })
    const activationId = order.lines[0]?.right?.activationId ?? ''
    const { packages } = await alice.ask(downloadsAnswer, 'GET', `${box.url}/api/products/${activationId}/downloads`)
    const file = packages.flatMap(({ files }) => files)[0]
    expect(file).toMatchObject({ sizeBytes: one.sizeBytes, md5: one.md5, sha256: one.sha256 })
    const { body } = await alice.open(`${box.url}${file?.href}`)
    expect(sumsOf(body)).toEqual({ md5: one.md5, sha256: one.sha256 })
  }
})

it('a kit of a package is made, and the bytes on the burnt disc are those of the index, by MD5 and by SHA-256 [S52]', async () => {
  const oscar = await box.staff('oscar')
  const jobs = `${box.url}/api/admin/media-jobs`
  for (const one of atHand()) {
    const kit = `KIT-DEB-${one.name}`
    const order =
      one.name === 'store-sample'
        ? await shopping(box.url, alice).freeKit(kit, `story-${one.name}`)
        : await shopping(box.url, alice).order([{ partNumber: kit }], `PO-KIT-${one.name}`)
    const job = await box.workUntil(async () => {
      const { items } = await oscar.ask(mediaJobsAnswer, 'GET', jobs)
      const listed = items.find(({ orderId }) => orderId === order.id)
      const found = listed && (await oscar.ask(mediaJobAnswer, 'GET', `${jobs}/${listed.jobId}`))
      return found?.state === 'made' && found
    })
    const disc = readdirSync(box.sandbox.discFolder).find((name) => name.includes(job.reference)) ?? ''
    const onDisc = await readDisc(join(box.sandbox.discFolder, disc), one.file)
    expect(onDisc.length).toBe(one.sizeBytes)
    expect(sumsOf(onDisc)).toEqual({ md5: one.md5, sha256: one.sha256 })
  }
})

/** The packages with a kit whose file is there, on the mirror or beside the index. */
function atHand(): Indexed[] {
  const roots = [mirrorDir, dirname(packagesFile)].filter((root) => root !== '')
  const found = index.filter(
    ({ name, path, sizeBytes }) =>
      ['store-sample', 'bash', 'base-files'].includes(name) &&
      roots.some((root) => statSync(join(root, path), { throwIfNoEntry: false })?.size === sizeBytes),
  )
  expect(found.length).toBeGreaterThan(0)
  return found
}

async function indexed(): Promise<Indexed[]> {
  const found: Indexed[] = []
  for await (const { Package: name, Filename: path, Size: size, MD5sum: md5, SHA256: sha256 } of readStanzas(
    packagesFile,
  ))
    if (name && path && size && md5 && sha256)
      found.push({ name, path, file: path.split('/').at(-1) ?? '', sizeBytes: Number(size), md5, sha256 })
  return found
}

/** A file of a disc: out of its image where the site could build one, out of the burnt folder elsewhere. */
async function readDisc(disc: string, name: string): Promise<Buffer> {
  if (!disc.endsWith('.iso')) return readFileSync(join(disc, name))
  const xorriso = await findXorriso()
  if (xorriso === null) throw new Error('an image without the program that builds them')
  const folder = mkdtempSync(join(tmpdir(), 'store-disc-'))
  try {
    execFileSync(xorriso, ['-osirrox', 'on', '-indev', disc, '-extract', '/', join(folder, 'disc')], { stdio: 'pipe' })
    expect(existsSync(join(folder, 'disc', 'SHA256SUMS'))).toBe(true)
    return readFileSync(join(folder, 'disc', name))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function sumsOf(bytes: Buffer): { md5: string; sha256: string } {
  const sum = (algorithm: string) => createHash(algorithm).update(bytes).digest('hex')
  return { md5: sum('md5'), sha256: sum('sha256') }
}
