import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { describe } from 'vitest'
import { z } from 'zod'
import { createFileFeedPlatform } from '../../../src/adapters/entitlement-platform/file-feed/platform.ts'
import { createFlexnetPlatform } from '../../../src/adapters/entitlement-platform/flexnet/platform.ts'
import { localDate } from '../../../src/kernel/local-date.ts'
import { startPortal } from '../../../src/sandbox/portal/index.ts'
import { entitlementPlatformContract } from './contract.ts'
import { type FeedFiles, feedOf, makeCsvFolder, makeFeedFolder } from './feed-folder.ts'

const clock = { now: () => new Date('2026-11-21T10:00:00Z') }
const log = pino({ level: 'silent' })
const downloads = { userName: 'alice@acme.example', accountId: 'ACME', activationId: 'ACT-ACME-PAINT' }

describe.each([
  ['NDJSON', makeFeedFolder],
  ['CSV', makeCsvFolder],
] as const)('A folder of %s files, with the rows of the box, keeps the contract', (_, make) => {
  entitlementPlatformContract(async () => {
    const folder = make(await rowsOfTheBox())
    // Small, so that the little world has many pages.
    const platform = createFileFeedPlatform({ directory: folder.directory, clock, pageSize: 3 })
    return {
      platform,
      // The vendor's own job lists whom it finds in the outbox.
      listedAtLast: async (userName) => [
        ...((await platform.member(userName))?.accounts ?? []).map(({ accountId }) => accountId),
        ...membersAskedFor(folder.directory)
          .filter((asked) => asked.userName === userName)
          .map(({ accountId }) => accountId),
      ],
      now: clock.now,
      today: localDate('2026-11-21'),
      product: { name: 'Paint Pro', version: '2.1' },
      partNumber: 'PAINT-PRO-2-LIC',
      maintenance: { product: { name: 'Paint Maintenance', version: '1.0' }, partNumber: 'PAINT-MNT-1Y' },
      rootAccountId: 'ACME',
      childAccountId: 'ACME-DE',
      partnerAccountId: 'PIXEL',
      userName: downloads.userName,
      activationIdWithDownloads: downloads.activationId,
      tellsDownloads: false,
      licenseModel: null,
      close: async () => folder.close(),
    }
  })
})

function membersAskedFor(directory: string) {
  const outbox = join(directory, 'outbox')
  return readdirSync(outbox)
    .filter((name) => name.startsWith('member~'))
    .flatMap((name) => readFileSync(join(outbox, name), 'utf8').trim().split('\n'))
    .map((row) => z.object({ userName: z.string(), accountId: z.string() }).parse(JSON.parse(row)))
}

async function rowsOfTheBox(): Promise<FeedFiles> {
  const dataDir = mkdtempSync(join(tmpdir(), 'portal-'))
  const soapPassword = 'the-password-of-the-box'
  const portal = await startPortal({
    host: '127.0.0.1',
    port: 0,
    dataDir,
    clock,
    log,
    soapPassword,
    storeUrl: () => 'http://127.0.0.1:9',
    handoffSecret: 'a secret for hand-offs in tests only',
    soapUser: 'store',
  })
  try {
    const credentials = { user: 'store', password: soapPassword }
    return await feedOf(createFlexnetPlatform({ baseUrl: portal.url, credentials, log }), downloads)
  } finally {
    await portal.close()
    rmSync(dataDir, { recursive: true })
  }
}
