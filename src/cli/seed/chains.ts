import type { ImportedChain } from '../../domains/entitlements/rights/index.ts'

/** One chain that sells an upgrade to whoever holds the version before, and one release that ships early to one account. */
export const chains: readonly ImportedChain[] = [
  {
    id: 'sketch-5-upgrade',
    from: { name: 'Sketch', version: '4.0' },
    to: { name: 'Sketch', version: '5.0' },
    grants: 'upgrade',
    validator: 'subscription',
  },
  {
    id: 'paint-pro-3-early',
    from: { name: 'Paint Pro', version: '2.1' },
    to: { name: 'Paint Pro', version: '3.0' },
    grants: 'update',
    validator: 'subscription',
    cohort: ['ACME-US'],
  },
]
