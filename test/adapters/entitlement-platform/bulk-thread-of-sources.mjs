import { register } from 'tsx/esm/api'

register()
await import('../../../src/adapters/entitlement-platform/flexnet/bulk/bulk-thread.ts')
