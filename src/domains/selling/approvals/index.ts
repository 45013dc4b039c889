export { type ApprovalFacts, approvalFacts } from './approval-facts.ts'
export { mailApprovers, mailRequester } from './approval-mail.ts'
export { type ApprovalRule, type Judgement, judgeOrder, mayDecide, newReasons } from './approval-rules.ts'
export {
  approvalSchema,
  approvalSummarySchema,
  limitUseSchema,
  type NewLimit,
  type NewRule,
  newLimitSchema,
  newRuleSchema,
  rejectSchema,
  releaseSchema,
  ruleSchema,
  settingsSchema,
} from './approval-schemas.ts'
export { reasonMessage, reasonSentence } from './approval-sentences.ts'
export { ApprovalClosed, type ApprovalState, approvalStateAt, nextApprovalState } from './approval-state.ts'
export {
  type ApprovalRequest,
  countRequestsToDecide,
  decideRequest,
  deleteRule,
  expireOverdue,
  insertRequest,
  insertRule,
  limitsOf,
  lockRequest,
  ownApprovalAllowed,
  refreshRequest,
  requestOfPricedCart,
  requestOnPurchaseOrder,
  rulesOf,
  saveLimit,
  saveSettings,
  waitingRequestOf,
} from './approval-store.ts'
export { limitUses, requestFor, requestsFor, requestWithReasons } from './approval-view.ts'
export { closePair } from './close-pair.ts'
export { fillPurchaseOrderKeys } from './fill-purchase-order-keys.ts'
export { type LimitUse, periodStart, usesOf } from './spending.ts'
