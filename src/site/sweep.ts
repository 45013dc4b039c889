import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { openDiscFolder } from './job-folder.ts'
import type { SiteContext } from './prepare-job.ts'

/**
 * Frees the space of a job that the store no longer lists. The small notes stay: should the store be restored from
 * a backup and list the job again, it is still not submitted twice.
 */
export async function sweepJob(context: SiteContext, reference: string): Promise<void> {
  const jobFolder = join(context.workDir, 'jobs', reference)
  for (const name of await readdir(jobFolder)) {
    const number = Number(/^D(\d+)$/.exec(name)?.[1] ?? 0)
    if (number === 0) continue
    const folder = await openDiscFolder(jobFolder, number)
    await rm(folder.tree, { recursive: true, force: true })
    await rm(folder.image, { force: true })
    const end = await folder.end.read()
    const atDevice = (await folder.submission.read()) !== null
    // The device may still be reading the files of a job whose end was not seen.
    if (!atDevice || (end !== null && end.result !== 'silent')) await context.device.tidy(`${reference}-D${number}`)
  }
}

export async function heldReferences(context: SiteContext): Promise<string[]> {
  return readdir(join(context.workDir, 'jobs')).catch(() => [])
}
