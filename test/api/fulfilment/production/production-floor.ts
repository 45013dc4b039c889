import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { fastify } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { createLocalMediaStore } from '../../../../src/adapters/media-store/local/local-media-store.ts'
import { entitlementLines } from '../../../../src/domains/entitlements/rights/tables.ts'
import { registerProductionAdminApi } from '../../../../src/domains/fulfilment/production/admin-api.ts'
import {
  createMediaJob,
  defineBrand,
  defineKit,
  defineSite,
  jobsOfOrder,
  type MediaJobChanged,
  mediaJobChanged,
  productionHandlers,
} from '../../../../src/domains/fulfilment/production/index.ts'
import { registerSiteApi } from '../../../../src/domains/fulfilment/production/site-api.ts'
import type { SiteReport } from '../../../../src/domains/fulfilment/production/site-contract.ts'
import type { Db } from '../../../../src/platform/db/db.ts'
import { problemOf, sendProblem } from '../../../../src/platform/http/answer/problems.ts'
import { guardAccess } from '../../../../src/platform/http/request/access-guard.ts'
import type { Caller, StaffRole } from '../../../../src/platform/http/request/caller.ts'
import { createLog } from '../../../../src/platform/log/log.ts'
import { startBoss } from '../../../../src/platform/queue/boss.ts'
import { createWorker, handle } from '../../../../src/platform/queue/worker.ts'
import { movableClock } from '../../../support/movable-clock.ts'
import { testDatabase } from '../../../support/test-database.ts'
import { startDownloadServer } from './download-server.ts'

export type Floor = Awaited<ReturnType<typeof openFloor>>

const log = createLog({ level: 'silent' })

