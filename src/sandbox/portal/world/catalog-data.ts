import type { Attributes, PartNumber, Product, ProductKey, Relation, State } from './rows.ts'

type Row = Pick<Product, 'kind' | 'name' | 'version' | 'description' | 'productLine'> & {
  readonly state?: State
  readonly parts: readonly PartNumber[]
  readonly category: 'base' | 'update' | 'upgrade' | 'media' | 'service' | 'addon' | null
  readonly attributes?: Attributes
  readonly packageIds?: readonly string[]
  readonly contains?: readonly ProductKey[]
  readonly relations?: readonly (readonly [Relation, string, string])[]
}

const part = (partId: string, description: string, licenseModel: string | null = 'Perpetual'): PartNumber => ({
  partId,
  description,
  licenseModel,
})

/** The products of Paintworks Software. `partnerProductId` is the first package: one package, one media kit. */
export const productRows: readonly Row[] = [
  {
    kind: 'product',
    name: 'Paint Pro',
    version: '1.0',
    description: 'Painting for professionals',
    productLine: 'Paint',
    category: 'base',
    parts: [part('PAINT-PRO-1-LIC', 'Paint Pro 1, licence'), part('PAINT-PRO-1-SEAT', 'Paint Pro 1, seat', 'Seat')],
    packageIds: ['PAINT_PRO_1_0'],
    relations: [
      ['UPGRADE_TO', 'Paint Pro', '2.0'],
      ['UPGRADE_TO', 'Paint Pro', '2.1'],
      ['HAS_MAINTENANCE', 'Paint Maintenance', '1.0'],
    ],
  },
  {
    kind: 'product',
    name: 'Paint Pro',
    version: '2.0',
    description: 'Painting for professionals, second edition',
    productLine: 'Paint',
    category: 'upgrade',
    parts: [part('PAINT-PRO-20-LIC', 'Paint Pro 2.0, licence')],
    packageIds: ['PAINT_PRO_2_0', 'PAINT_PRO_2_1'],
    relations: [
      ['UPGRADE_TO', 'Paint Pro', '2.1'],
      ['UPSELL_TO', 'Brush Library', '1.4'],
      ['UPSELL_TO', 'Colour Lab', '3.2'],
      ['HAS_MAINTENANCE', 'Paint Maintenance', '1.0'],
    ],
  },
  {
    kind: 'product',
    name: 'Paint Pro',
    version: '2.1',
    description: 'Paint Pro 2 with service pack 1',
    productLine: 'Paint',
    category: 'update',
    parts: [
      part('PAINT-PRO-2-LIC', 'Paint Pro 2, licence'),
      part('PAINT-PRO-2-SEAT', 'Paint Pro 2, additional seat', 'Seat'),
      part('PAINT-PRO-2-UPG', 'Paint Pro 2, upgrade from Paint Pro 1'),
      part('PAINT-PRO-2-SUB', 'Paint Pro 2, yearly subscription', 'Subscription'),
    ],
    packageIds: ['PAINT_PRO_2_1'],
    relations: [
      ['UPSELL_TO', 'Brush Library', '1.4'],
      ['UPSELL_TO', 'Colour Lab', '3.2'],
      ['UPSELL_TO', 'Paintworks Suite', '2026'],
      ['HAS_MAINTENANCE', 'Paint Maintenance', '1.0'],
    ],
  },
  {
    kind: 'product',
    name: 'Paint Pro',
    version: '3.0',
    description: 'Early ship of Paint Pro 3, for chosen accounts; no chain leads here yet',
    productLine: 'Paint',
    category: 'upgrade',
    parts: [part('PAINT-PRO-3-LIC', 'Paint Pro 3, early ship')],
    attributes: { earlyShip: 'true' },
    packageIds: ['PAINT_PRO_3_0'],
  },
  {
    kind: 'product',
    name: 'Paint Pro',
    version: '4.0',
    description: 'In preparation',
    productLine: 'Paint',
    state: 'DRAFT',
    category: 'upgrade',
    parts: [part('PAINT-PRO-4-LIC', 'Paint Pro 4, licence')],
  },
  {
    kind: 'product',
    name: 'Paint Classic',
    version: '0.9',
    description: 'Withdrawn from sale',
    productLine: 'Paint',
    state: 'OBSOLETE',
    category: 'base',
    parts: [part('PAINT-CLASSIC-LIC', 'Paint Classic, licence')],
    relations: [['UPGRADE_TO', 'Paint Pro', '1.0']],
  },
  {
    kind: 'product',
    name: 'Paint Starter',
    version: '1.0',
    description: 'Trial edition of Paint Pro',
    productLine: 'Paint',
    category: 'base',
    parts: [part('PAINT-STARTER-LIC', 'Paint Starter, licence')],
    packageIds: ['PAINT_STARTER_1_0'],
    relations: [
      ['DEMO_OF', 'Paint Pro', '2.1'],
      ['UPSELL_TO', 'Paint Pro', '2.1'],
    ],
  },
  {
    kind: 'product',
    name: 'Brush Library',
    version: '1.4',
    description: 'Six hundred brushes for Paint Pro 2',
    productLine: 'Paint',
    category: 'addon',
    parts: [part('BRUSH-LIB-LIC', 'Brush Library, licence')],
    packageIds: ['BRUSH_LIBRARY_1_4'],
  },
  {
    kind: 'product',
    name: 'Colour Lab',
    version: '3.2',
    description: 'Colour management for Paint Pro 2',
    productLine: 'Paint',
    category: 'addon',
    parts: [part('COLOUR-LAB-LIC', 'Colour Lab, licence'), part('COLOUR-LAB-SEAT', 'Colour Lab, seat', 'Seat')],
    packageIds: ['COLOUR_LAB_3_2'],
    relations: [['HAS_MAINTENANCE', 'Paint Maintenance', '1.0']],
  },
  {
    kind: 'product',
    name: 'Sketch',
    version: '4.0',
    description: 'Drawing with a pen',
    productLine: 'Sketch',
    category: 'base',
    parts: [part('SKETCH-4-LIC', 'Sketch 4, licence')],
    packageIds: ['SKETCH_4_0'],
    relations: [
      ['UPGRADE_TO', 'Sketch', '5.0'],
      ['HAS_MAINTENANCE', 'Sketch Maintenance', '1.0'],
    ],
  },
  {
    kind: 'product',
    name: 'Sketch',
    version: '5.0',
    description: 'Drawing with a pen, fifth edition',
    productLine: 'Sketch',
    category: 'upgrade',
    parts: [
      part('SKETCH-5-LIC', 'Sketch 5, licence'),
      part('SKETCH-5-SEAT', 'Sketch 5, additional seat', 'Seat'),
      part('SKETCH-5-UPG', 'Sketch 5, upgrade from Sketch 4'),
    ],
    packageIds: ['SKETCH_5_0'],
    relations: [
      ['UPSELL_TO', 'Sketch Animator', '1.0'],
      ['HAS_MAINTENANCE', 'Sketch Maintenance', '1.0'],
    ],
  },
  {
    kind: 'product',
    name: 'Sketch Animator',
    version: '1.0',
    description: 'Moving pictures from Sketch 5',
    productLine: 'Sketch',
    category: 'addon',
    parts: [part('SKETCH-ANIM-LIC', 'Sketch Animator, licence')],
    packageIds: ['SKETCH_ANIMATOR_1_0'],
  },
  {
    kind: 'product',
    name: 'Texture Collection',
    version: '2.0',
    description: 'Two thousand textures',
    productLine: 'Content',
    category: 'media',
    parts: [part('TEXTURES-2-LIC', 'Texture Collection, licence')],
    packageIds: ['TEXTURES_2_0'],
  },
  {
    kind: 'product',
    name: 'Training Day',
    version: '1.0',
    description: 'A day of training at your place; nothing to download',
    productLine: 'Services',
    category: 'service',
    parts: [part('TRAINING-DAY', 'Training, one day')],
  },
  {
    kind: 'suite',
    name: 'Paintworks Suite',
    version: '2026',
    description: 'Paint Pro, Sketch and Brush Library together',
    productLine: 'Paint',
    category: 'base',
    parts: [part('PAINTWORKS-SUITE-LIC', 'Paintworks Suite, licence')],
    contains: [
      { name: 'Paint Pro', version: '2.1' },
      { name: 'Sketch', version: '5.0' },
      { name: 'Brush Library', version: '1.4' },
    ],
    relations: [['HAS_MAINTENANCE', 'Paint Maintenance', '1.0']],
  },
  {
    kind: 'maintenance',
    name: 'Paint Maintenance',
    version: '1.0',
    description: 'Updates and support for the Paint line, one year',
    productLine: 'Paint',
    category: null,
    parts: [part('PAINT-MNT-1Y', 'Paint Maintenance, one year', null)],
  },
  {
    kind: 'maintenance',
    name: 'Sketch Maintenance',
    version: '1.0',
    description: 'Updates and support for the Sketch line, one year',
    productLine: 'Sketch',
    category: null,
    parts: [part('SKETCH-MNT-1Y', 'Sketch Maintenance, one year', null)],
  },
]

