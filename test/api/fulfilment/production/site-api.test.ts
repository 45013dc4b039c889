import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { defineSite, siteOfToken, watchSilentJobs } from '../../../../src/domains/fulfilment/production/index.ts'
import { siteJobsSchema } from '../../../../src/domains/fulfilment/production/site-contract.ts'
import {
  type Floor,
  imaged,
  layOut,
  made,
  openFloor,
  openSite,
  progressOf,
  type ReportContent,
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

async function firstFile() {
  const answer = await floor.asSite('hamburg').inject({ method: 'GET', url: '/api/site/jobs' })
  const [job] = siteJobsSchema.parse(answer.json()).jobs
  const file = job?.manifest.discs[0]?.files.find(({ path }) => path === 'manual.pdf')
  return `/api/site/files/${file?.sha256}`
}

describe('a token', () => {
  it('is shown once, names its site, and is replaced by another', async () => {
    const define = (token?: string) =>
      floor.db.transaction((tx) =>
        defineSite(tx, { id: 'oslo', name: 'Oslo', media: ['DVD'], ...(token === undefined ? {} : { token }) }),
      )
    const siteOf = (token: string) => floor.db.transaction((tx) => siteOfToken(tx, token))
    const { token } = await define()
    expect(token).toMatch(/^site_.{24}$/)
    expect((await define()).token).toBeNull()
    expect(await siteOf(token ?? '')).toBe('oslo')
    await define('another-token-of-the-site')
    expect(await siteOf(token ?? '')).toBeNull()
    expect(await siteOf('another-token-of-the-site')).toBe('oslo')
    const stored = await floor.db.execute(sql`select * from production_sites`)
    expect(JSON.stringify(stored)).not.toContain('another-token')
  })

  it('is needed for every route of a site', async () => {
    for (const [method, url] of [
      ['POST', '/api/site/check-in'],
      ['GET', '/api/site/jobs'],
      ['POST', '/api/site/jobs/job_1/reports'],
      ['PUT', '/api/site/inventory'],
      ['GET', `/api/site/files/${'a'.repeat(64)}`],
    ] as const) {
      expect((await floor.asNobody().inject({ method, url })).statusCode).toBe(401)
      expect((await floor.asStaff('operations').inject({ method, url })).statusCode).toBe(403)
    }
  })
})

describe('files', () => {
  it('come whole and in ranges, so that a fetch can be resumed [S57]', async () => {
    await releasedJob(floor)
    const url = await firstFile()
    const get = (range?: string, more: Record<string, string> = {}) =>
      floor.asSite('hamburg').inject({ method: 'GET', url, headers: { ...more, ...(range ? { range } : {}) } })
    const whole = await get()
    expect([whole.statusCode, whole.body, whole.headers['content-length']]).toEqual([200, 'the manual', '10'])
    const rest = await get('bytes=4-')
    expect([rest.statusCode, rest.body, rest.headers['content-range']]).toEqual([206, 'manual', 'bytes 4-9/10'])
    const part = await get('bytes=0-2')
    expect([part.statusCode, part.body, part.headers['content-length']]).toEqual([206, 'the', '3'])
    const beyond = await get('bytes=10-')
    expect([beyond.statusCode, beyond.headers['content-range']]).toEqual([416, 'bytes */10'])
    expect(beyond.json()).toMatchObject({ code: 'range-not-satisfiable' })
    expect((await get('bytes=4-', { 'if-range': '"other"' })).statusCode).toBe(200)
    expect((await get('bytes=4-', { 'if-range': String(whole.headers['etag']) })).statusCode).toBe(206)
  })

  it('of another site, of finished jobs and of nobody are the same 404', async () => {
    await openSite(floor, 'austin', { countries: ['US'] })
    const { jobId } = await releasedJob(floor)
    const url = await firstFile()
    const get = async (site: string, path: string) => {
      const answer = await floor.asSite(site).inject({ method: 'GET', url: path })
      return [answer.statusCode, answer.body]
    }
    const missing = await get('austin', `/api/site/files/${'0'.repeat(64)}`)
    expect(missing[0]).toBe(404)
    expect(await get('austin', url)).toEqual(missing)
    await report(floor, 'hamburg', jobId, { step: 'finished', discs: [made(1, 1)] })
    expect(await get('hamburg', url)).toEqual(missing)
  })

  it('that a site holds are listed anew each time [S57]', async () => {
    await openSite(floor, 'hamburg')
    const put = (...digits: string[]) => {
      const files = digits.map((digit) => ({ sha256: digit.repeat(64), sizeBytes: 1 }))
      return floor.asSite('hamburg').inject({ method: 'PUT', url: '/api/site/inventory', payload: { files } })
    }
    expect((await put('a', 'b', 'b')).statusCode).toBe(204)
    expect((await put('b', 'c')).statusCode).toBe(204)
    const held = await floor.db.execute(sql`select left(sha256, 1) as digit from site_files order by 1`)
    expect(held.map(({ digit }) => digit)).toEqual(['b', 'c'])
  })
})

describe('reports', () => {
  it('carry a job from released to made, and the order hears each state [S60]', async () => {
    const { jobId, orderId } = await releasedJob(floor, { copies: 2 })
    for (const content of [staged, imaged, submitted, { step: 'running' as const, percent: 50 }])
      expect((await report(floor, 'hamburg', jobId, content)).statusCode).toBe(200)
    const end = await report(floor, 'hamburg', jobId, { step: 'finished', discs: [made(1, 1), made(1, 2)] })
    expect(end.json()).toEqual({ jobState: 'made', repeated: false })
    await floor.worker.drain()
    const states = floor.changes.map(({ state }) => state).sort()
    expect(states).toEqual(['imaged', 'made', 'released', 'running', 'staged', 'submitted'])
    expect(await progressOf(floor, orderId)).toMatchObject([
      { state: 'made', failure: null, discs: { expected: 2, made: 2, failed: 0 } },
    ])
    const [progress] = await progressOf(floor, orderId)
    expect(progress?.steps.map(({ step }) => step).sort()).toEqual([
      'finished',
      'imaged',
      'running',
      'staged',
      'submitted',
    ])
  })

  it('repeated, also at the same moment, count once', async () => {
    const { jobId } = await releasedJob(floor)
    const answers = await Promise.all([1, 2, 3, 4].map(() => report(floor, 'hamburg', jobId, staged)))
    expect(answers.map((answer) => answer.json().repeated).sort()).toEqual([false, true, true, true])
    for (const answer of answers) expect(answer.json().jobState).toBe('staged')
    await floor.worker.drain()
    expect(floor.changes.filter(({ state }) => state === 'staged')).toHaveLength(1)
  })

  it('in the wrong order move a job forward only, and its end stays', async () => {
    const { jobId, orderId } = await releasedJob(floor)
    const state = async (answer: ReturnType<typeof report>) => (await answer).json().jobState
    expect(await state(report(floor, 'hamburg', jobId, submitted))).toBe('submitted')
    expect(await state(report(floor, 'hamburg', jobId, staged))).toBe('submitted')
    expect(await state(report(floor, 'hamburg', jobId, { step: 'finished', discs: [made(1, 1)] }))).toBe('made')
    expect(await state(report(floor, 'hamburg', jobId, imaged))).toBe('made')
    const late: ReportContent = { step: 'failed', cause: 'device-failed', discs: [] }
    expect(await state(report(floor, 'hamburg', jobId, late))).toBe('made')
    expect(await progressOf(floor, orderId)).toMatchObject([{ failure: null, discs: { made: 1, failed: 0 } }])
  })

  it('a failed disc fails the job, each disc with its reason [S60]', async () => {
    const { jobId, orderId } = await releasedJob(floor, { copies: 2 })
    const bad = { ...made(1, 2), outcome: 'failed' as const, reason: 'verify error' }
    await report(floor, 'hamburg', jobId, { step: 'failed', cause: 'device-failed', discs: [made(1, 1), bad] })
    expect(await progressOf(floor, orderId)).toMatchObject([
      { state: 'failed', failure: 'device-failed', discs: { expected: 2, made: 1, failed: 1 } },
    ])
    const detail = await floor.asStaff('readOnly').inject({ method: 'GET', url: `/api/admin/media-jobs/${jobId}` })
    expect(detail.json().discs[1]).toMatchObject({ copy: 2, outcome: 'failed', reason: 'verify error' })
  })

  it('of a job of another site are the same 404 as of none, and change nothing', async () => {
    await openSite(floor, 'austin', { countries: ['US'] })
    const { jobId, orderId } = await releasedJob(floor)
    const foreign = await report(floor, 'austin', jobId, staged)
    const none = await report(floor, 'austin', 'job_none', staged)
    expect([foreign.statusCode, foreign.body]).toEqual([404, none.body])
    expect((await floor.asSite('austin').inject({ method: 'GET', url: '/api/site/jobs' })).json()).toEqual({ jobs: [] })
    expect(await progressOf(floor, orderId)).toMatchObject([{ state: 'released', steps: [] }])
  })

  it('about discs that the job has not are refused, and change nothing', async () => {
    const { jobId, orderId } = await releasedJob(floor)
    const answer = await report(floor, 'hamburg', jobId, { step: 'finished', discs: [made(1, 1), made(7, 1)] })
    expect(answer.statusCode).toBe(400)
    expect(answer.json().errors).toMatchObject([{ pointer: '#/discs/1' }])
    expect(await progressOf(floor, orderId)).toMatchObject([{ state: 'released', steps: [] }])
  })

  it('with a NUL in a message or command file are kept without it', async () => {
    const { jobId } = await releasedJob(floor)
    const content = { ...submitted, commandFiles: [{ name: 'a', content: 'x\u0000y' }] }
    expect((await report(floor, 'hamburg', jobId, content)).statusCode).toBe(200)
  })
})

describe('silence', () => {
  const limits = { alarmAfterMinutes: 30, expireAfterMinutes: 120 }

  it('raises one alarm after the limit, and a word from the site ends it [S60]', async () => {
    const { jobId } = await releasedJob(floor)
    await report(floor, 'hamburg', jobId, submitted)
    const alarmedAt = async () =>
      (await floor.asStaff('readOnly').inject({ method: 'GET', url: `/api/admin/media-jobs/${jobId}` })).json()
        .alarmedAt
    expect((await watchSilentJobs(floor, limits)).alarmed).toBe(0)
    floor.clock.advance({ minutes: 31 })
    expect((await watchSilentJobs(floor, limits)).alarmed).toBe(1)
    expect((await watchSilentJobs(floor, limits)).alarmed).toBe(0)
    expect(await alarmedAt()).toBe(floor.clock.now().toISOString())
    await report(floor, 'hamburg', jobId, { step: 'running', percent: 1 })
    expect(await alarmedAt()).toBeNull()
  })

  it('ends a job that was sent to the device as expired, and a late word still counts [S60]', async () => {
    const { jobId, orderId } = await releasedJob(floor)
    await report(floor, 'hamburg', jobId, submitted)
    floor.clock.advance({ minutes: 121 })
    expect((await watchSilentJobs(floor, limits)).expired).toBe(1)
    expect(await progressOf(floor, orderId)).toMatchObject([
      { state: 'expired', failure: 'site-silent', discs: { expected: 1, made: 0, failed: 1 } },
    ])
    const late = await report(floor, 'hamburg', jobId, { step: 'finished', discs: [made(1, 1)] })
    expect(late.json().jobState).toBe('made')
    expect(await progressOf(floor, orderId)).toMatchObject([
      { state: 'made', failure: null, discs: { made: 1, failed: 0 } },
    ])
  })

  it('does not expire a job that can still be re-routed', async () => {
    const { orderId } = await releasedJob(floor)
    floor.clock.advance({ days: 9 })
    expect(await watchSilentJobs(floor, limits)).toMatchObject({ alarmed: 1, expired: 0 })
    expect(await progressOf(floor, orderId)).toMatchObject([{ state: 'released' }])
  })
})
