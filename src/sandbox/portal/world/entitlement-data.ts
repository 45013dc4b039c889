/** What the accounts own. Days are counted from the day the world is made; null ends never. */
export interface LineRow {
  readonly activationId: string
  readonly part: string
  readonly quantity: number
  readonly fulfilled?: number
  readonly from: number
  readonly through: number | null
  readonly parent?: { readonly activationId: string; readonly as: 'UPGRADE' | 'UPSELL' | 'RENEWAL' }
}

export interface MaintenanceRow {
  readonly activationId: string
  readonly part: string
  readonly from: number
  readonly through: number
  readonly covers: readonly string[]
}

export const entitlementRows: readonly {
  readonly id: string
  readonly soldTo: string
  readonly reseller?: string
  readonly contact: string
  readonly description: string
  readonly orderId: string
  readonly lines: readonly LineRow[]
  readonly maintenance: readonly MaintenanceRow[]
}[] = [
  {
    id: 'ENT-ACME-1',
    soldTo: 'ACME',
    contact: 'alice@acme.example',
    description: 'Paint Pro for the whole company, with live maintenance',
    orderId: 'SO-10001',
    lines: [
      {
        activationId: 'ACT-ACME-PAINT',
        part: 'PAINT-PRO-20-LIC',
        quantity: 25,
        fulfilled: 18,
        from: -480,
        through: null,
      },
      { activationId: 'ACT-ACME-BRUSH', part: 'BRUSH-LIB-LIC', quantity: 5, from: -180, through: null },
    ],
    maintenance: [
      { activationId: 'MNT-ACME-PAINT', part: 'PAINT-MNT-1Y', from: -130, through: 234, covers: ['ACT-ACME-PAINT'] },
    ],
  },
  {
    id: 'ENT-ACME-2',
    soldTo: 'ACME-DE',
    contact: 'greta@acme.example',
    description: 'Sketch in Berlin; maintenance expires next month',
    orderId: 'SO-10002',
    lines: [
      {
        activationId: 'ACT-ACMEDE-SKETCH',
        part: 'SKETCH-4-LIC',
        quantity: 10,
        fulfilled: 10,
        from: -700,
        through: null,
      },
    ],
    maintenance: [
      {
        activationId: 'MNT-ACMEDE-SKETCH',
        part: 'SKETCH-MNT-1Y',
        from: -335,
        through: 30,
        covers: ['ACT-ACMEDE-SKETCH'],
      },
    ],
  },
  {
    id: 'ENT-ACME-3',
    soldTo: 'ACME-US',
    reseller: 'PIXEL',
    contact: 'sam@acme.example',
    description: 'Early ship of Paint Pro 3; a subscription that expires next month',
    orderId: 'SO-10003',
    lines: [
      { activationId: 'ACT-ACMEUS-EARLY', part: 'PAINT-PRO-3-LIC', quantity: 3, from: -20, through: null },
      { activationId: 'ACT-ACMEUS-SUB', part: 'PAINT-PRO-2-SUB', quantity: 8, from: -337, through: 28 },
    ],
    maintenance: [],
  },
  {
    id: 'ENT-BRIGHT-1',
    soldTo: 'BRIGHT',
    contact: 'beth@bright.example',
    description: 'Paint Pro 2.0, bought for ever; maintenance lapsed last year',
    orderId: 'SO-10004',
    lines: [
      {
        activationId: 'ACT-BRIGHT-PAINT',
        part: 'PAINT-PRO-20-LIC',
        quantity: 4,
        fulfilled: 4,
        from: -760,
        through: null,
      },
    ],
    maintenance: [
      {
        activationId: 'MNT-BRIGHT-PAINT',
        part: 'PAINT-MNT-1Y',
        from: -760,
        through: -395,
        covers: ['ACT-BRIGHT-PAINT'],
      },
    ],
  },
  {
    id: 'ENT-BRIGHT-2',
    soldTo: 'BRIGHT',
    reseller: 'PIXEL',
    contact: 'beth@bright.example',
    description: 'Colour Lab through a reseller, upgraded seats',
    orderId: 'SO-10005',
    lines: [{ activationId: 'ACT-BRIGHT-COLOUR', part: 'COLOUR-LAB-LIC', quantity: 2, from: -140, through: null }],
    maintenance: [
      {
        activationId: 'MNT-BRIGHT-COLOUR',
        part: 'PAINT-MNT-1Y',
        from: -140,
        through: 225,
        covers: ['ACT-BRIGHT-COLOUR'],
      },
    ],
  },
  {
    id: 'ENT-PIXEL-1',
    soldTo: 'PIXEL',
    contact: 'rosa@pixel.example',
    description: 'Copies for demonstration at the reseller',
    orderId: 'SO-10006',
    lines: [{ activationId: 'ACT-PIXEL-SUITE', part: 'PAINTWORKS-SUITE-LIC', quantity: 2, from: -100, through: 265 }],
    maintenance: [],
  },
]
