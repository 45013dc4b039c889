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
