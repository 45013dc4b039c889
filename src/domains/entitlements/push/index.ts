export { checkPushDemands } from './check-push-demands.ts'
export { linkDue, pushChanged, pushRequested, welcomeRequested } from './events.ts'
export { linkParent } from './link-parent.ts'
export { ordersElsewhere } from './orders-elsewhere.ts'
export { openLinks } from './parent-link-store.ts'
export { pushAgain } from './push-again.ts'
export { checkPushAttributes, pushAttributeSchema, replacePushAttributes, scopeOf } from './push-attributes.ts'
export { pushEntitlement } from './push-entitlement.ts'
export {
  attemptsOf,
  findPush,
  lastWritten,
  linesOf,
  maintenanceOfOrders,
  pushesIn,
  rightsNumberedLike,
  rightsOfOrders,
} from './push-store.ts'
export { activationIdOf, requestPush } from './request-push.ts'
export { requestWelcome } from './request-welcome.ts'
