import { nameKey, shown, type UnfitName, unfitNames } from '../../../kernel/disc-names.ts'
import { DomainError } from '../../../kernel/domain-error.ts'
import type { LocalDate } from '../../../kernel/local-date.ts'
import type { Medium } from './choose-site.ts'
import { type Manifest, manifestSchema } from './site-contract.ts'

export interface PackageContent {
  readonly packageId: string
  readonly version: string
  readonly effectiveDate: LocalDate | null
  readonly files: readonly {
    readonly name: string
    readonly sizeBytes: number
    readonly md5: string | null
    readonly sha256: string
  }[]
}

export interface ManifestParts {
  readonly reference: string
  readonly orderNumber: string
  readonly lineNumber: number
  readonly kit: { readonly partNumber: string; readonly title: string; readonly medium: Medium }
  readonly brand: Manifest['label']['brand']
  /** In the order of the BOM; the first names the version of the kit. */
  readonly packages: readonly PackageContent[]
  /** The date of the image where no package has one. */
  readonly createdAt: Date
}

type ManifestFile = Manifest['discs'][number]['files'][number]

/**
 * Bytes of files that fit on a blank: the usual capacity, less 16 MB for the directory tables and the padding of the
 * image. Each file fills whole blocks of 2,048 bytes.
 */
const usableBytes: Readonly<Record<Medium, number>> = {
  CD: 720_000_000,
  DVD: 4_684_000_000,
  'DVD-DL': 8_524_000_000,
  BD: 24_884_000_000,
}

// The site writes these two into the root of every disc.
const ownNames = ['MD5SUMS', 'SHA256SUMS']

/**
 * Freezes what a job makes. The same parts give the same manifest, byte for byte. Files keep the names that the platform
 * gives them, so that list and disc agree.
 * @throws {FileTooLarge} when a file does not fit on the medium by itself
 * @throws {NamesUnfitForDisc} when some system cannot hold a name
 */
export function buildManifest(parts: ManifestParts): Manifest {
  const { kit, packages } = parts
  const discs = splitOverDiscs(layOut(packages), kit.medium)
  return manifestSchema.parse({
    formatVersion: 1,
    reference: parts.reference,
    orderNumber: parts.orderNumber,
    lineNumber: parts.lineNumber,
    kitPartNumber: kit.partNumber,
    kitVersion: packages[0]?.version ?? '',
    imageEpoch: imageEpochOf(packages, parts.createdAt),
    label: {
      brand: parts.brand,
      title: kit.title,
      version: packages[0]?.version ?? '',
      orderNumber: parts.orderNumber,
      partNumber: kit.partNumber,
    },
    discs: discs.map((files, index) => ({
      number: index + 1,
      volumeId: volumeIdOf(kit.title, index + 1, discs.length),
      medium: kit.medium,
      files,
    })),
  })
}

/** ISO 9660 wants `[A-Z0-9_]{1,32}`; discs of a set end in their number. */
export function volumeIdOf(title: string, discNumber: number, discCount: number): string {
  const suffix = discCount > 1 ? `_D${discNumber}` : ''
  const words = title
    .normalize('NFKD')
    .toUpperCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
  return `${words.slice(0, 32 - suffix.length).replace(/_+$/, '') || 'DISC'}${suffix}`
}

/** Fills discs in the order of the BOM; a smaller file may go back to a disc that still has room. */
export function splitOverDiscs(files: readonly ManifestFile[], medium: Medium): ManifestFile[][] {
  const discs: { files: ManifestFile[]; free: number }[] = []
  for (const file of files) {
    const size = (Math.ceil(file.sizeBytes / 2048) + 1) * 2048
    if (size > usableBytes[medium]) throw new FileTooLarge(file.path, medium)
    const roomy = discs.find(({ free }) => free >= size)
    if (roomy) {
      roomy.files.push(file)
      roomy.free -= size
    } else discs.push({ files: [file], free: usableBytes[medium] - size })
  }
  return discs.map((disc) => disc.files)
}

/**
 * Where each file lies: in the root for one package, in a folder per package otherwise. Only a file that is called like one
 * of the site's own is moved out of its way.
 */
function layOut(packages: readonly PackageContent[]): ManifestFile[] {
  const taken = new Set<string>()
  const folders = packages.map(({ packageId }) =>
    packages.length > 1 ? `${freeName(safeName(packageId, 60), taken)}/` : '',
  )
  const laidOut = packages.flatMap(({ files }, index) =>
    files.map(({ name, sizeBytes, md5, sha256 }) => ({
      path: `${folders[index] ?? ''}${name.normalize('NFC')}`,
      sizeBytes,
      md5,
      sha256,
    })),
  )
  refuseUnfitNames(laidOut.map(({ path }) => path))
  const names = new Set([...ownNames, ...laidOut.map(({ path }) => path)].map(nameKey))
  return laidOut.map((file) =>
    ownNames.some((own) => nameKey(own) === nameKey(file.path)) ? { ...file, path: freeName(file.path, names) } : file,
  )
}

/** @throws {NamesUnfitForDisc} */
export function refuseUnfitNames(names: readonly string[]): void {
  const unfit = unfitNames(names)
  if (unfit.length > 0) throw new NamesUnfitForDisc(unfit)
}

function freeName(name: string, taken: Set<string>): string {
  for (let n = 1; ; n += 1) {
    const free = n === 1 ? name : `${n}_${name}`
    if (taken.has(nameKey(free))) continue
    taken.add(nameKey(free))
    return free
  }
}

/** A folder's name from outside, made fit for a disc: one plain name, its ending kept. */
export function safeName(name: string, maxLength: number): string {
  const plain = name
    .normalize('NFC')
    .replace(/^.*[/\\]/, '')
    .replace(/[<>:"|?*;\p{C}\u{10000}-\u{10ffff}]/gu, '_')
    .replace(/^\.+|[. ]+$/g, '_')
  const short = plain.length <= maxLength ? plain || '_' : plain.slice(0, maxLength - 16) + plain.slice(-16)
  return unfitNames([short])[0]?.because === 'reserved-name' ? `_${short}` : short
}

function imageEpochOf(packages: readonly PackageContent[], otherwise: Date): number {
  const dates = packages.flatMap(({ effectiveDate }) => (effectiveDate === null ? [] : [effectiveDate])).sort()
  const newest = dates.at(-1)
  const ms = newest === undefined ? otherwise.getTime() : Date.parse(`${newest}T00:00:00Z`)
  return Math.max(1, Math.floor(ms / 1000))
}

export class FileTooLarge extends DomainError {
  constructor(path: string, medium: string) {
    super('file-too-large', `${path} does not fit on one ${medium}`, { path, medium })
  }
}

const namesShown = 20

/** Names that some system could not read from the disc, refused before anything is burned. */
export class NamesUnfitForDisc extends DomainError {
  constructor(unfit: readonly UnfitName[]) {
    const told = unfit.slice(0, namesShown).map(({ path, reason }) => `${shown(path)} (${reason})`)
    const more = unfit.length > namesShown ? `; and ${unfit.length - namesShown} more` : ''
    super(
      'names-unfit-for-disc',
      `Not every system can read these names from a disc: ${told.join('; ')}${more}. Nothing was burned. ` +
        'Name the files otherwise in the package on the platform, then make the job again.',
      { names: unfit.map(({ path, because }) => ({ path, because })) },
    )
  }
}
