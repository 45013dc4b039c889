import { shown } from '../../kernel/disc-names.ts'
import { type Digest, difference } from '../repository/digest.ts'
import { readViews, type View, type ViewedFile } from './read-image.ts'
import { checksumNames, type ManifestDisc } from './stage-tree.ts'

/**
 * Null when each view of the image has the names of the manifest, each with the bytes that the manifest promises, and
 * nothing else; else the first that differs, in words. ISO 9660 has short names of its own, so there only the bytes count.
 */
export async function differenceOfViews(image: string, disc: ManifestDisc): Promise<string | null> {
  const views = await readViews(image).catch((error: unknown) => error)
  if (!(views instanceof Map)) return views instanceof Error ? views.message : 'the image cannot be read'
  const read: ReadonlyMap<View, readonly ViewedFile[]> = views
  for (const [view, files] of read) {
    const found =
      view === 'ISO 9660' ? differenceOfBytes(files, read.get('Rock Ridge')) : differenceOfNames(files, disc)
    if (found !== null) return `in the view ${view} ${found}`
  }
  return null
}

function differenceOfNames(files: readonly ViewedFile[], disc: ManifestDisc): string | null {
  const left = new Map<string, Digest>(files.map(({ path, digest }) => [path, digest]))
  if (left.size !== files.length) return 'two files have one name'
  const missing = [...disc.files.map(({ path }) => path), ...checksumNames].filter((path) => !left.has(path))
  for (const { path } of disc.files)
    if (missing.includes(path)) return `${shown(path)} is missing${instead(left, disc)}`
  if (missing[0] !== undefined) return `${missing[0]} is missing`
  if (left.size !== disc.files.length + checksumNames.length)
    return `there is more than the manifest names${instead(left, disc)}`
  for (const file of disc.files) {
    const digest = left.get(file.path)
    const found = digest === undefined ? 'no bytes' : difference(digest, file)
    if (found !== null) return `${shown(file.path)} has ${found}`
  }
  return null
}

/** Names that the view has and the manifest has not, which tell what became of a name. */
function instead(found: ReadonlyMap<string, Digest>, disc: ManifestDisc): string {
  const wanted = new Set<string>([...disc.files.map(({ path }) => path), ...checksumNames])
  const others = [...found.keys()].filter((path) => !wanted.has(path))
  return others.length === 0 ? '' : `; there is ${others.slice(0, 5).map(shown).join(', ')}`
}

function differenceOfBytes(files: readonly ViewedFile[], others: readonly ViewedFile[] | undefined): string | null {
  const sums = (of: readonly ViewedFile[]) =>
    of
      .map(({ digest }) => digest.sha256)
      .sort()
      .join()
  if (new Set(files.map(({ path }) => path)).size !== files.length) return 'two files have one name'
  return others !== undefined && sums(files) === sums(others) ? null : 'the files are others than in Rock Ridge'
}
