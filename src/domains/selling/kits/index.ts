export { registerKitApi } from './api.ts'
export { registerKitPages } from './kit-pages.ts'
