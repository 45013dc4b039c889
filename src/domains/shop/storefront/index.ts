export { browseItems, readKitOfTitle } from './browse-items.ts'
