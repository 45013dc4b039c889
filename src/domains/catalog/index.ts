export { AccountUnknown, ItemNotAvailable, KitAlreadyMapped, PartNumberTaken, TitleNotMapped } from './errors.ts'
export {
  importItems,
  importOverrides,
  itemOverrideSchema,
  type StoreItem,
  type StoreOverride,
  storeItemSchema,
} from './import-items.ts'
export { categorySchema, type Item, obligationSchema } from './item.ts'
export { type PublishedCatalog, publishCatalog } from './publish-catalog.ts'
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
export type { ItemCategory, Obligation } from './tables.ts'
export { loadViewer, type Viewer } from './viewer.ts'
export { linesToAddTo, metRequirements, type Visibility, type VisibilityStep, visibilityOf } from './visibility.ts'
