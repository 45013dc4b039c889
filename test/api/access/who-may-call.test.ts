import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allTokens, type CallerName, callApi, callerNames } from '../../support/api-callers.ts'
import { type Box, startBox } from '../../support/box.ts'
import { pathOf, readDocument, registeredRoutes } from '../../support/document.ts'

let box: Box
let read: Awaited<ReturnType<typeof readDocument>>
let tokens: Readonly<Record<CallerName, string | null>>
beforeAll(async () => {
  box = await startBox()
  read = await readDocument(box)
  tokens = await allTokens(box)
})
afterAll(() => box.close())

const members: readonly CallerName[] = ['alice', 'bob', 'bruno', 'vera', 'beth', 'rosa', 'dieter', 'victor']
const staff: readonly CallerName[] = ['reid', 'fiona', 'oscar', 'carla']
const allowed: Readonly<Record<string, readonly CallerName[]>> = {
  public: callerNames,
  // Ivy is of the publisher's account and has no role of the store: a member like any other, and nothing in the admin.
  member: [...members, 'ivy'],
  'member:buyer': ['alice', 'bob', 'bruno', 'beth', 'rosa', 'dieter'],
  'member:approver': ['alice', 'bob', 'rosa'],
  'member:admin': ['alice'],
  // Members of a reseller or distributor; the route lets every member in, and the use case only them.
  partner: ['rosa', 'dieter'],
  site: ['site'],
  staff,
  'staff:operations': ['oscar'],
  'staff:finance': ['fiona'],
  'staff:catalog': ['carla'],
}

/** Who may call what, written down a second time on purpose: a route that changes hands shows here. */
const operations: Readonly<Record<string, string>> = {
  ...rows('public', 'listOwnAccounts switchAccount'),
  ...rows('staff', 'listHeldIdentities'),
  ...rows('staff:operations', 'linkIdentity rejectIdentity undoIdentity'),
  ...rows('public', 'checkLiveness checkReadiness signOn viewSession signOff receiveStripeEvent'),
  ...rows('member', 'listItems viewItem explainItem viewKitOfTitle countItems suggestItems listItemGroups'),
  ...rows('staff', 'viewItemRules'),
  ...rows('staff:catalog', 'saveItemRules'),
  ...rows('member', 'listOrdersElsewhere listOrdersForYou viewOrderForYou'),
  ...rows('member:buyer', 'chooseCoTerm'),
  ...rows('staff', 'listRedirectRules listMediaOffers viewKitsAvoided'),
  ...rows('staff:operations', 'defineRedirectRule removeRedirectRule'),
  ...rows('staff:catalog', 'switchMediaOffer'),
  ...rows('member', 'viewCart'),
  ...rows(
    'member:buyer',
    'addToCart changeCartLine removeCartLine chooseEndCustomer priceCart placeOrder orderFreeKit',
  ),
  ...rows(
    'member',
    'listOrders viewOrder downloadReceipt checkPayment viewKitOffer viewPricedCart listOrderEvents listCustomers',
  ),
  ...rows('member', 'listQuotes viewQuote downloadQuote listDeals viewDeal'),
  ...rows('member:buyer', 'saveQuote acceptQuote declineQuote reloadQuote registerDeal withdrawDeal'),
  ...rows('staff', 'listAllQuotes viewAnyQuote listAllDeals viewAnyDeal'),
  ...rows('staff:catalog', 'draftQuote redraftQuote sendQuote withdrawQuote placeForAccount approveDeal rejectDeal'),
  ...rows('member', 'listProducts listDownloads downloadFile'),
  ...rows('member:admin', 'listMembers changeMemberRole removeMember listInvitations inviteMember withdrawInvitation'),
  ...rows('staff:operations', 'nameAdministrator'),
  ...rows('member', 'listCompanyPartners listCustomerInvitations'),
  ...rows('member:admin', 'grantPartner declinePartner withdrawPartner'),
  ...rows('member:buyer', 'askCustomer'),
  ...rows('staff', 'listPartnerConsents'),
  ...rows('staff:catalog', 'namePartner endPartner'),
  ...rows('member', 'listApprovalRules listOwnLimits'),
  ...rows('member:admin', 'addApprovalRule dropApprovalRule allowOwnApproval listSpendingLimits limitSpending'),
  ...rows('member:buyer', 'listApprovals viewApproval withdrawApproval payApproval'),
  ...rows('member:approver', 'releaseApproval rejectApproval'),
  ...rows('site', 'checkInSite listSiteJobs reportStep replaceInventory fetchSiteFile'),
  ...rows('staff', 'listSyncRuns viewSyncRun listHeldRemovals viewPush pingPlatform'),
  ...rows('staff:operations', 'startSync applyHeldRemovals rejectHeldRemovals publishDryRun discardDryRun retryPush'),
  ...rows('staff', 'listParentLinks'),
  ...rows('staff:operations', 'retryParentLink closeParentLink'),
  ...rows('staff', 'listChains'),
  ...rows('staff:catalog', 'saveChains removeChain openEarlyShip takeBackEarlyShip'),
  ...rows('member:buyer', 'acceptPrices'),
  ...rows('staff', 'viewPriceList listPriceListEntries exportPriceLists listAccountGroups'),
  ...rows('staff:catalog', 'importPriceLists replaceAccountGroup'),
  ...rows('staff', 'listPriceLists listAllItems listTitleMisses explainForStaff'),
  ...rows('staff', 'listAllOrders viewAnyOrder downloadAnyReceipt'),
  ...rows('staff:operations', 'recordShipment'),
  ...rows('staff', 'listMediaJobs viewMediaJob viewLabel listSites listKits'),
  ...rows('staff:operations', 'retryMediaJob rerouteMediaJob cancelMediaJob'),
  ...rows('staff', 'listPayouts viewPayout viewLatestMatch listMatchRows listMatchFacts viewToday'),
  ...rows('staff', 'listPostings listBalances'),
  ...rows('staff', 'viewDrift listDriftFindings listUndeliveredGrants listUnsellable listRightsWithoutOrder'),
  ...rows('staff:finance', 'importPayouts runMatch markAsGrant takeBackGrant'),
  ...rows('staff', 'listMails viewMail viewHealth viewQueue listDeadLetters listAudit'),
  ...rows('staff:operations', 'resendMail replayDeadLetter'),
  ...rows('staff', 'listKeptMessages listOrdersWithoutRate'),
  ...rows('staff:operations', 'downloadKeptMessage setKeptMessageAside'),
}

