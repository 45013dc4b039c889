import { createHash } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { createMediaJob } from '../../../../src/domains/fulfilment/production/index.ts'
import { prepareJob } from '../../../../src/domains/fulfilment/production/jobs.ts'
import { prepareMediaJob } from '../../../../src/domains/fulfilment/production/prepare-media-job.ts'
import { type SiteJob, siteJobsSchema } from '../../../../src/domains/fulfilment/production/site-contract.ts'
import { watchSilentJobs } from '../../../../src/domains/fulfilment/production/watch-silent-jobs.ts'
import { enqueue } from '../../../../src/platform/queue/jobs.ts'
import {
  checkIn,
  type Floor,
  grant,
  layOut,
  openFloor,
  openSite,
  orderMedia,
  paint20,
  paint21,
  progressOf,
  releasedJob,
} from './production-floor.ts'

let floor: Floor
beforeAll(async () => {
  floor = await openFloor()
})
afterAll(() => floor.close())
beforeEach(() => layOut(floor))

async function jobsAt(siteId: string): Promise<SiteJob[]> {
  const answer = await floor.asSite(siteId).inject({ method: 'GET', url: '/api/site/jobs' })
  return siteJobsSchema.parse(answer.json()).jobs
}

const namesOf = (job: SiteJob | undefined) =>
  job?.manifest.discs.flatMap(({ files }) => files.map(({ path }) => path)).sort()

it('an order line becomes one job, however often it is asked for, with no hand work [S48]', async () => {
  const { job, jobId, orderId } = await releasedJob(floor)
  expect(await floor.db.transaction((tx) => createMediaJob(tx, job))).toBe(jobId)
  await floor.worker.drain()
  expect(await progressOf(floor, orderId)).toMatchObject([{ jobId, state: 'released', attempt: 1 }])
  expect(await jobsAt('hamburg')).toHaveLength(1)
  expect(floor.changes).toEqual([{ jobId, orderId, orderLineId: job.orderLineId, state: 'released', failure: null }])
})

it('two accounts with different maintenance get two manifests of the same kit [S51]', async () => {
  await openSite(floor, 'hamburg')
  await grant(floor.db, 'ACME', 'ACT-CURRENT')
  await grant(floor.db, 'BETA', 'ACT-LAPSED')
  floor.platform.permitted.set('ACT-CURRENT', [paint20, paint21])
  floor.platform.permitted.set('ACT-LAPSED', [paint20])
  await orderMedia(floor, { accountId: 'ACME' })
  await floor.worker.drain()
  floor.clock.advance({ minutes: 1 })
  await orderMedia(floor, { accountId: 'BETA' })
  await floor.worker.drain()
  const [acme, beta] = await jobsAt('hamburg')
  expect(namesOf(acme)).toEqual(['manual.pdf', 'setup-2.1.exe'])
  expect(namesOf(beta)).toEqual(['manual.pdf', 'setup-2.0.exe'])
  expect([acme?.manifest.kitVersion, beta?.manifest.kitVersion]).toEqual(['2.1', '2.0'])
  const content = paint21.files['setup-2.1.exe']
  expect(acme?.manifest.discs[0]?.files.find(({ path }) => path === 'setup-2.1.exe')).toEqual({
    path: 'setup-2.1.exe',
    sizeBytes: content.length,
    md5: createHash('md5').update(content).digest('hex'),
    sha256: createHash('sha256').update(content).digest('hex'),
  })
})

it('a released manifest stays as it is when a newer build comes out and the work is done again [S51]', async () => {
  const { jobId } = await releasedJob(floor)
  const before = await jobsAt('hamburg')
  const newer = { ...paint21, packageId: 'PAINT_PRO_2_2', version: '2.2', effectiveDate: '2026-06-01' }
  floor.platform.permitted.set('ACT-1', [paint20, paint21, newer])
  await floor.db.transaction((tx) => enqueue(tx, prepareJob, { jobId }))
  await floor.worker.drain()
  expect(await jobsAt('hamburg')).toEqual(before)
})

it('a file that the store has is not downloaded again', async () => {
  await releasedJob(floor)
  expect([...floor.platform.fetched].sort()).toEqual(['manual.pdf', 'setup-2.1.exe'])
  await orderMedia(floor)
  await floor.worker.drain()
  expect(floor.platform.fetched).toHaveLength(2)
  expect(await jobsAt('hamburg')).toHaveLength(2)
})

