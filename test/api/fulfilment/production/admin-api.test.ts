import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { cancelJobsOfOrder } from '../../../../src/domains/fulfilment/production/index.ts'
import {
  type Floor,
  imaged,
  layOut,
  made,
  openFloor,
  openSite,
  orderMedia,
  progressOf,
  releasedJob,
  report,
  staged,
  submitted,
} from './production-floor.ts'

let floor: Floor
beforeAll(async () => {
  floor = await openFloor()
})
afterAll(() => floor.close())
beforeEach(() => layOut(floor))

const get = (url: string) => floor.asStaff('readOnly').inject({ method: 'GET', url })
const post = (url: string, payload?: object) =>
  floor.asStaff('operations').inject({ method: 'POST', url, ...(payload === undefined ? {} : { payload }) })
const acts = () => floor.db.execute(sql`select actor, action, subject, detail from audit_entries order by at, id`)

it('only operations may act, and any staff may look', async () => {
  const { jobId } = await releasedJob(floor)
  for (const act of ['retry', 'reroute', 'cancel']) {
    const url = `/api/admin/media-jobs/${jobId}/${act}`
    expect((await floor.asStaff('finance', 'readOnly').inject({ method: 'POST', url })).statusCode).toBe(403)
    expect((await floor.asSite('hamburg').inject({ method: 'POST', url })).statusCode).toBe(403)
  }
  for (const url of [
    '/api/admin/media-jobs',
    `/api/admin/media-jobs/${jobId}`,
    '/api/admin/sites',
    '/api/admin/kits',
  ]) {
    expect((await get(url)).statusCode).toBe(200)
    expect((await floor.asSite('hamburg').inject({ method: 'GET', url })).statusCode).toBe(403)
  }
})

it('the list pages by cursor, newest first, and filters by state and site', async () => {
  const jobs: string[] = []
  for (let i = 0; i < 5; i += 1) {
    if (i % 2 === 0) floor.clock.advance({ seconds: 1 })
    jobs.push((await orderMedia(floor)).jobId)
  }
  const seen: string[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const page: { items: { jobId: string }[]; nextCursor: string | null } = (
      await get(`/api/admin/media-jobs?limit=2&state=queued${cursor && `&cursor=${cursor}`}`)
    ).json()
    seen.push(...page.items.map(({ jobId }) => jobId))
    cursor = page.nextCursor
  }
  expect(seen.toSorted()).toEqual(jobs.toSorted())
  expect(seen[0]).toBe(jobs[4])
  expect((await get('/api/admin/media-jobs?state=made')).json()).toEqual({ items: [], nextCursor: null })
  expect((await get('/api/admin/media-jobs?siteId=hamburg')).json().items).toEqual([])
  expect((await get('/api/admin/media-jobs?state=nonsense')).statusCode).toBe(400)
  expect((await get('/api/admin/media-jobs/job_none')).statusCode).toBe(404)
})

it('the job page has the command files byte for byte and the label as a picture', async () => {
  const { jobId } = await releasedJob(floor)
  expect((await get(`/api/admin/media-jobs/${jobId}/label.png`)).statusCode).toBe(404)
  const png = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.from('rest')])
  await report(floor, 'hamburg', jobId, { ...submitted, labelPreviewPng: png.toString('base64') })
  const detail = (await get(`/api/admin/media-jobs/${jobId}`)).json()
  expect(detail.commandFiles).toEqual([{ name: 'SO-1.JRQ', content: 'JobID = SO-1\r\n' }])
  expect(detail.labelPreview).toBe(`data:image/png;base64,${png.toString('base64')}`)
  expect(detail.manifest.label.orderNumber).toBe(detail.orderNumber)
  expect(JSON.stringify(detail)).not.toContain('ann@acme.example')
  const label = await get(`/api/admin/media-jobs/${jobId}/label.png`)
  expect([label.statusCode, label.headers['content-type']]).toEqual([200, 'image/png'])
  expect(label.rawPayload.equals(png)).toBe(true)
})

it('something else than a picture is not kept as a label', async () => {
  const { jobId } = await releasedJob(floor)
  const page = Buffer.from('<script>').toString('base64')
  expect((await report(floor, 'hamburg', jobId, { ...submitted, labelPreviewPng: page })).statusCode).toBe(200)
  expect((await get(`/api/admin/media-jobs/${jobId}/label.png`)).statusCode).toBe(404)
})

it('sites and kits are shown without tokens', async () => {
  await releasedJob(floor)
  const sites = await get('/api/admin/sites')
  expect(sites.json().items).toMatchObject([{ siteId: 'hamburg', queueLength: 1, checkIn: { device: 'ptburn' } }])
  expect(sites.body).not.toContain('token')
  expect((await get('/api/admin/kits')).json().items).toMatchObject([
    { partNumber: 'KIT-PAINT', items: [{ reference: 'PAINT_PRO' }, { kind: 'stock', reference: 'BOX-1' }] },
  ])
})

