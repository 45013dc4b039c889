import { spawnSync } from 'node:child_process'
import postgres, { type Sql } from 'postgres'
import { createLog } from '../../src/platform/log/log.ts'
import { startBoss } from '../../src/platform/queue/boss.ts'
import { benchCatalog } from './catalog-bench.ts'
import { benchCheckout } from './checkout-bench.ts'
import { benchFollowUp } from './follow-up-bench.ts'
import { benchPrices } from './prices-bench.ts'
import { benchDebian, benchSync } from './sync-bench.ts'
import { withDatabase } from './with-database.ts'

// Ratios of one run on one machine; the figures themselves do not travel. Each part has a database of its own.
const lines = Number(process.env['BENCH_LINES'] ?? 1_000_000)
const packagesFile = process.env['BENCH_DEBIAN']
const say = (text = '') => void process.stdout.write(`${text}\n`)

const parts: Readonly<Record<string, (client: Sql, address: string) => Promise<void>>> = {
  sync: (client, address) => benchSync({ client, address, lines, say }),
  debian: async (client, address) => {
    if (packagesFile === undefined) say('DEBIAN INDEX: left out; BENCH_DEBIAN names a Packages file')
    else await benchDebian({ client, address, packagesFile, say })
  },
  catalog: (_, url) => benchCatalog({ url, lines, say }),
  prices: (_, url) => benchPrices({ url, say }),
  checkout: (_, url) => benchCheckout({ url, say }),
  'follow-up': (_, url) => benchFollowUp({ url, say }),
}

async function inDatabase(work: (client: Sql, address: string) => Promise<void>): Promise<void> {
  await withDatabase(async (address) => {
    const queueClient = postgres(address, { max: 1, onnotice: () => {} })
    const boss = await startBoss(queueClient, createLog({ level: 'error' }))
    await boss.stop({ graceful: false })
    await queueClient.end({ timeout: 1 })
    const client = postgres(address, { max: 4, onnotice: () => {} })
    try {
      await work(client, address)
    } finally {
      await client.end({ timeout: 1 })
    }
  })
}

/** The fuzz of the test suite, for longer and by another seed: FUZZ_ROUNDS and FUZZ_SEED. */
function benchFuzz(): void {
  const seed = process.env['FUZZ_SEED'] ?? String(process.pid * 1_000 + (process.hrtime()[1] % 1_000))
  const rounds = process.env['FUZZ_ROUNDS'] ?? '20'
  say(`FUZZ: ${rounds} rounds by seed ${seed}`)
  const env = { ...process.env, FUZZ_SEED: seed, FUZZ_ROUNDS: rounds }
  const args = ['node_modules/vitest/vitest.mjs', 'run', 'test/api/wrong-input/fuzz.test.ts']
  process.exitCode = spawnSync(process.execPath, args, { env, stdio: 'inherit' }).status ?? 1
}

const wanted = process.argv.slice(2)
if (wanted.includes('fuzz')) benchFuzz()
for (const [name, part] of Object.entries(parts))
  if (wanted.length === 0 || wanted.includes(name)) {
    await inDatabase(part)
    say()
  }