/** The store side of production with a real database, queue, media store and HTTP routes; the caller is set by the test. */
export async function openFloor() {
  const database = await testDatabase()
  const { db } = database
  const boss = await startBoss(database.queueClient, log)
  const platform = await startDownloadServer()
  const directory = await mkdtemp(join(tmpdir(), 'production-'))
  const mediaStore = createLocalMediaStore({ directory })
  const clock = movableClock()
  const changes: MediaJobChanged[] = []
  const worker = createWorker({
    boss,
    db,
    clock,
    log,
    handlers: [
      ...productionHandlers({ db, clock, log, platform, mediaStore }),
      handle(mediaJobChanged, async (change) => void changes.push(change)),
    ],
    lostAfterSeconds: 60,
  })

  let caller: Caller = { kind: 'nobody' }
  const app = fastify()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler((error, request, reply) => sendProblem(reply, problemOf(error, request)))
  guardAccess(app, { authenticate: async () => caller, origin: () => 'http://store.example' })
  registerSiteApi(app, { db, clock, mediaStore })
  registerProductionAdminApi(app, { db, clock })

  return {
    db,
    clock,
    platform,
    mediaStore,
    app,
    changes,
    worker,
    log,
    alarmMail: 'operators@store.example',
    publicUrl: () => 'http://store.example',
    asSite: (siteId: string) => {
      caller = { kind: 'site', siteId }
      return app
    },
    asStaff: (...roles: StaffRole[]) => {
      caller = { kind: 'staff', sessionId: 's', accountId: 'PUB', userName: 'olga', roles }
      return app
    },
    asNobody: () => {
      caller = { kind: 'nobody' }
      return app
    },
    close: async () => {
      await app.close()
      await platform.close()
      await boss.stop({ graceful: false })
      await database.drop()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

/** An empty world with brand and kit; `PAINT_PRO` is its family of packages. */
export async function layOut(floor: Floor): Promise<void> {
  const { db, platform, changes } = floor
  await db.execute(sql`truncate media_jobs, media_job_reports, media_job_discs, media_files, production_sites, site_files,
    media_kits, bom_items, brands, entitlement_lines, audit_entries cascade`)
  await db.execute(sql`delete from pgboss.job`)
  platform.permitted.clear()
  platform.corrupted.clear()
  platform.unsummed.clear()
  platform.brokenOff.clear()
  platform.refused.clear()
  platform.unknownLines.clear()
  platform.fetched.length = 0
  platform.away = false
  changes.length = 0
  await db.transaction(async (tx) => {
    await defineBrand(tx, {
      id: 'paintworks',
      name: 'Paintworks',
      colour: '#123456',
      licenceNotice: 'Licensed use only',
    })
    await defineKit(tx, {
      partNumber: 'KIT-PAINT',
      title: 'Paint Pro',
      brandId: 'paintworks',
      medium: 'DVD',
      bomVersion: 1,
      items: [
        { kind: 'package', reference: 'PAINT_PRO' },
        { kind: 'stock', reference: 'BOX-1', quantity: 1 },
      ],
    })
  })
}

export async function openSite(floor: Floor, siteId: string, change: object = {}): Promise<void> {
  await floor.db.transaction((tx) => defineSite(tx, { id: siteId, name: siteId, media: ['DVD'], ...change }))
  await checkIn(floor, siteId)
}

export async function checkIn(floor: Floor, siteId: string) {
  const capabilities = { device: 'ptburn', buildsImages: true, freeBytes: 10_000_000, deviceSeenAt: null }
  const payload = { agentVersion: '1', ...capabilities, deviceMessage: '' }
  return floor.asSite(siteId).inject({ method: 'POST', url: '/api/site/check-in', payload })
}

export async function grant(db: Db, accountId: string, activationId: string): Promise<void> {
  await db.insert(entitlementLines).values({
    activationId,
    entitlementId: `E-${activationId}`,
    accountId,
    entitlementState: 'DEPLOYED',
    state: 'DEPLOYED',
    productName: 'Paint Pro',
    productVersion: '2.0',
    quantity: 1,
    remainingQuantity: 1,
    permanent: true,
    rowHash: '',
  })
}

export const paint20 = {
  packageId: 'PAINT_PRO_2_0',
  version: '2.0',
  effectiveDate: '2025-01-01',
  files: { 'setup-2.0.exe': 'the old program', 'manual.pdf': 'the manual' },
}
export const paint21 = {
  packageId: 'PAINT_PRO_2_1',
  version: '2.1',
  effectiveDate: '2026-05-01',
  files: { 'setup-2.1.exe': 'the new program', 'manual.pdf': 'the manual' },
}

let orders = 0

/** An order with one media line, not prepared yet. */
export async function orderMedia(floor: Floor, change: { accountId?: string; copies?: number; country?: string } = {}) {
  orders += 1
  const orderId = `ord_${orders}`
  const line = { orderId, orderNumber: `SO-2026-${orders}`, orderLineId: `line_${orders}`, lineNumber: 1 }
  const buyer = {
    accountId: 'ACME',
    userName: 'ann@acme.example',
    kitPartNumber: 'KIT-PAINT',
    copies: 1,
    country: 'DE',
  }
  const job = { ...line, ...buyer, ...change, at: floor.clock.now() }
  const jobId = await floor.db.transaction((tx) => createMediaJob(tx, job))
  return { jobId, orderId, job }
}

/** An order whose job is released to the one site `hamburg`. */
export async function releasedJob(floor: Floor, change: { copies?: number } = {}) {
  await openSite(floor, 'hamburg')
  await grant(floor.db, 'ACME', 'ACT-1')
  floor.platform.permitted.set('ACT-1', [paint20, paint21])
  const ordered = await orderMedia(floor, change)
  await floor.worker.drain()
  return ordered
}

export async function progressOf({ db }: Floor, orderId: string) {
  return db.transaction((tx) => jobsOfOrder(tx, orderId))
}

type WithoutFrame<Report> = Report extends unknown ? Omit<Report, 'reportId' | 'at' | 'message'> : never
/** What a report says, without its id and time. */
export type ReportContent = WithoutFrame<SiteReport>

export async function report(floor: Floor, siteId: string, jobId: string, content: ReportContent, id?: string) {
  const payload = { reportId: id ?? `r-${content.step}`, at: floor.clock.now().toISOString(), message: '', ...content }
  return floor.asSite(siteId).inject({ method: 'POST', url: `/api/site/jobs/${jobId}/reports`, payload })
}

export const made = (discNumber: number, copy: number) => ({
  discNumber,
  copy,
  outcome: 'made' as const,
  reason: '',
  serial: `S-${discNumber}-${copy}`,
})

export const staged: ReportContent = { step: 'staged', fetchedFiles: 2, fetchedBytes: 20 }
export const imaged: ReportContent = { step: 'imaged', images: [] }
export const submitted: Extract<ReportContent, { step: 'submitted' }> = {
  step: 'submitted',
  commandFiles: [{ name: 'SO-1.JRQ', content: 'JobID = SO-1\r\n' }],
  labelPreviewPng: null,
}
