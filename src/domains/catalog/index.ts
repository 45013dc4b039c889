export { saveChains } from './change-chains.ts'
export { ItemNotAvailable, TitleNotMapped } from './errors.ts'
export { importItems, importOverrides, type StoreItem, type StoreOverride } from './import-items.ts'
export { categorySchema, type Item, obligationSchema } from './item.ts'
export { publishCatalog } from './publish-catalog.ts'
export { rehearseItems } from './rehearse-items.ts'
export { kitOfTitle, type TitleDeps } from './resolve-title.ts'
export {
  allItems,
  findItem,
  type ItemQuery,
  itemsByPartNumber,
  latestTitleMisses,
  visibleItems,
  visibleItemsOf,
} from './store.ts'
export { loadViewer, loadViewerAsOf, type Viewer } from './viewer.ts'
export { linesToAddTo, metRequirements, type Visibility, visibilityOf } from './visibility.ts'