it('a file whose checksum differs stops the job before a site hears of it [S52]', async () => {
  floor.platform.corrupted.set('setup-2.1.exe', 'the bad program')
  const { jobId, orderId } = await releasedJob(floor)
  expect(await progressOf(floor, orderId)).toMatchObject([{ state: 'failed', failure: 'checksum-mismatch' }])
  expect(await jobsAt('hamburg')).toEqual([])
  expect(floor.changes).toMatchObject([{ jobId, state: 'failed', failure: 'checksum-mismatch' }])
  const kept = await floor.db.execute(sql`select first_seen_as from media_files`)
  expect(kept).toEqual([{ first_seen_as: 'manual.pdf' }])
})

it.each([
  ['aux.h', 'Windows keeps the name aux for a device'],
  ['setup.exe', 'to some system it is the name of "SETUP.EXE"'],
  ['Handbuch: Teil 1.pdf', 'Windows or Joliet has no ":" in a name'],
])(
  'a file called %s ends the job before it is fetched, and its page says the name, the reason and the way on [C42]',
  async (name, reason) => {
    await openSite(floor, 'hamburg')
    await grant(floor.db, 'ACME', 'ACT-1')
    const files = { 'SETUP.EXE': 'a program', [name]: 'a file' }
    floor.platform.permitted.set('ACT-1', [{ ...paint21, files }])
    const { jobId, orderId } = await orderMedia(floor, { accountId: 'ACME' })
    await floor.worker.drain()
    expect(await progressOf(floor, orderId)).toMatchObject([
      { jobId, state: 'failed', failure: 'names-unfit-for-disc' },
    ])
    expect(floor.platform.fetched).toEqual([])
    expect(await jobsAt('hamburg')).toEqual([])
    const page = await floor.asStaff('operations').inject({ method: 'GET', url: `/api/admin/media-jobs/${jobId}` })
    const [report] = page.json<{ reports: { message: string }[] }>().reports
    expect(report?.message).toContain(`${JSON.stringify(name)} (${reason})`)
    expect(report?.message).toContain(
      'Name the files otherwise in the package on the platform, then make the job again.',
    )
  },
)

it('a job whose names were mended on the platform is made by a retry [C42]', async () => {
  await openSite(floor, 'hamburg')
  await grant(floor.db, 'ACME', 'ACT-1')
  floor.platform.permitted.set('ACT-1', [{ ...paint21, files: { 'aux.h': 'a file' } }])
  const { jobId, orderId } = await orderMedia(floor, { accountId: 'ACME' })
  await floor.worker.drain()
  floor.platform.permitted.set('ACT-1', [{ ...paint21, files: { 'auxiliary.h': 'a file' } }])
  await floor.asStaff('operations').inject({ method: 'POST', url: `/api/admin/media-jobs/${jobId}/retry` })
  await floor.worker.drain()
  expect((await progressOf(floor, orderId)).map(({ state }) => state).sort()).toEqual(['failed', 'released'])
  expect(namesOf((await jobsAt('hamburg'))[0])).toEqual(['auxiliary.h'])
})

it('a file of another size than promised stops the job even without a checksum [S52]', async () => {
  floor.platform.unsummed.add('setup-2.1.exe')
  floor.platform.corrupted.set('setup-2.1.exe', 'short')
  const { orderId } = await releasedJob(floor)
  expect(await progressOf(floor, orderId)).toMatchObject([{ state: 'failed', failure: 'checksum-mismatch' }])
})

it('a file for which the platform has no checksum is taken as it comes', async () => {
  floor.platform.unsummed.add('setup-2.1.exe')
  await releasedJob(floor)
  const [job] = await jobsAt('hamburg')
  expect(job?.manifest.discs[0]?.files.map(({ md5 }) => md5 === null)).toEqual([false, true])
})

it('an account without a right gets no disc, and the job says why', async () => {
  await openSite(floor, 'hamburg')
  floor.platform.permitted.set('ACT-1', [paint21])
  const { orderId } = await orderMedia(floor)
  await floor.worker.drain()
  expect(await progressOf(floor, orderId)).toMatchObject([{ state: 'failed', failure: 'no-permitted-package' }])
})