/** Operations that every member reaches, and whose use case lets in partners alone, before it looks at anything else. */
const onlyPartners: ReadonlySet<string> = new Set(['listCustomers', 'listCustomerInvitations'])

/** Who may open a page, by the beginning of its path; the first that fits counts. */
const pages: readonly (readonly [method: string, path: RegExp, access: string])[] = [
  [
    'GET',
    /^\/(sso\/(oidc|oidc\/callback|saml|saml\/done|saml\/metadata|flexnet-token)|choose-account|sign-in)$/,
    'public',
  ],
  ['POST', /^\/(sso\/(saml\/acs|flexnet-token)|choose-account|sign-in|another-person)$/, 'public'],
  ['GET', /^\/(|signed-off|sso\/handoff|metrics|openapi\.json|docs.*|assets\/.*|favicon\.ico)$/, 'public'],
  ['GET', /^\/invitations\//, 'public'],
  ['POST', /^\/invitations\/[^/]+\/acceptance$/, 'public'],
  ['POST', /^\/sign-off$/, 'public'],
  ['GET', /^\/admin\/account-groups\/[^/]+\/remove$/, 'staff:catalog'],
  ['POST', /^\/admin\/account-groups(\/|$)/, 'staff:catalog'],
  ['GET', /^\/admin\/price-file$/, 'staff:catalog'],
  ['POST', /^\/admin\/price-file(\/|$)/, 'staff:catalog'],
  ['GET', /^\/admin\/quotes\/(new|.*\/draft)$/, 'staff:catalog'],
  ['POST', /^\/admin\/(quotes|deals|partners)(\/|$)/, 'staff:catalog'],
  ['GET', /^\/admin(\/|$)/, 'staff'],
  ['POST', /^\/admin\/finance\//, 'staff:finance'],
  ['POST', /^\/admin\/chains\//, 'staff:catalog'],
  ['POST', /^\/admin\/media-offers\//, 'staff:catalog'],
  ['POST', /^\/admin\/rules\//, 'staff:catalog'],
  ['POST', /^\/products\/choices$/, 'member:buyer'],
  ['POST', /^\/admin\//, 'staff:operations'],
  ['GET', /^\/company(\/partners)?$/, 'member'],
  ['GET', /^\/company\/members\//, 'member:admin'],
  ['POST', /^\/company\//, 'member:admin'],
  ['POST', /^\/approvals\/.*\/(release|reject)$/, 'member:approver'],
  ['GET', /^\/approvals(\/|$)/, 'member:buyer'],
  ['POST', /^\/approvals\//, 'member:buyer'],
  ['GET', /^\/checkout(\/(address|quote|review))?$/, 'member:buyer'],
  ['GET', /^\/quotes(\/|$)/, 'member'],
  ['POST', /^\/quotes(\/|$)/, 'member:buyer'],
  ['GET', /^\/(customers|deals)(\/|$)/, 'partner'],
  ['POST', /^\/customers$/, 'partner'],
  ['POST', /^\/deals(\/|$)/, 'partner'],
  ['GET', /^\/(catalog|cart|checkout|items|kits|orders|products)(\/|$)/, 'member'],
  ['POST', /^\/(cart|checkout|kits)(\/|$)/, 'member:buyer'],
]

function rows(access: string, names: string): Record<string, string> {
  return Object.fromEntries(names.split(' ').map((name) => [name, access]))
}

type Verdict = 'allowed' | 'unknown' | 'refused'
function verdictFor(access: string, caller: CallerName): Verdict {
  if (allowed[access]?.includes(caller)) return 'allowed'
  return caller === 'nobody' || caller === 'expired' || caller === 'revoked' || caller === 'garbage'
    ? 'unknown'
    : 'refused'
}

/** Every cell that is asked, by number: a route or a caller that falls out of the matrix shows here. */
const matrix = { operations: 176 * 18, pages: 148 * 18 }

describe('who may call an operation', () => {
  it('is written in the document as it is in the table, and no operation lacks a row', () => {
    const documented = Object.fromEntries(read.operations.map((one) => [one.operationId, one['x-access']]))
    expect(documented).toEqual(operations)
  })

  it('holds for every operation and every kind of caller', async () => {
    const complaints: string[] = []
    let cells = 0
    // Signing off ends the very sessions that the table needs; the caller `revoked` was made by it.
    for (const operation of read.operations.filter(({ operationId }) => operationId !== 'signOff')) {
      const { operationId } = operation
      const access = onlyPartners.has(operationId) ? 'partner' : (operations[operationId] ?? 'no row')
      for (const caller of callerNames) {
        cells += 1
        // The token of a site is no session, and a session is no site's token: to the other side each is nobody.
        const isSitePath = operation.path.startsWith('/api/site/')
        const isStranger = (caller === 'site') !== isSitePath && access !== 'public'
        const answer = await callApi(box, {
          method: operation.method,
          path: pathOf(operation),
          token: tokens[caller],
          ...(operation.requestBody === undefined ? {} : { body: {} }),
        })
        const expected = isStranger ? 'unknown' : verdictFor(access, caller)
        const found = verdictOf(answer.status)
        const own401 = access === 'public' && answer.status === 401
        if (found !== expected && !own401)
          complaints.push(`${operation.operationId} as ${caller}: ${answer.status}, expected ${expected}`)
        if (found !== 'allowed' && answer.headers.get('content-type')?.startsWith('application/problem+json') !== true)
          complaints.push(`${operation.operationId} as ${caller}: the refusal is no problem document`)
      }
    }
    expect(complaints).toEqual([])
    expect({ callers: callerNames.length, cells }).toEqual({ callers: 18, cells: matrix.operations })
  }, 120_000)

  it('holds for every page, and a page without a row is found', async () => {
    const listed = new Set(read.operations.map(({ method, path }) => `${method} ${path}`))
    const routes = registeredRoutes(box).filter((route) => !listed.has(route))
    expect(routes.length).toBeGreaterThan(30)
    const complaints: string[] = []
    let cells = 0
    for (const route of routes) {
      const [method = '', path = ''] = route.split(' ')
      const access = pages.find((row) => row[0] === method && row[1].test(path))?.[2]
      if (access === undefined) complaints.push(`${route}: has no row`)
      else if (access !== 'public')
        for (const caller of callerNames) {
          cells += 1
          const filled = path.replaceAll(/\{\w+\}/g, '00000000-0000-8000-a000-000000000000')
          const answer = await callApi(box, {
            method,
            path: filled,
            token: tokens[caller],
            body: method === 'GET' ? undefined : {},
          })
          const expected = caller === 'site' ? 'unknown' : verdictFor(access, caller)
          if (verdictOf(answer.status) !== expected)
            complaints.push(`${route} as ${caller}: ${answer.status}, expected ${expected}`)
        }
    }
    expect(complaints).toEqual([])
    expect(cells).toBe(matrix.pages)
  }, 120_000)
})

function verdictOf(status: number): Verdict {
  return status === 401 ? 'unknown' : status === 403 ? 'refused' : 'allowed'
}
