import { cp, mkdir, open, rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { JobRequest } from './job-request.ts'

/**
 * "Burns" one disc: reads the image or the data to the end and, with an output folder, leaves what the customer would get
 * as `disc-<stem>-<copy>.iso`, or as a folder of that name without `.iso` for a `Data` job.
 */
export async function burnDisc(
  request: JobRequest,
  stem: string,
  copy: number,
  outputDir: string | null,
): Promise<string> {
  const name = `disc-${stem}-${copy}${request.image === null ? '' : '.iso'}`
  if (outputDir === null) return name
  await mkdir(outputDir, { recursive: true })
  const draft = join(outputDir, `.${name}`)
  await rm(draft, { recursive: true, force: true })
  if (request.image !== null) await cp(request.image, draft)
  for (const path of request.data)
    await cp(path, (await isFolder(path)) ? draft : join(draft, basename(path)), { recursive: true })
  await rm(join(outputDir, name), { recursive: true, force: true })
  await rename(draft, join(outputDir, name))
  return name
}

/** Whether the print file is what its extension says; only bitmaps are looked into. */
export async function canPrint(label: string): Promise<boolean> {
  if (!/\.bmp$/i.test(label)) return true
  const handle = await open(label, 'r')
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2)
    return bytesRead === 2 && buffer.toString('latin1') === 'BM'
  } finally {
    await handle.close()
  }
}

async function isFolder(path: string): Promise<boolean> {
  const handle = await open(path, 'r')
  try {
    return (await handle.stat()).isDirectory()
  } finally {
    await handle.close()
  }
}
