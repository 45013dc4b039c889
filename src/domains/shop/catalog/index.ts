export { baseLinesOf } from './base-lines.ts'
export { chainSentence } from './chain-sentence.ts'
export { saveChains } from './change-chains.ts'
export { didYouMean } from './did-you-mean.ts'
export { dryRunItems } from './dry-run-items.ts'
export { AccountUnknown, ItemNotAvailable, TitleNotMapped } from './errors.ts'
export { type ProductGroup, visibleGroups } from './group-items.ts'
export { importItems, importOverrides, type StoreItem, type StoreOverride } from './import-items.ts'
export { categorySchema, type Item, obligationSchema } from './item.ts'
export { type ItemJson, itemFacts, itemOf, itemsFacts } from './item-columns.ts'
export { itemsForLines } from './items-for-lines.ts'
export { type Extra, type FoundItems, visibleItems, visibleItemsWith } from './list-items.ts'
export { publishCatalog } from './publish-catalog.ts'
export { reasonsForBuyer } from './reason-for-buyer.ts'
export { metRequirements } from './requirements.ts'
export { kitOfTitle, type TitleDeps } from './resolve-title.ts'
export { viewRules } from './save-rules.ts'
export { countItems, type ItemFacets, type ItemPlace, type ItemQuery, visibleItemsOf } from './search.ts'
export { allItems, findItem, itemsByPartNumber, itemsMatching, knownItems } from './store.ts'
export { latestTitleMisses } from './title-store.ts'
export {
  type Looking,
  loadViewer,
  loadViewerAsOf,
  type Viewer,
  type ViewerFacts,
  viewerAccount,
  viewerOf,
  viewerRights,
  viewerRightsSince,
  viewerWith,
  withoutRights,
} from './viewer.ts'
export { asksForRights, linesToAddTo, type Visibility, visibilityOf } from './visibility.ts'
