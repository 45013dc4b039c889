import { counted } from '../../kernel/words.ts'
import { deadLetters, queueDepth, replayDeadLetter } from '../../platform/queue/dead-letters.ts'
import { withStore } from '../open-store.ts'
import { exitCodes, type Terminal } from '../output.ts'

const isUuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** How much waits, and what failed for good. */
export async function showQueue(terminal: Terminal): Promise<number> {
  return withStore(async ({ db }) => {
    const { waiting, running, dead } = await queueDepth(db)
    terminal.line(`${waiting} waiting, ${running} running, ${dead} dead`)
    for (const letter of await deadLetters(db))
      terminal.line(
        `  ${letter.jobId} ${letter.job} after ${counted(letter.attempts, 'try', 'tries')}: ${letter.cause}`,
      )
    if (dead > 0) terminal.line('Put one back with: npx store queue replay <id>')
    return dead === 0 ? exitCodes.ok : exitCodes.findings
  })
}

export async function replay(terminal: Terminal, jobId: string): Promise<number> {
  return withStore(async ({ db, boss }) => {
    const found = isUuid.test(jobId) && (await replayDeadLetter(db, boss, jobId))
    terminal.line(found ? `${jobId} is back on the queue.` : `There is no dead letter ${jobId}.`)
    return found ? exitCodes.ok : exitCodes.refused
  })
}
