import { systemClock } from '../../../src/kernel/clock.ts'
import { createLog } from '../../../src/platform/log/log.ts'
import { createSiteAgent } from '../../../src/site/index.ts'

// A site agent in a process of its own, for tests that kill it. Arguments: the options as JSON.
const options = JSON.parse(process.argv[2] ?? '{}')
createSiteAgent({ ...options, clock: systemClock, log: createLog({ level: 'silent' }) }).start()
process.stdout.write('started\n')
