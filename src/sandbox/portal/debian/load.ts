import { existsSync, statSync } from 'node:fs'
import { dirname, join, resolve, sep } from 'node:path'
import { type Content, type DownloadPackage, keyOf, type Product, type ProductKey } from '../world/rows.ts'
import { endCustomerTier } from '../world/seed.ts'
import type { World } from '../world/world.ts'
import { directDependencies, readStanzas, type Stanza } from './stanzas.ts'
import { isNewest } from './version-order.ts'

export interface DebianOptions {
  readonly packagesFile: string
  /** A mirror's root: `Filename` of a stanza is looked for below it, and then below the index's own directory. */
  readonly mirrorDir?: string
}

/**
 * Lays the products of a Debian index beside the world, read again at each start, and gives ACME lines for the first few
 * of them, once. Where a package appears in several versions, the highest by Debian's own order counts, wherever it stands.
 * @returns how many products the index gave
 */
export async function loadDebianIndex(world: World, options: DebianOptions): Promise<number> {
  const at = statSync(options.packagesFile).mtime.toISOString()
  const stanzas = new Map<string, Loaded>()
  for await (const stanza of readStanzas(options.packagesFile)) {
    const loaded = load(stanza)
    if (loaded && isNewest(loaded.version, stanzas.get(loaded.name)?.version)) stanzas.set(loaded.name, loaded)
  }
  const roots = rootsOf(options)
  const effectiveDate = [at.slice(0, 10), world.today()].sort()[0] ?? world.today()
  const products: Product[] = []
  const packages: DownloadPackage[] = []
  for (const one of stanzas.values()) {
    const to = one.depends.flatMap((name): ProductKey[] => {
      const found = stanzas.get(name)
      return found ? [{ name, version: found.version }] : []
    })
    products.push(productOf(one, to, at))
    packages.push(packageOf(one, effectiveDate, roots))
  }
  world.addIndexed(products, packages)
  entitleAcme(world, products)
  return products.length
}

interface Loaded {
  readonly name: string
  readonly version: string
  readonly section: string
  readonly description: string
  readonly filename: string
  readonly sizeBytes: number
  readonly md5: string
  readonly sha256: string
  readonly depends: readonly string[]
}

/** Undefined for a stanza without the fields that make a file: name, version, path, size, SHA-256. */
function load(stanza: Stanza): Loaded | undefined {
  const { Package: name, Version: version, Filename: filename, Size: size, SHA256: sha256 } = stanza
  if (!name || !version || !filename || !/^\d+$/.test(size ?? '') || !sha256) return undefined
  return {
    name,
    version,
    section: stanza['Section'] ?? 'unknown',
    description: (stanza['Description'] ?? '').split('\n')[0] ?? '',
    filename,
    sizeBytes: Number(size),
    md5: stanza['MD5sum'] ?? '',
    sha256,
    depends: directDependencies(stanza['Depends']),
  }
}

function productOf(one: Loaded, dependencies: readonly ProductKey[], at: string): Product {
  return {
    kind: 'product',
    uniqueId: `deb-${one.name}`,
    name: one.name,
    version: one.version,
    description: one.description,
    state: 'DEPLOYED',
    productLine: one.section,
    parts: [{ partId: `DEB-${one.name}`, description: one.description, licenseModel: 'Perpetual' }],
    attributes: { storeCategory: 'base', partnerProductId: `DEB-${one.name}` },
    contains: [],
    relations: dependencies.map((to) => ({ relation: 'UPSELL_TO', to })),
    packageIds: [`DEB-${one.name}`],
    createdAt: at,
    modifiedAt: at,
  }
}

function packageOf(one: Loaded, effectiveDate: string, roots: readonly string[]): DownloadPackage {
  return {
    id: `DEB-${one.name}`,
    systemId: `debpkg-${one.name}`,
    version: one.version,
    description: one.description,
    productLine: one.section,
    effectiveDate,
    archivedFrom: null,
    onlyAccounts: [],
    mediaAvailable: true,
    files: [
      {
        fileId: `DEB-${one.name}-F1`,
        systemFileId: `debfile-${one.name}`,
        name: one.filename.split('/').at(-1) ?? one.filename,
        description: one.description,
        sizeBytes: one.sizeBytes,
        content: contentOf(one, roots),
      },
    ],
  }
}

/** Where files may lie: the mirror, then beside the index. Asked once, so that no mirror costs no look-ups. */
function rootsOf(options: DebianOptions): readonly string[] {
  return [options.mirrorDir, dirname(options.packagesFile)]
    .flatMap((root) => (root === undefined ? [] : [resolve(root)]))
    .filter((root) => existsSync(join(root, 'pool')))
}

/** A file of another size than the index says is another build, and counts as not there. */
function contentOf(one: Loaded, roots: readonly string[]): Content {
  const sums = { md5: one.md5, sha256: one.sha256 }
  const path = roots
    .map((root) => ({ root, path: resolve(join(root, one.filename)) }))
    .find(({ root, path }) => path.startsWith(root + sep) && sizeOf(path) === one.sizeBytes)?.path
  return path === undefined ? { source: 'none', ...sums } : { source: 'stored', path, ...sums }
}

function sizeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.size
}

const owned = 5

function entitleAcme(world: World, products: readonly Product[]): void {
  const id = 'ENT-ACME-DEB'
  if (world.entitlements.get(id) || !world.accounts.get('ACME') || products.length === 0) return
  const stamps = { createdAt: world.now(), modifiedAt: world.now() }
  const sample = products.find((product) => product.name === 'store-sample')
  const chosen = new Map([...(sample ? [sample] : []), ...products].slice(0, owned).map((one) => [keyOf(one), one]))
  for (const [index, product] of [...chosen.values()].entries())
    world.lines.set(`ACT-ACME-DEB-${product.name}`, {
      activationId: `ACT-ACME-DEB-${product.name}`,
      uniqueId: world.nextUniqueId(),
      entitlementId: id,
      state: 'DEPLOYED',
      product: { name: product.name, version: product.version },
      partNumber: `DEB-${product.name}`,
      orderId: 'SO-10007',
      orderLineNumber: String(index + 1),
      startDate: world.today(),
      expirationDate: null,
      description: '',
      licenseModel: 'Perpetual',
      quantity: 1,
      fulfilled: 0,
      supportAction: null,
      parentActivationId: null,
      ...stamps,
    })
  world.entitlements.set(id, {
    id,
    uniqueId: world.nextUniqueId(),
    description: 'Packages of the Debian index',
    state: 'DEPLOYED',
    soldTo: 'ACME',
    channelPartners: [
      { tierName: endCustomerTier, accountId: 'ACME', contact: 'alice@acme.example', currentOwner: true },
    ],
    shipToEmail: 'alice@acme.example',
    shipToAddress: '',
    allowPortalLogin: false,
    ...stamps,
  })
}
