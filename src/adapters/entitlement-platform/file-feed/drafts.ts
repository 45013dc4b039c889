import { randomUUID } from 'node:crypto'
import { mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Writes a text to a draft beside its place, safe from a loss of power, so that nobody ever reads half of it. Whatever
 * `place` leaves of the draft is gone afterwards.
 */
export async function withDraft<Result>(
  directory: string,
  text: string,
  place: (draft: string) => Promise<Result>,
): Promise<Result> {
  const draft = join(directory, `.${randomUUID()}.draft`)
  try {
    await mkdir(directory, { recursive: true })
    const file = await open(draft, 'wx', 0o640)
    try {
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
    return await place(draft)
  } finally {
    await rm(draft, { force: true }).catch(() => {})
  }
}
