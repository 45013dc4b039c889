import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { extracted, hasXorriso } from './support/disc-reader.ts'
import { type Floor, manifestOf, openFloor, until } from './support/floor.ts'

const setup = Buffer.alloc(300_000, 'setup program ')
const readme = Buffer.from('Read me first.\n')

describe('site agent', () => {
  let floor: Floor
  beforeEach(async () => {
    floor = await openFloor()
  })
  afterEach(() => floor.close())

  it('makes the discs of a job with exactly the bytes of its manifest and reports every one of them [S51] [S60]', async () => {
    const manifest = manifestOf(floor.store, 'SO-2026-000123-1', [
      { files: { 'setup.exe': setup, 'docs/Read me first.txt': readme } },
      { files: { 'samples/a long file name with blanks and umlauts ä.dat': readme } },
    ])
    const { jobId } = floor.store.addJob({ reference: 'SO-2026-000123-1', manifest, copies: 2 })
    await floor.robot()
    await floor.untilEnded(floor.agent(), jobId)

    const steps = floor.store.reportsOf(jobId).map(({ step }) => step)
    expect([...new Set(steps)]).toEqual(['staged', 'imaged', 'submitted', 'running', 'finished'])
    expect(floor.store.reportsOf(jobId, 'finished')[0]).toMatchObject({
      discs: [
        { discNumber: 1, copy: 1, outcome: 'made', serial: 'SO-2026-000123-1-D1' },
        { discNumber: 1, copy: 2, outcome: 'made', serial: 'SO-2026-000123-1-D1' },
        { discNumber: 2, copy: 1, outcome: 'made', serial: 'SO-2026-000123-1-D2' },
        { discNumber: 2, copy: 2, outcome: 'made', serial: 'SO-2026-000123-1-D2' },
      ],
    })
    const discs = await floor.discs()
    expect(discs).toHaveLength(4)
    const first = await extracted(join(floor.outputDir, discs[0] ?? ''), join(floor.folder, 'x1'))
    expect(first.get('setup.exe')).toEqual(setup)
    expect(first.get('docs/Read me first.txt')).toEqual(readme)
    expect([...first.keys()].sort()).toEqual(['MD5SUMS', 'SHA256SUMS', 'docs/Read me first.txt', 'setup.exe'])
    expect(first.get('SHA256SUMS')?.toString()).toBe(
      [readme, setup]
        .map((content, index) => {
          const hex = createHash('sha256').update(content).digest('hex')
          return `${hex}  ${['docs/Read me first.txt', 'setup.exe'][index]}\n`
        })
        .join(''),
    )
    const third = await extracted(join(floor.outputDir, discs[2] ?? ''), join(floor.folder, 'x2'))
    expect([...third.keys()]).toContain('samples/a long file name with blanks and umlauts ä.dat')
  })

  it('reports images with their hash where xorriso is, and staged files where it is not', async () => {
    const manifest = manifestOf(floor.store, 'IMG-1', [{ files: { 'a.txt': readme } }])
    const { jobId } = floor.store.addJob({ reference: 'IMG-1', manifest })
    await floor.robot()
    await floor.untilEnded(floor.agent(), jobId)
    const [report] = floor.store.reportsOf(jobId, 'imaged')
    const builtBy = (await hasXorriso()) ? /^xorriso / : /^staged-files$/
    expect(report).toMatchObject({ images: [{ discNumber: 1, builtBy: expect.stringMatching(builtBy) }] })
    if (report?.step !== 'imaged' || !(await hasXorriso())) return
    const [disc = ''] = await floor.discs()
    const bytes = await readFile(join(floor.outputDir, disc))
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(report.images[0]?.sha256)
  })

  it('lets the device burn the staged files when images cannot be built', async () => {
    const manifest = manifestOf(floor.store, 'DATA-1', [{ files: { 'sub/a.txt': readme } }])
    const { jobId } = floor.store.addJob({ reference: 'DATA-1', manifest })
    await floor.robot()
    await floor.untilEnded(floor.agent({ xorrisoPath: null }), jobId)
    expect(floor.store.jobs.get(jobId)?.state).toBe('finished')
    expect(floor.store.reportsOf(jobId, 'staged')[0]?.message).toBe('1 file fetched, all verified')
    expect(await readFile(join(floor.outputDir, 'disc-DATA-1-D1-1', 'sub', 'a.txt'))).toEqual(readme)
    expect(floor.store.checkIns[0]?.buildsImages).toBe(false)
  })

  it('fetches only what is missing and reports what it holds [S57]', async () => {
    const shared = { 'setup.exe': setup }
    floor.store.addJob({ reference: 'ONE', manifest: manifestOf(floor.store, 'ONE', [{ files: shared }]) })
    await floor.robot()
    const agent = floor.agent()
    await floor.untilEnded(agent, 'job_ONE')
    const second = manifestOf(floor.store, 'TWO', [{ files: { ...shared, 'readme.txt': readme } }])
    floor.store.addJob({ reference: 'TWO', manifest: second })
    await floor.untilEnded(agent, 'job_TWO')
    expect(floor.store.fileRequests).toHaveLength(2)
    expect(floor.store.reportsOf('job_TWO', 'staged')[0]).toMatchObject({
      fetchedFiles: 1,
      fetchedBytes: readme.length,
    })
    await until(() => floor.store.inventory.length === 2)
    expect(floor.store.inventory.map(({ sizeBytes }) => sizeBytes).sort()).toEqual([readme.length, setup.length].sort())
  })

  it('continues a file where the connection broke off instead of fetching it anew [S57]', async () => {
    const { jobId } = floor.store.addJob({
      reference: 'RESUME',
      manifest: manifestOf(floor.store, 'RESUME', [{ files: { 'setup.exe': setup } }]),
    })
    floor.store.breakOff = 2
    await floor.robot()
    await floor.untilEnded(floor.agent(), jobId)
    const [, second, third] = floor.store.fileRequests
    expect(second?.start).toBeGreaterThan(0)
    expect(third?.start).toBeGreaterThan(second?.start ?? 0)
    expect(floor.store.jobs.get(jobId)?.state).toBe('finished')
  })

  it('stops a job before burning when the content does not have the hash of the manifest [S52]', async () => {
    const manifest = manifestOf(floor.store, 'BAD', [{ files: { 'setup.exe': setup } }])
    floor.store.corrupt(manifest.discs[0]?.files[0]?.sha256 ?? '', Buffer.alloc(setup.length, 'something else '))
    const { jobId } = floor.store.addJob({ reference: 'BAD', manifest })
    const robot = await floor.robot()
    await floor.untilEnded(floor.agent(), jobId)
    expect(floor.store.reportsOf(jobId)).toMatchObject([{ step: 'failed', cause: 'checksum-mismatch', discs: [] }])
    expect(floor.store.fileRequests).toHaveLength(2)
    expect(robot.state().jobs).toEqual([])
  })

  it('stops a job whose file has another MD5 than the platform gave, although its SHA-256 matches [S52]', async () => {
    const manifest = manifestOf(floor.store, 'MD5', [{ files: { 'setup.exe': setup } }])
    for (const disc of manifest.discs) for (const file of disc.files) file.md5 = 'd41d8cd98f00b204e9800998ecf8427e'
    const { jobId } = floor.store.addJob({ reference: 'MD5', manifest })
    await floor.untilEnded(floor.agent(), jobId)
    expect(floor.store.reportsOf(jobId)).toMatchObject([{ step: 'failed', cause: 'checksum-mismatch' }])
  })

  it('drops a held file that was tampered with, fetches it again and still burns the right bytes [S52]', async () => {
    const agent = floor.agent()
    await floor.robot()
    const files = { 'setup.exe': setup }
    floor.store.addJob({ reference: 'FIRST', manifest: manifestOf(floor.store, 'FIRST', [{ files }]) })
    await floor.untilEnded(agent, 'job_FIRST')
    const manifest = manifestOf(floor.store, 'AGAIN', [{ files }])
    const sha256 = manifest.discs[0]?.files[0]?.sha256 ?? ''
    const held = join(floor.workDir, 'repository', 'sha256', sha256.slice(0, 2), sha256)
    await writeFile(held, Buffer.alloc(setup.length, 'tampered '))
    floor.store.addJob({ reference: 'AGAIN', manifest })
    await floor.untilEnded(agent, 'job_AGAIN')
    expect(floor.store.fileRequests).toHaveLength(2)
    const disc = (await floor.discs()).find((name) => name.startsWith('disc-AGAIN')) ?? ''
    expect((await extracted(join(floor.outputDir, disc), join(floor.folder, 'x'))).get('setup.exe')).toEqual(setup)
  })

  it('reports a file that the store does not have', async () => {
    const manifest = manifestOf(floor.store, 'GONE', [{ files: { 'setup.exe': setup } }])
    for (const disc of manifest.discs) for (const file of disc.files) file.sha256 = 'ab'.repeat(32)
    const { jobId } = floor.store.addJob({ reference: 'GONE', manifest })
    await floor.untilEnded(floor.agent(), jobId)
    expect(floor.store.reportsOf(jobId)).toMatchObject([{ step: 'failed', cause: 'file-missing' }])
  })

  it('refuses a manifest that would write outside the disc', async () => {
    const manifest = manifestOf(floor.store, 'EVIL', [{ files: { '../../escaped.txt': readme } }])
    const { jobId } = floor.store.addJob({ reference: 'EVIL', manifest })
    await floor.untilEnded(floor.agent(), jobId)
    expect(floor.store.reportsOf(jobId)).toMatchObject([{ step: 'failed', cause: 'image-failed' }])
    expect((await readdir(floor.folder, { recursive: true })).filter((name) => name.includes('escaped'))).toEqual([])
  })

  it('refuses a label with letters that no font has before anything is built, and names script and remedy [C28]', async () => {
    const manifest = manifestOf(floor.store, 'BOXES', [{ files: { 'a.txt': readme } }])
    const label = { ...manifest.label, title: '取扱説明書' }
    const { jobId } = floor.store.addJob({ reference: 'BOXES', manifest: { ...manifest, label } })
    await floor.robot()
    await floor.untilEnded(floor.agent(), jobId)
    const [failed, ...more] = floor.store.reportsOf(jobId)
    expect([failed?.step, failed?.message, more]).toEqual(['failed', expect.stringMatching(/title: Han.*FONT_DIR/), []])
    expect(await floor.discs()).toEqual([])
  })

  it('only waits while the store is away', async () => {
    const manifest = manifestOf(floor.store, 'AWAY', [{ files: { 'a.txt': readme } }])
    const { jobId } = floor.store.addJob({ reference: 'AWAY', manifest })
    await floor.robot()
    floor.store.away = 5
    const agent = floor.agent()
    await agent.runOnce()
    expect(floor.store.reports).toEqual([])
    await floor.untilEnded(agent, jobId)
    expect(floor.store.jobs.get(jobId)?.state).toBe('finished')
  })

  it('works by itself from start to stop', async () => {
    const manifest = manifestOf(floor.store, 'LOOP', [{ files: { 'a.txt': readme } }])
    const { jobId } = floor.store.addJob({ reference: 'LOOP', manifest })
    await floor.robot()
    const agent = floor.agent()
    agent.start()
    await until(() => floor.store.jobs.get(jobId)?.state === 'finished')
    // Image and label leave the device's folder, the robot's own job file stays.
    await until(async () => !(await readdir(floor.hotFolder)).includes('LOOP-D1'))
    await agent.stop()
    expect(await readdir(floor.hotFolder)).toContain('LOOP-D1.DON')
  })
})
