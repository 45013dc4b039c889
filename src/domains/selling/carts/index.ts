export { addToCart } from './add-to-cart.ts'
export { addressFieldsOf, addressValues } from './address-form.ts'
export { closeCardPagesOfCart, closeCardPagesOfVersion } from './card-pages.ts'
export { acceptPrices, changeCartLine, chooseEndCustomer, removeCartLine } from './cart.ts'
export {
  type CartFacts,
  type CartRead,
  cartReadNames,
  cartReadParts,
  readingOf,
} from './cart-facts.ts'
export {
  addLine,
  cartClosing,
  closeCart,
  closeCartsOfPair,
  countPieces,
  insertOrderedCart,
  linesOfCart,
  lockOpenCart,
  openCart,
  removeLine,
  setCoTerm,
  setEndCustomer,
  takeAccepted,
  touchCart,
} from './cart-store.ts'
export { showCart, viewCart, viewerOfCart } from './cart-view.ts'
export { chooseCoTerm } from './choose-co-term.ts'
export { dryRunOffers } from './dry-run-offers.ts'
export { CartEmpty, GrantedNotDelivered, PriceRisen } from './errors.ts'
export { type HandDiscount, refuseTooHigh } from './hand-discount.ts'
export { leftToOrder } from './left-to-order.ts'
export { commonEndOf, endsAsChosen, fullTerm, startOf, termColumns } from './line-term.ts'
export { ownParties, partiesOf } from './parties.ts'
export { destinationInForm, fieldsOfDestination } from './parties-form.ts'
export { priceLines } from './price-lines.ts'
export { priceOffer } from './price-offer.ts'
export { priceCart, pricedCartMs, savePricedCart } from './priced-cart.ts'
export {
  endPricedCartOfVersion,
  extendPricedCart,
  findPricedCart,
  forgetPricedCart,
  handPricedCartTo,
  insertPricedCart,
  insertQuotedCart,
  isPriced,
  lockPricedCart,
  lockPricedCartOfVersion,
  lockToOrder,
  orderOfCart,
  type PricedCart,
  pricedCartAccepting,
  pricedCartsById,
  pricedCartsForCustomer,
  pricedCartsOfOffer,
  pricedCartsOfOtherCarts,
  pricedCartsOfVersions,
  whyCartClosed,
} from './priced-cart-store.ts'
export { refuseProblem } from './refuse-problem.ts'
export {
  acceptPricesSchema,
  addToCartSchema,
  type CartView,
  cartSchema,
  coTermSchema,
  type PricedCartView,
  partiesAskedSchema,
  pricedCartSchema,
  pricedLineSchema,
  quantitySchema,
} from './schemas.ts'
export { type SettleDeps, type SettledCheck, settle, withGrantsSettled } from './settle-grants.ts'
export { goodThroughOf, renews, whyNotRenewed } from './term-of-line.ts'
export {
  forgetTypedForKit,
  forgetTypedForms,
  saveTypedCheckout,
  saveTypedForKit,
  typedCheckout,
  typedForKit,
} from './typed-forms.ts'
export { watchPrices } from './watch-prices.ts'
export { refuseCard, waysToPay } from './ways-to-pay.ts'
export { whatChanged } from './what-changed.ts'