it('a platform that is away delays a job and loses nothing', async () => {
  floor.platform.away = true
  const { orderId } = await releasedJob(floor)
  expect(await progressOf(floor, orderId)).toMatchObject([{ state: 'queued', failure: null }])
  floor.platform.away = false
  await floor.worker.drain({ includeDelayed: true })
  expect(await progressOf(floor, orderId)).toMatchObject([{ state: 'released' }])
})

it('the site is chosen by rule, and rule, reason and losers are kept [S50]', async () => {
  await openSite(floor, 'austin', { countries: ['US'] })
  await openSite(floor, 'berlin', { countries: ['DE'], priority: 200 })
  const { jobId } = await releasedJob(floor)
  const answer = await floor.asStaff('readOnly').inject({ method: 'GET', url: `/api/admin/media-jobs/${jobId}` })
  expect(answer.json()).toMatchObject({
    siteId: 'hamburg',
    routing: {
      rule: 'priority',
      losers: [
        { siteId: 'berlin', why: 'lower-priority' },
        { siteId: 'austin', why: 'country' },
      ],
    },
  })
})

it('a job without a site waits with the reason, and goes out when a site comes back [S50]', async () => {
  await openSite(floor, 'hamburg')
  floor.clock.advance({ minutes: 10 })
  await grant(floor.db, 'ACME', 'ACT-1')
  floor.platform.permitted.set('ACT-1', [paint21])
  const { jobId, orderId } = await orderMedia(floor)
  await floor.worker.drain()
  const answer = await floor.asStaff('readOnly').inject({ method: 'GET', url: `/api/admin/media-jobs/${jobId}` })
  expect(answer.json()).toMatchObject({
    state: 'queued',
    siteId: null,
    routing: { siteId: null, losers: [{ siteId: 'hamburg', why: 'not-checked-in' }], tries: 1 },
  })
  await checkIn(floor, 'hamburg')
  await floor.worker.drain()
  expect(await progressOf(floor, orderId)).toMatchObject([{ state: 'released' }])
})

it('a job without a site is tried again from time to time, once each time', async () => {
  await grant(floor.db, 'ACME', 'ACT-1')
  floor.platform.permitted.set('ACT-1', [paint21])
  const { orderId } = await orderMedia(floor)
  await floor.worker.drain()
  expect((await watchSilentJobs(floor)).triedAgain).toBe(0)
  floor.clock.advance({ minutes: 6 })
  await watchSilentJobs(floor)
  await watchSilentJobs(floor)
  expect(await floor.worker.drain()).toBe(1)
  await openSite(floor, 'hamburg')
  await floor.worker.drain()
  expect(await progressOf(floor, orderId)).toMatchObject([{ state: 'released' }])
})

it('preparing twice at the same moment releases once [S48]', async () => {
  await openSite(floor, 'hamburg')
  await grant(floor.db, 'ACME', 'ACT-1')
  floor.platform.permitted.set('ACT-1', [paint21])
  const { jobId, orderId } = await orderMedia(floor)
  await Promise.all([1, 2, 3].map(() => prepareMediaJob(floor, jobId)))
  await floor.worker.drain()
  expect(floor.changes).toMatchObject([{ jobId, state: 'released' }])
  expect(await progressOf(floor, orderId)).toMatchObject([{ state: 'released' }])
})

it('cut off at any call to the outside, preparing goes on from there and ends in the same manifest', async () => {
  await openSite(floor, 'hamburg')
  await grant(floor.db, 'ACME', 'ACT-1')
  floor.platform.permitted.set('ACT-1', [paint21])
  const { jobId, orderId } = await orderMedia(floor)
  let cuts = 0
  for (let allowed = 0; (await progressOf(floor, orderId))[0]?.state === 'queued'; allowed += 1) {
    let left = allowed
    const cut = <Args extends unknown[], Answer>(call: (...args: Args) => Promise<Answer>) => {
      return async (...args: Args) => {
        if (left === 0) throw new Error('cut off')
        left -= 1
        return call(...args)
      }
    }
    const platform = {
      downloadPackages: cut(floor.platform.downloadPackages),
      downloadFiles: cut(floor.platform.downloadFiles),
    }
    const { put, size, read } = floor.mediaStore
    const mediaStore = { put: cut(put), size: cut(size), read: cut(read) }
    cuts += await prepareMediaJob({ ...floor, platform, mediaStore }, jobId).then(
      () => 0,
      () => 1,
    )
  }
  expect(cuts).toBeGreaterThan(3)
  await floor.worker.drain()
  expect(floor.changes).toHaveLength(1)
  const [job] = await jobsAt('hamburg')
  expect(namesOf(job)).toEqual(['manual.pdf', 'setup-2.1.exe'])
})

