import cookie from '@fastify/cookie'
import jwt from '@fastify/jwt'
import rateLimit from '@fastify/rate-limit'
import { type FastifyBaseLogger, type FastifyInstance, type FastifyRequest, fastify, LogController } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { auditNames } from './audit-names.ts'
import type { Deps } from './deps.ts'
import { registerPushAdminApi } from './domains/entitlements/push/admin-api.ts'
import { registerParentLinkPages } from './domains/entitlements/push/parent-link-pages.ts'
import { registerSyncAdminApi } from './domains/entitlements/sync/admin-api.ts'
import { registerSyncPages } from './domains/entitlements/sync/pages.ts'
import { registerFinanceApi } from './domains/finance/reconciliation/admin-api.ts'
import { registerDriftApi } from './domains/finance/reconciliation/drift-api.ts'
import { registerDriftPages } from './domains/finance/reconciliation/drift-pages.ts'
import { driftGauges } from './domains/finance/reconciliation/index.ts'
import { registerFinancePages } from './domains/finance/reconciliation/pages.ts'
import { waitGauges } from './domains/fulfilment/orders/index.ts'
import { registerProductionAdminApi } from './domains/fulfilment/production/admin-api.ts'
import { siteOfToken } from './domains/fulfilment/production/index.ts'
import { registerProductionPages } from './domains/fulfilment/production/pages.ts'
import { registerSiteApi } from './domains/fulfilment/production/site-api.ts'
import { registerPaymentsAdminApi } from './domains/money/payments/admin-api.ts'
import { registerCardWebhooks } from './domains/money/payments/webhooks.ts'
import { registerCompanyApi } from './domains/people/accounts/company-api.ts'
import { namesOf } from './domains/people/accounts/index.ts'
import { registerInvitationPages } from './domains/people/accounts/invitation-pages.ts'
import { registerSignOn } from './domains/people/identity/api.ts'
import { registerChooseAccountPages } from './domains/people/identity/choose-account-pages.ts'
import { registerHeldIdentitiesApi, registerHeldIdentityPages } from './domains/people/identity/held-identities-api.ts'
import {
  callerOfSession,
  forgetSentForms,
  formerMemberOf,
  formsOfEndedSessions,
  isKept,
  keptFormOf,
  pageOfForm,
  saveWayBack,
  sessionCookie,
} from './domains/people/identity/index.ts'
import { registerAccountPages } from './domains/people/identity/pages.ts'
import { registerRedirectAdminApi, registerRedirectAdminPages } from './domains/people/identity/redirect-api.ts'
import { registerSignInPages } from './domains/people/identity/sign-in-pages.ts'
import { registerSso } from './domains/people/identity/sso-api.ts'
import { registerMailApi } from './domains/people/notifications/admin-api.ts'
import { registerMailPages } from './domains/people/notifications/pages.ts'
import { watchPrices } from './domains/selling/carts/index.ts'
import { registerChainsApi } from './domains/shop/catalog/chains-api.ts'
import { registerChainPages } from './domains/shop/catalog/chains-pages.ts'
import { registerMediaOffers } from './domains/shop/catalog/media-offers-api.ts'
import { registerItemRulesApi } from './domains/shop/catalog/rules-api.ts'
import { registerItemRulesPages } from './domains/shop/catalog/rules-pages.ts'
import { registerTitleMissPages } from './domains/shop/catalog/title-misses-pages.ts'
import { registerAccountGroupPages } from './domains/shop/pricing/account-group-pages.ts'
import { registerPriceListPages } from './domains/shop/pricing/price-list-pages.ts'
import { registerPriceListsApi } from './domains/shop/pricing/price-lists-api.ts'
import { registerStorefrontAdminApi } from './domains/shop/storefront/admin-api.ts'
import { registerCatalogApi } from './domains/shop/storefront/api.ts'
import { registerStorefrontPages } from './domains/shop/storefront/pages.ts'
import { registerOrderApis, registerOrderPages } from './order-surfaces.ts'
import { decodeFile } from './platform/files/strict-decoder.ts'
import { UnreadableFile } from './platform/files/unreadable-file.ts'
import { compressAnswers } from './platform/http/answer/compress-answers.ts'
import { sendErrorPage, wantsPage } from './platform/http/answer/error-pages.ts'
import { InvalidInput, problemOf, sendProblem } from './platform/http/answer/problems.ts'
import { sendSecurityHeaders } from './platform/http/answer/security-headers.ts'
import { registerOpenApi } from './platform/http/openapi/register-openapi.ts'
import { registerHealth } from './platform/http/operations/health.ts'
import { registerKeptMessagePages, registerKeptMessages } from './platform/http/operations/kept-messages-api.ts'
import { keepOperationsApart } from './platform/http/operations/operations-address.ts'
import { registerOperationsPages } from './platform/http/operations/operations-pages.ts'
import { registerQueueAdminApi } from './platform/http/operations/queue-admin-api.ts'
import { learnPageRoutes, pageOfFormAt } from './platform/http/pages/page-routes.ts'
import { setUpViews } from './platform/http/pages/views.ts'
import { guardAccess } from './platform/http/request/access-guard.ts'
import type { Caller } from './platform/http/request/caller.ts'
import { seeOther } from './platform/http/request/forms.ts'
import { rememberAnswers } from './platform/http/request/idempotency.ts'
import { speakPlainly } from './platform/http/request/input-sentences.ts'
import { readForms } from './platform/http/request/read-forms.ts'
import { refuseUnfitValues } from './platform/http/request/refuse-unfit-values.ts'
import { refuseUnreadable } from './platform/http/request/unreadable-request.ts'
import { createSignpost } from './platform/http/request/wrong-address.ts'
import { shellOf } from './shell.ts'
import { storeHealth } from './store-health.ts'
import { readinessOf } from './store-readiness.ts'