/** Download packages: days are counted from the day the world is made; sizes in bytes. */
export const packageRows: readonly {
  readonly id: string
  readonly version: string
  readonly description: string
  readonly productLine: string
  readonly effectiveDays: number
  readonly archivedDays?: number
  readonly onlyAccounts?: readonly string[]
  readonly files: readonly (readonly [name: string, description: string, sizeBytes: number])[]
}[] = [
  {
    id: 'PAINT_PRO_1_0',
    version: '1.0',
    description: 'Paint Pro 1.0',
    productLine: 'Paint',
    effectiveDays: -1100,
    archivedDays: -500,
    files: [
      ['paint-pro-1.0-setup.exe', 'Windows installer', 812_345],
      ['paint-pro-1.0-manual.pdf', 'Manual', 96_512],
    ],
  },
  {
    id: 'PAINT_PRO_2_0',
    version: '2.0',
    description: 'Paint Pro 2.0',
    productLine: 'Paint',
    effectiveDays: -500,
    archivedDays: -60,
    files: [
      ['paint-pro-2.0-setup.exe', 'Windows installer', 1_843_201],
      ['paint-pro-2.0-manual.pdf', 'Manual', 140_031],
    ],
  },
  {
    id: 'PAINT_PRO_2_1',
    version: '2.1',
    description: 'Paint Pro 2.1, service pack 1',
    productLine: 'Paint',
    effectiveDays: -60,
    files: [
      ['paint-pro-2.1-setup.exe', 'Windows installer', 2_097_153],
      ['paint-pro-2.1.dmg', 'macOS installer', 3_001_007],
      ['paint-pro-2.1-manual.pdf', 'Manual', 153_600],
      ['release-notes-2.1.txt', 'Release notes', 10_240],
    ],
  },
  {
    id: 'PAINT_PRO_3_0',
    version: '3.0',
    description: 'Paint Pro 3.0, early ship',
    productLine: 'Paint',
    effectiveDays: -10,
    onlyAccounts: ['ACME-US'],
    files: [['paint-pro-3.0-early-setup.exe', 'Windows installer', 2_500_000]],
  },
  {
    id: 'PAINT_STARTER_1_0',
    version: '1.0',
    description: 'Paint Starter 1.0',
    productLine: 'Paint',
    effectiveDays: -400,
    files: [['paint-starter-1.0-setup.exe', 'Windows installer', 401_408]],
  },
  {
    id: 'BRUSH_LIBRARY_1_4',
    version: '1.4',
    description: 'Brush Library 1.4',
    productLine: 'Paint',
    effectiveDays: -200,
    files: [['brush-library-1.4.zip', 'Brushes', 1_250_000]],
  },
  {
    id: 'COLOUR_LAB_3_2',
    version: '3.2',
    description: 'Colour Lab 3.2',
    productLine: 'Paint',
    effectiveDays: -150,
    files: [
      ['colour-lab-3.2-setup.exe', 'Windows installer', 700_001],
      ['colour-profiles-3.2.zip', 'Colour profiles', 64_000],
    ],
  },
  {
    id: 'SKETCH_4_0',
    version: '4.0',
    description: 'Sketch 4.0',
    productLine: 'Sketch',
    effectiveDays: -900,
    archivedDays: -90,
    files: [['sketch-4.0-setup.exe', 'Windows installer', 905_216]],
  },
  {
    id: 'SKETCH_5_0',
    version: '5.0',
    description: 'Sketch 5.0',
    productLine: 'Sketch',
    effectiveDays: -90,
    files: [
      ['sketch-5.0-setup.exe', 'Windows installer', 1_100_800],
      ['sketch-5.0-manual.pdf', 'Manual', 88_064],
    ],
  },
  {
    id: 'SKETCH_ANIMATOR_1_0',
    version: '1.0',
    description: 'Sketch Animator 1.0',
    productLine: 'Sketch',
    effectiveDays: -30,
    files: [['sketch-animator-1.0-setup.exe', 'Windows installer', 512_000]],
  },
  {
    id: 'TEXTURES_2_0',
    version: '2.0',
    description: 'Texture Collection 2.0',
    productLine: 'Content',
    effectiveDays: -365,
    files: [['textures-2.0.zip', 'Textures', 2_800_000]],
  },
]
