import type { defineBrand, defineKit } from '../../domains/fulfilment/production/index.ts'
import type { StoreItem } from '../../domains/shop/catalog/index.ts'

type Brand = Parameters<typeof defineBrand>[1]
type Kit = Parameters<typeof defineKit>[1]

export const brands: readonly Brand[] = [
  {
    id: 'paintworks',
    name: 'Paintworks Software',
    colour: '#1f4e8c',
    licenceNotice: 'Licensed, not sold. Use is subject to the licence that came with your order.',
  },
]

/** What only the store knows. `SKETCH_4_0` has no kit on purpose: its button shows the page for titles without one. */
export const storeItems: readonly StoreItem[] = [
  {
    partNumber: 'KIT-PAINT-PRO-2',
    title: 'Paint Pro 2, media kit',
    description: 'The newest Paint Pro 2 that your maintenance covers, on DVD, with a quick start card.',
    category: 'media',
    productLine: 'Paint',
    requiresAnyOf: ['Paint Pro@2.0', 'Paint Pro@2.1', 'Paintworks Suite'],
    maxQuantity: 5,
    partnerProductId: 'PAINT_PRO_2_1',
  },
  {
    partNumber: 'KIT-PAINT-PRO-20',
    title: 'Paint Pro 2.0, archive media kit',
    description: 'Paint Pro 2.0 as it first shipped, for installations that stay on it.',
    category: 'media',
    productLine: 'Paint',
    requiresAnyOf: ['Paint Pro@2.0'],
    partnerProductId: 'PAINT_PRO_2_0',
  },
  {
    partNumber: 'KIT-BRUSH-14',
    title: 'Brush Library 1.4, media kit',
    description: 'Six hundred brushes on DVD.',
    category: 'media',
    productLine: 'Paint',
    requiresAnyOf: ['Brush Library', 'Paintworks Suite'],
    partnerProductId: 'BRUSH_LIBRARY_1_4',
  },
  {
    partNumber: 'KIT-SKETCH-5',
    title: 'Sketch 5, media kit',
    description: 'Sketch 5 and its manual on DVD.',
    category: 'media',
    productLine: 'Sketch',
    requiresAnyOf: ['Sketch@5.0', 'Paintworks Suite'],
    partnerProductId: 'SKETCH_5_0',
  },
  {
    partNumber: 'KIT-TEXTURES-2',
    title: 'Texture Collection 2, media kit',
    description: 'Two thousand textures on DVD.',
    category: 'media',
    productLine: 'Content',
    requiresAnyOf: ['Texture Collection'],
    partnerProductId: 'TEXTURES_2_0',
  },
  {
    partNumber: 'KIT-PARTNER-SHOWCASE',
    title: 'Partner showcase, media kit',
    description: 'Paint Pro, Sketch and Brush Library on one set of DVDs, for demonstrations.',
    category: 'media',
    productLine: 'Paint',
    soldTo: ['reseller', 'distributor'],
    requiresAnyOf: ['Paintworks Suite'],
    maxQuantity: 10,
  },
  {
    partNumber: 'BOOK-PAINT-LIGHT',
    title: 'Painting with Light, the book',
    description: 'Workshops with Paint Pro, 240 pages, hardback.',
    category: 'book',
    productLine: 'Paint',
    requiresAnyOf: ['Paint Pro', 'Paintworks Suite'],
    maxQuantity: 50,
  },
]

const dvd = { brandId: 'paintworks', medium: 'DVD', bomVersion: 1 } as const
const dvdCase = { kind: 'stock', reference: 'STOCK-CASE-DVD' } as const
const package_ = (reference: string) => ({ kind: 'package', reference }) as const
const stock = (reference: string) => ({ kind: 'stock', reference }) as const

/** Bills of materials. A family such as `PAINT_PRO_2` takes the newest of its packages that the account may have. */
export const kits: readonly Kit[] = [
  {
    ...dvd,
    partNumber: 'KIT-PAINT-PRO-2',
    title: 'Paint Pro 2',
    items: [package_('PAINT_PRO_2'), dvdCase, stock('STOCK-CARD-PAINT-QUICK-START')],
  },
  { ...dvd, partNumber: 'KIT-PAINT-PRO-20', title: 'Paint Pro 2.0', items: [package_('PAINT_PRO_2_0'), dvdCase] },
  { ...dvd, partNumber: 'KIT-BRUSH-14', title: 'Brush Library', items: [package_('BRUSH_LIBRARY'), dvdCase] },
  { ...dvd, partNumber: 'KIT-SKETCH-5', title: 'Sketch 5', items: [package_('SKETCH_5'), dvdCase] },
  { ...dvd, partNumber: 'KIT-TEXTURES-2', title: 'Texture Collection', items: [package_('TEXTURES'), dvdCase] },
  {
    ...dvd,
    partNumber: 'KIT-PARTNER-SHOWCASE',
    title: 'Partner showcase',
    items: [package_('PAINT_PRO_2'), package_('SKETCH_5'), package_('BRUSH_LIBRARY'), dvdCase],
  },
]
