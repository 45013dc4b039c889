import cookie from '@fastify/cookie'
import jwt from '@fastify/jwt'
import rateLimit from '@fastify/rate-limit'
import { type FastifyBaseLogger, type FastifyInstance, type FastifyRequest, fastify, LogController } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import type { Deps } from './deps.ts'
import { driftGauges } from './domains/finance/reconciliation/index.ts'
import { waitGauges } from './domains/fulfilment/orders/index.ts'
import { siteOfToken } from './domains/fulfilment/production/index.ts'
import { namesOf } from './domains/people/accounts/index.ts'
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
import { decodeFile } from './platform/files/strict-decoder.ts'
import { UnreadableFile } from './platform/files/unreadable-file.ts'
import { compressAnswers } from './platform/http/answer/compress-answers.ts'
import { sendErrorPage, wantsPage } from './platform/http/answer/error-pages.ts'
import { InvalidInput, problemOf, sendProblem } from './platform/http/answer/problems.ts'
import { sendSecurityHeaders } from './platform/http/answer/security-headers.ts'
import { registerOpenApi } from './platform/http/openapi/register-openapi.ts'
import { registerHealth } from './platform/http/operations/health.ts'
import { keepOperationsApart } from './platform/http/operations/operations-address.ts'
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
import { readinessOf } from './store-readiness.ts'
import { registerSurfaces } from './surfaces.ts'

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
  await registerSurfaces(app, browserDeps)
  return app
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
