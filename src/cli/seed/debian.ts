import { defineBrand, defineKit } from '../../domains/fulfilment/production/index.ts'
import { importItems, type StoreItem } from '../../domains/shop/catalog/index.ts'
import { importFreightRates, importPriceList, importTaxRates } from '../../domains/shop/pricing/index.ts'
import type { Db } from '../../platform/db/db.ts'
import { readStanzas } from '../../sandbox/portal/debian/stanzas.ts'
import { isNewest } from '../../sandbox/portal/debian/version-order.ts'
import { freightRates, taxRates } from './destinations.ts'

interface SeededIndex {
  readonly priced: number
  readonly kits: number
}

/** Packages that get a media kit when the index has them. The first of those is free, the others cost something. */
const kitPackages = ['store-sample', 'hello', 'bash', 'base-files', 'coreutils']
const kitMinor = 450

/**
 * Prices every package of a Debian `Packages` index in euro and dollar, and makes kits for a few of them. May be run
 * again. The part numbers themselves come with the sync.
 */
export async function seedDebian(deps: { readonly db: Db }, packagesFile: string): Promise<SeededIndex> {
  const prices = await pricesOf(packagesFile)
  const titles = kitPackages.filter((name) => prices.has(name))
  const entries = [
    ...[...prices].map(([name, unitMinor]) => ({ partNumber: `DEB-${name}`, unitMinor })),
    ...titles.map((name, index) => ({ partNumber: `KIT-DEB-${name}`, unitMinor: index === 0 ? 0 : kitMinor })),
  ]
  await deps.db.transaction(async (tx) => {
    await importItems(tx, titles.map(kitItem))
    for (const currency of ['EUR', 'USD'])
      await importPriceList(tx, {
        id: `debian-${currency.toLowerCase()}`,
        name: `Debian packages ${currency}`,
        audience: 'everybody',
        currency,
        entries,
      })
    await importTaxRates(tx, taxRates)
    await importFreightRates(tx, freightRates)
    await defineBrand(tx, {
      id: 'debian',
      name: 'Debian packages',
      colour: '#8a1538',
      licenceNotice: 'Free software; the licence of each package is on the disc.',
    })
    for (const name of titles)
      await defineKit(tx, {
        partNumber: `KIT-DEB-${name}`,
        title: `${name} for Debian`,
        brandId: 'debian',
        medium: 'CD',
        bomVersion: 1,
        items: [
          { kind: 'package', reference: `DEB-${name}` },
          { kind: 'stock', reference: 'STOCK-SLEEVE-CD' },
        ],
      })
  })
  return { priced: prices.size, kits: titles.length }
}

/** Part numbers of the kits that an index gets. */
export async function debianKitsOf(packagesFile: string): Promise<string[]> {
  const prices = await pricesOf(packagesFile)
  return kitPackages.filter((name) => prices.has(name)).map((name) => `KIT-DEB-${name}`)
}

async function pricesOf(packagesFile: string): Promise<Map<string, number>> {
  const newest = new Map<string, { readonly version: string; readonly price: number }>()
  for await (const { Package: name, Version: version = '', 'Installed-Size': size } of readStanzas(packagesFile))
    if (name !== undefined && name !== '' && isNewest(version, newest.get(name)?.version))
      newest.set(name, { version, price: priceOf(Number(size ?? 0)) })
  return new Map([...newest].map(([name, { price }]) => [name, price]))
}

/** One unit of money for each started megabyte that the package takes when it is installed; the index counts KiB. */
function priceOf(installedKib: number): number {
  return Math.max(1, Math.ceil(installedKib / 1024)) * 100
}

function kitItem(name: string): StoreItem {
  return {
    partNumber: `KIT-DEB-${name}`,
    title: `${name} for Debian, media kit`,
    description: `The package ${name} on CD, with its checksums.`,
    category: 'media',
    requiresAnyOf: [name],
    maxQuantity: 5,
    partnerProductId: `DEB-${name}`,
  }
}