describe('a retry', () => {
  it('is a new job with its own reference that makes only what is missing', async () => {
    const { jobId, orderId } = await releasedJob(floor, { copies: 3 })
    const url = `/api/admin/media-jobs/${jobId}/retry`
    expect((await post(url)).json()).toMatchObject({ status: 409, code: 'state-conflict' })
    await report(floor, 'hamburg', jobId, { step: 'failed', cause: 'device-failed', discs: [made(1, 1)] })
    const [first, second] = await Promise.all([post(url), post(url)])
    const codes = [first, second].map(({ statusCode }) => statusCode).sort()
    expect(codes).toEqual([201, 409])
    await floor.worker.drain()
    const [old, again] = await progressOf(floor, orderId)
    expect(old).toMatchObject({ state: 'failed', attempt: 1 })
    expect(again).toMatchObject({ state: 'released', attempt: 2, copies: 2 })
    expect(again?.reference).toBe(old?.reference.replace(/-R1$/, '-R2'))
    expect(await acts()).toMatchObject([
      { actor: 'olga', action: 'media-job.retry', subject: jobId, detail: { retryId: again?.jobId, copies: 2 } },
    ])
  })
})

describe('a re-route', () => {
  it('moves the job with its manifest, is audited, and the first site no longer has it [S50]', async () => {
    const { jobId } = await releasedJob(floor)
    await openSite(floor, 'berlin')
    await report(floor, 'hamburg', jobId, staged)
    const before = (await get(`/api/admin/media-jobs/${jobId}`)).json()
    const url = `/api/admin/media-jobs/${jobId}/reroute`
    const answer = await post(url, { siteId: 'berlin', reason: 'device broken' })
    expect(answer.json()).toMatchObject({
      state: 'released',
      siteId: 'berlin',
      routing: { rule: 'by-hand', reason: 'device broken', movedFrom: 'hamburg', movedBy: 'olga' },
    })
    expect(answer.json().manifest).toEqual(before.manifest)
    const jobsAt = async (site: string) =>
      (await floor.asSite(site).inject({ method: 'GET', url: '/api/site/jobs' })).json().jobs.length
    expect([await jobsAt('hamburg'), await jobsAt('berlin')]).toEqual([0, 1])
    expect((await report(floor, 'hamburg', jobId, imaged)).statusCode).toBe(404)
    expect((await report(floor, 'berlin', jobId, staged)).json().jobState).toBe('staged')
    expect(await acts()).toMatchObject([
      {
        actor: 'olga',
        action: 'media-job.reroute',
        detail: { from: 'hamburg', to: 'berlin', reason: 'device broken' },
      },
    ])
  })

  it('to a site that cannot make it, without a reason, or after it was sent to the device is refused', async () => {
    const { jobId } = await releasedJob(floor)
    await openSite(floor, 'austin', { countries: ['US'] })
    await openSite(floor, 'berlin')
    const url = `/api/admin/media-jobs/${jobId}/reroute`
    expect((await post(url, { siteId: 'austin', reason: 'x' })).json()).toMatchObject({ code: 'site-not-suitable' })
    expect((await post(url, { siteId: 'nowhere', reason: 'x' })).statusCode).toBe(404)
    expect((await post(url, { siteId: 'berlin', reason: ' ' })).statusCode).toBe(400)
    await report(floor, 'hamburg', jobId, submitted)
    expect((await post(url, { siteId: 'berlin', reason: 'x' })).json()).toMatchObject({ code: 'state-conflict' })
    expect(await acts()).toEqual([])
  })
})

describe('a cancellation', () => {
  it('of a queued job is done at once, and the job is not prepared', async () => {
    const { jobId, orderId } = await orderMedia(floor)
    expect((await post(`/api/admin/media-jobs/${jobId}/cancel`)).json()).toMatchObject({ state: 'cancelled' })
    await floor.worker.drain()
    expect(await progressOf(floor, orderId)).toMatchObject([{ state: 'cancelled' }])
  })

  it('at a site is asked for, and the site’s answer ends the job', async () => {
    const { jobId, orderId } = await releasedJob(floor)
    await floor.db.transaction((tx) => cancelJobsOfOrder(tx, { orderId, at: floor.clock.now() }))
    const { jobs } = (await floor.asSite('hamburg').inject({ method: 'GET', url: '/api/site/jobs' })).json()
    expect(jobs).toMatchObject([{ jobId, cancelRequested: true }])
    await report(floor, 'hamburg', jobId, { step: 'failed', cause: 'device-failed', discs: [] })
    expect(await progressOf(floor, orderId)).toMatchObject([{ state: 'cancelled', failure: null }])
  })

  it('that comes after the discs were made is refused', async () => {
    const { jobId } = await releasedJob(floor)
    await report(floor, 'hamburg', jobId, { step: 'finished', discs: [made(1, 1)] })
    expect((await post(`/api/admin/media-jobs/${jobId}/cancel`)).json()).toMatchObject({ code: 'state-conflict' })
  })
})