/** The store over HTTP: every domain's surfaces on one Fastify. Never listens, so tests use it as it is. */
export async function buildApp(deps: Deps): Promise<FastifyInstance> {
  const { db, clock, log } = deps
  const app: FastifyInstance = fastify({
    loggerInstance: log.child({}, { level: requestLogLevel(log) }) as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 256 * 1024,
    // Of the arrival alone: answers that stream, and those that wait for work, take as long as they need.
    requestTimeout: deps.config.REQUEST_WITHIN_SECONDS * 1000,
    http: {
      headersTimeout: Math.min(deps.config.REQUEST_WITHIN_SECONDS, 20) * 1000,
      // Node looks every thirty seconds unless told.
      connectionsCheckingInterval: Math.min(deps.config.REQUEST_WITHIN_SECONDS * 250, 5_000),
    },
    trustProxy: trustOf(deps.config.TRUST_PROXY),
    routerOptions: { maxParamLength: 300 },
    clientErrorHandler: refuseUnreadable,
    // While the process stops, who comes by an open connection is answered as ever, and the connection closed after it.
    return503OnClosing: false,
    // What the router refuses before there is a route, such as half an escape.
    frameworkErrors: (error, request, reply) => void sendProblem(reply, problemOf(error, request)),
  })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler((error, request, reply) => {
    const problem = problemOf(error, request)
    return wantsPage(request) ? sendErrorPage(request, reply, problem) : sendProblem(reply, problem)
  })
  const signpost = createSignpost(app)
  app.setNotFoundHandler((request, reply) => {
    // The address of a form, opened: its page is the one above.
    const page = request.method === 'GET' && wantsPage(request) ? pageOfFormAt(pages, request.url) : null
    return page === null ? signpost(request, reply) : seeOther(reply, page)
  })
  if (deps.config.OPERATIONS_ADDRESS) keepOperationsApart(app, deps.config.OPERATIONS_ADDRESS)
  acceptEmptyJson(app)
  await app.register(cookie)
  await app.register(jwt, {
    secret: deps.sessionSecret,
    cookie: { cookieName: sessionCookie, signed: false },
  })
  readForms(app)
  await app.register(rateLimit, { global: false })
  await sendSecurityHeaders(app, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', ...(deps.brand.logo?.kind === 'address' ? [deps.brand.logo.origin] : [])],
        styleSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        // A form that pays is redirected to the card processor's page, one that signs on to the site that serves the account.
        formAction: ["'self'", ...deps.cardPageOrigins, ...deps.config.REDIRECT_ORIGINS],
      },
    },
    // The store's own pages learn which page a visitor came from; other sites do not, because addresses hold ids. With
    // `no-referrer` browsers send `Origin: null` with every form, and beyond loopback plain HTTP has no Sec-Fetch-Site, so
    // all of them would be taken for another site's. Ways in, whose addresses hold tokens, say `no-referrer` themselves.
    referrerPolicy: { policy: 'same-origin' },
    // HSTS is for whoever terminates TLS and knows that the whole host speaks it.
    strictTransportSecurity: false,
  })
  const pages = learnPageRoutes(app)
  const browserDeps = { ...deps, pages, secureCookies: () => deps.publicUrl().startsWith('https:') }
  guardAccess(app, {
    authenticate: (request) => authenticate(deps, request),
    origin: () => new URL(deps.publicUrl()).origin,
    formsOfEndedSessions: formsOfEndedSessions(browserDeps),
  })
  await compressAnswers(app)
  forgetSentForms(app, browserDeps)
  speakPlainly()
  refuseUnfitValues(app)
  rememberAnswers(app, { db, clock })
  await registerOpenApi(app, deps.publicUrl)

  registerHealth(app, {
    db,
    gauges: [...driftGauges(deps), ...waitGauges(deps)],
    readiness: () => readinessOf(db),
  })
  const signOnDeps = {
    ...browserDeps,
    askPlatform: (userName: string) => deps.platform.member(userName),
    platformSignIn: deps.platform,
    redirectBounds: () => redirectBounds(deps),
  }
  registerSignOn(app, signOnDeps)
  registerSso(app, signOnDeps)
  registerHeldIdentitiesApi(app, deps)
  registerRedirectAdminApi(app, { ...deps, redirectBounds: () => redirectBounds(deps) })
  registerCompanyApi(app, deps)
  registerCatalogApi(app, deps)
  registerOrderApis(app, deps)
  registerCardWebhooks(app, deps)
  registerSiteApi(app, { ...deps, pollSeconds: 1 })

  registerSyncAdminApi(app, deps)
  registerPushAdminApi(app, deps)
  registerChainsApi(app, deps)
  registerItemRulesApi(app, deps)
  registerStorefrontAdminApi(app, deps)
  registerPriceListsApi(app, { ...deps, watchOffers: watchPrices })
  registerProductionAdminApi(app, deps)
  registerPaymentsAdminApi(app, deps)
  registerFinanceApi(app, deps)
  registerDriftApi(app, deps)
  registerMailApi(app, deps)
  registerQueueAdminApi(app, { ...deps, health: () => storeHealth(deps) })
  registerKeptMessages(app, deps)

  await setUpViews(app, {
    brand: deps.brand,
    portalUrl: deps.portalUrl,
    timeZone: deps.config.TIME_ZONE,
    language: 'en',
    namesOf: (asked) => namesOf(db, asked),
    shellOf: (request) => shellOf(deps, request),
    signOnAsked: (request, reply) => ({
      returnTo: saveWayBack(request, reply, browserDeps),
      ended: formerMemberOf(request) !== null,
      kept: isKept(request),
    }),
    keptFormOf: (request) => keptFormOf(deps, request),
    pageOfForm: (request) => pageOfForm(request, pages),
  })
  registerAccountPages(app, browserDeps)
  registerChooseAccountPages(app, signOnDeps)
  registerSignInPages(app, signOnDeps)
  registerHeldIdentityPages(app, deps)
  registerInvitationPages(app, deps)
  registerRedirectAdminPages(app, { ...deps, redirectBounds: () => redirectBounds(deps) })
  registerMediaOffers(app, deps)
  registerTitleMissPages(app, deps)
  registerStorefrontPages(app, deps)
  registerPriceListPages(app, { ...deps, watchOffers: watchPrices })
  registerAccountGroupPages(app, deps)
  registerChainPages(app, deps)
  registerItemRulesPages(app, deps)
  registerOrderPages(app, deps)
  registerSyncPages(app, deps)
  registerParentLinkPages(app, deps)
  registerProductionPages(app, deps)
  registerMailPages(app, deps)
  registerFinancePages(app, deps)
  registerDriftPages(app, deps)
  registerOperationsPages(app, {
    ...deps,
    health: () => storeHealth(deps),
    namesOf: (ids) => auditNames(deps.db, ids),
  })
  registerKeptMessagePages(app, deps)
  return app
}

