import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Manifest } from '../../domains/fulfilment/production/site-contract.ts'
import { shown, unfitNames } from '../../kernel/disc-names.ts'
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
  refuseUnfitPaths(disc)
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

/**
 * A manifest is trusted to name files, not to choose where on the site they are written. A name that some system could not
 * read from the disc is refused here too, whatever store sent it.
 */
function refuseUnfitPaths(disc: ManifestDisc): void {
  const [first] = unfitNames([...checksumNames, ...disc.files.map(({ path }) => path)])
  if (first !== undefined)
    throw new JobFailure('image-failed', `The path ${shown(first.path)} cannot be put on a disc: ${first.reason}`)
}