it('a download that breaks off is tried again and is no checksum mismatch', async () => {
  floor.platform.brokenOff.add('setup-2.1.exe')
  const { orderId } = await releasedJob(floor)
  expect(await progressOf(floor, orderId)).toMatchObject([{ state: 'queued', failure: null }])
  floor.platform.brokenOff.clear()
  await floor.worker.drain({ includeDelayed: true })
  expect(await progressOf(floor, orderId)).toMatchObject([{ state: 'released' }])
})

it('a job that the platform refuses for good fails with the reason, and one retry makes it', async () => {
  floor.platform.refused.add(null)
  const { jobId, orderId } = await releasedJob(floor)
  expect(await progressOf(floor, orderId)).toMatchObject([{ jobId, state: 'failed', failure: 'platform-refused' }])
  expect(floor.changes).toMatchObject([{ jobId, state: 'failed', failure: 'platform-refused' }])
  const retry = () =>
    floor.asStaff('operations').inject({ method: 'POST', url: `/api/admin/media-jobs/${jobId}/retry` })
  floor.platform.refused.clear()
  expect((await retry()).statusCode).toBe(201)
  await floor.worker.drain()
  expect(await progressOf(floor, orderId)).toMatchObject([
    { state: 'failed' },
    { state: 'released', attempt: 2, failure: null },
  ])
  expect((await retry()).statusCode).toBe(409)
})

it('a platform that does not answer the store itself is asked in the name of members of the account', async () => {
  await floor.db.execute(sql`insert into members (user_name, platform_id, first_name, last_name, email, phone, active, locale, row_hash)
    values ('cy@acme.example', '', 'Cy', 'Cole', 'cy@acme.example', '', true, 'en', '')`)
  await floor.db.execute(
    sql`insert into memberships (user_name, account_id, roles) values ('cy@acme.example', 'ACME', '{}')`,
  )
  // Ann, who ordered, is no member of the account.
  floor.platform.refused.add(null).add('ann@acme.example')
  const { orderId } = await releasedJob(floor)
  expect(await progressOf(floor, orderId)).toMatchObject([{ state: 'released' }])
})

it('a job whose work failed at every try is failed and not queued, and a retry makes it', async () => {
  floor.platform.away = true
  const { jobId, orderId } = await releasedJob(floor)
  await floor.worker.drain({ includeDelayed: true })
  expect(await progressOf(floor, orderId)).toMatchObject([{ jobId, state: 'failed', failure: 'preparation-given-up' }])
  floor.platform.away = false
  await floor.asStaff('operations').inject({ method: 'POST', url: `/api/admin/media-jobs/${jobId}/retry` })
  await floor.worker.drain()
  expect((await progressOf(floor, orderId)).at(-1)).toMatchObject({ state: 'released', attempt: 2 })
})

it('a job whose work died with its process is found and failed, and one that waits for a site is not', async () => {
  await grant(floor.db, 'ACME', 'ACT-1')
  floor.platform.permitted.set('ACT-1', [paint21])
  const waits = await orderMedia(floor)
  await floor.worker.drain()
  const dies = await orderMedia(floor)
  expect((await watchSilentJobs(floor)).givenUp).toBe(0)
  // As the queue leaves it when a worker was killed in the middle of the last try.
  await floor.db.execute(
    sql`update pgboss.job set state = 'failed', completed_on = now() where data -> 'payload' ->> 'jobId' = ${dies.jobId}`,
  )
  expect((await watchSilentJobs(floor)).givenUp).toBe(1)
  expect((await watchSilentJobs(floor)).givenUp).toBe(0)
  expect(await progressOf(floor, dies.orderId)).toMatchObject([{ state: 'failed', failure: 'preparation-given-up' }])
  expect(await progressOf(floor, waits.orderId)).toMatchObject([{ state: 'queued', failure: null }])
})

it('a line that the platform does not know takes no kit from the other lines of the account', async () => {
  await grant(floor.db, 'ACME', 'ACT-GONE')
  floor.platform.unknownLines.add('ACT-GONE')
  const { orderId } = await releasedJob(floor)
  expect(await progressOf(floor, orderId)).toMatchObject([{ state: 'released' }])
})