function redirectBounds({ config, publicUrl }: Deps) {
  return { origins: config.REDIRECT_ORIGINS, own: new URL(publicUrl()).origin, httpsOnly: config.PRODUCTION }
}

// A request that went well is no story; never louder than the whole log.
function requestLogLevel(log: Deps['log']): string {
  if (log.isLevelEnabled('debug')) return 'debug'
  return log.isLevelEnabled('warn') ? 'warn' : log.level
}

// A number of proxies is counted from the store outwards: the caller itself wrote every address beyond them.
function trustOf(proxies: Deps['config']['TRUST_PROXY']) {
  return typeof proxies === 'number' ? (_address: string, hop: number) => hop < proxies : proxies
}

async function authenticate(deps: Deps, request: FastifyRequest): Promise<Caller> {
  if (!request.url.startsWith('/api/site/')) return callerOfSession(deps, request)
  const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1]
  const siteId = token === undefined ? null : await deps.db.transaction((tx) => siteOfToken(tx, token))
  return siteId === null ? { kind: 'nobody' } : { kind: 'site', siteId }
}

// A call without a body may still say that it is JSON.
function acceptEmptyJson(app: FastifyInstance): void {
  app.removeContentTypeParser(['application/json', 'text/plain'])
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    if (body.length === 0) return done(null, undefined)
    try {
      done(null, JSON.parse(decodeFile(typeof body === 'string' ? Buffer.from(body) : body)))
    } catch (error) {
      if (error instanceof UnreadableFile)
        return done(new InvalidInput([{ pointer: '#', detail: error.message, code: error.mistake.code }]), undefined)
      done(Object.assign(new Error('not JSON', { cause: error }), { statusCode: 400 }), undefined)
    }
  })
}
