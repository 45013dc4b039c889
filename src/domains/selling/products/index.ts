export { ownedLines } from './install-base.ts'
export { pageElsewhere } from './install-base-api.ts'
