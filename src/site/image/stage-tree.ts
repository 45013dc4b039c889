import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Manifest } from '../../domains/production/site-contract.ts'
import { JobFailure } from '../job-failure.ts'
import type { Repository } from '../repository/repository.ts'
import { checksumFile } from './checksum-files.ts'

export type ManifestDisc = Manifest['discs'][number]

export const checksumNames = ['MD5SUMS', 'SHA256SUMS'] as const

/**
 * Lays out the files of one disc below `folder`, each verified while it is copied, with `MD5SUMS` and `SHA256SUMS` in the
 * root. The folder appears complete or not at all.
 */
export async function stageTree(repository: Repository, disc: ManifestDisc, folder: string): Promise<void> {
  refuseUnsafePaths(disc)
  const draft = `${folder}.draft`
  await rm(draft, { recursive: true, force: true })
  await rm(folder, { recursive: true, force: true })
  await mkdir(draft, { recursive: true })
  const sums = []
  for (const file of disc.files) {
    const digest = await repository.stage(file, join(draft, ...file.path.split('/')))
    sums.push({ path: file.path, ...digest })
  }
  await writeFile(join(draft, 'MD5SUMS'), checksumFile(sums.map(({ path, md5 }) => ({ path, hex: md5 }))))
  await writeFile(join(draft, 'SHA256SUMS'), checksumFile(sums.map(({ path, sha256 }) => ({ path, hex: sha256 }))))
  await rename(draft, folder)
}

/** A manifest is trusted to name files, not to choose where on the site they are written. */
function refuseUnsafePaths(disc: ManifestDisc): void {
  const seen = new Set<string>(checksumNames.map((name) => name.toLowerCase()))
  for (const { path } of disc.files) {
    const safe = path
      .split('/')
      .every((part) => part !== '' && part !== '.' && part !== '..' && !/[\\:\p{Cc}]/u.test(part))
    if (!safe) throw new JobFailure('image-failed', `The path ${JSON.stringify(path)} cannot be put on a disc`)
    // Windows and Joliet see one name where only the case differs.
    if (seen.has(path.toLowerCase()))
      throw new JobFailure('image-failed', `The path ${JSON.stringify(path)} comes twice`)
    seen.add(path.toLowerCase())
  }
}
