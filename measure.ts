import { cpSync, createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { once } from 'node:events'
const { createFileFeedPlatform } = await import(process.argv[2] + '/src/adapters/entitlement-platform/file-feed/platform.ts')
const d = mkdtempSync('/tmp/feedm-'); cpSync(process.argv[2] + '/test/fixtures/feeds/csv', d, { recursive: true })
const n = Number(process.argv[3]); const out = createWriteStream(d + '/entitlement_lines.csv')
out.write('activationId,entitlementId,entitlementState,state,accountId,product.name,product.version,partNumber,quantity,remainingQuantity,startDate,expirationDate,orderId,orderLineNumber,lastModifiedAt\n')
for (let i = 1000; i < n + 1000; i++) { if (!out.write(`A-${i},E-${i},DEPLOYED,DEPLOYED,ACME,Paint Pro,2.0,PAINT-PRO-20-LIC,25,7,2025-03-01,,SO-${i},1,2026-11-01T08:00:00Z\n`)) await once(out, 'drain') }
out.end(); await once(out, 'finish')
const p = createFileFeedPlatform({ directory: d, clock: { now: () => new Date() } })
const t = Date.now(); const r = await p.entitlementLines({ page: 1 }); global.gc?.()
console.log(n, r.items.length, Date.now() - t, 'ms', Math.round(process.memoryUsage().heapUsed / 1e6), 'MB heap', Math.round(process.resourceUsage().maxRSS / 1e3), 'MB max rss')
rmSync(d, { recursive: true })
