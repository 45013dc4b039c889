import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createFlexnetPlatform } from '../../../src/adapters/entitlement-platform/flexnet/platform.ts'
import type { EntitlementPlatform } from '../../../src/domains/entitlements/rights/port.ts'
import { localDate } from '../../../src/kernel/local-date.ts'
import { PartnerFailure } from '../../../src/kernel/partner-failure.ts'
import {
  answerHttp,
  fault,
  hangUp,
  type Reply,
  refuse,
  soap,
  startScriptedPlatform,
  staySilent,
  succeed,
} from './scripted-platform.ts'

const sale = {
  entitlementId: 'SO-1',
  description: 'Order SO-1',
  endCustomerAccountId: 'ACME',
  partnerAccountId: null,
  contactUserName: null,
  shipToEmail: null,
  lines: [
    {
      activationId: 'SO-1-L1',
      partNumber: 'P-1',
      orderId: 'SO-1',
      orderLineNumber: '1',
      quantity: 1,
      startDate: localDate('2026-01-01'),
      expirationDate: null,
    },
  ],
  maintenanceLines: [],
}

describe('failures of FlexNet Operations', () => {
  let server: Awaited<ReturnType<typeof startScriptedPlatform>>
  let platform: EntitlementPlatform
  const quick = { retryPauseMs: 1, readTimeoutMs: 300, writeTimeoutMs: 300, log: pino({ level: 'silent' }) }
  beforeAll(async () => {
    server = await startScriptedPlatform()
    platform = createFlexnetPlatform({
      baseUrl: server.url,
      credentials: { user: 'store', password: 'hunter2-secret' },
      ...quick,
    })
  })
  beforeEach(() => {
    server.received.length = 0
  })
  afterAll(() => server.close())

  const passing: Record<string, Reply> = {
    'HTTP 502': answerHttp(502),
    'HTTP 503': answerHttp(503),
    'HTTP 504': answerHttp(504),
    'HTTP 429': answerHttp(429),
    'a server fault': fault('soapenv:Server', 'out of threads'),
    'a dropped connection': hangUp,
    'no answer in time': staySilent,
    'a page that is no SOAP': answerHttp(200),
    'an envelope cut short': (response) => response.end('<S:Envelope xmlns:S="x"><S:Body><getProductCountResponse>'),
    'a document type': (response) =>
      response.end('<!DOCTYPE a [<!ENTITY x "y">]><Envelope><Body><getProductCountResponse/></Body></Envelope>'),
  }
  for (const [name, reply] of Object.entries(passing)) {
    it(`a read goes on after ${name}`, async () => {
      server.script(reply)
      await platform.ping()
      expect(server.received).toHaveLength(2)
    })

    it(`a write is not sent again after ${name}`, async () => {
      server.script(reply)
      const failure = await failureOf(platform.createEntitlement(sale))
      expect(failure.judgement).toBe(name === 'HTTP 429' ? 'retryable' : 'unclear')
      expect(server.received).toHaveLength(1)
    })
  }

  it('a read gives up after its retries, as retryable', async () => {
    server.script(...Array.from({ length: 4 }, () => answerHttp(503)))
    expect((await failureOf(platform.ping())).judgement).toBe('retryable')
    expect(server.received).toHaveLength(4)
  })

  it('a platform that cannot be reached got nothing, so even a write may be tried again', async () => {
    const gone = await startScriptedPlatform()
    await gone.close()
    const away = createFlexnetPlatform({ baseUrl: gone.url, credentials: { token: 'rna_1' }, ...quick })
    expect((await failureOf(away.createEntitlement(sale))).judgement).toBe('retryable')
  })

  for (const status of [401, 403, 404, 302])
    it(`HTTP ${status} is final for reads and writes and is not tried again, since accounts can lock`, async () => {
      server.script(answerHttp(status), answerHttp(status))
      expect((await failureOf(platform.ping())).judgement).toBe('final')
      expect((await failureOf(platform.createEntitlement(sale))).judgement).toBe('final')
      expect(server.received).toHaveLength(2)
    })

  for (const text of ['(401)Unauthorized', ' (403)Forbidden'])
    it(`${text.trim()} inside a fault of the server is the platform’s last word, of a read and of a write`, async () => {
      server.script(fault('soapenv:Server.userException', text), fault('soapenv:Server.userException', text))
      expect((await failureOf(platform.ping())).judgement).toBe('final')
      expect((await failureOf(platform.createEntitlement(sale))).judgement).toBe('final')
      expect(server.received).toHaveLength(2)
    })

  it('a schema fault and a refused login are final', async () => {
    server.script(fault('soapenv:Client', 'unexpected element'), fault('ns1:Client.Authentication', 'bad password'))
    expect((await failureOf(platform.ping())).judgement).toBe('final')
    expect((await failureOf(platform.createEntitlement(sale))).judgement).toBe('final')
  })

  it('FAILURE is final and keeps the reason of the failed record', async () => {
    server.script(
      refuse(
        'one record failed',
        '<failedData><failedSimpleEntitlement><simpleEntitlement/><reason>The id SO-1 is already in use</reason></failedSimpleEntitlement></failedData>',
      ),
    )
    const failure = await failureOf(platform.createEntitlement(sale))
    expect(failure.judgement).toBe('final')
    expect(failure.message).toContain('The id SO-1 is already in use')
  })

  it('a write that went through in part is unclear, also under the word SUCCESS', async () => {
    const failed =
      '<failedData><failedLineItemData><reason>no such part number</reason></failedLineItemData></failedData>'
    server.script(refuse('', failed, 'PARTIAL_FAILURE'), succeed(failed))
    expect((await failureOf(platform.createEntitlement(sale))).judgement).toBe('unclear')
    expect((await failureOf(platform.createEntitlement(sale))).judgement).toBe('unclear')
  })

  it('error texts hold no e-mail address and no credential', async () => {
    const basic = Buffer.from('store:hunter2-secret').toString('base64')
    server.script(refuse(`user joe.public@example.com with hunter2-secret and ${basic} may not`))
    const { message } = await failureOf(platform.createEntitlement(sale))
    expect(message).toContain('user [e-mail] with [secret] and [secret] may not')
  })

  it('an EULA that was not accepted is a final answer of the delivery service', async () => {
    server.script(soap('<token>t</token>'), fault('S:Server', '', '<EULAIsNotAcceptedError/>'))
    const query = { userName: 'joe@example.com', accountId: 'A', packageId: 'P' }
    const failure = await failureOf(platform.downloadFiles(query))
    expect(failure).toMatchObject({ judgement: 'final', message: expect.stringContaining('EULAIsNotAcceptedError') })
  })

  it.each([
    ['EULAIsNotAccepted', 'eula-not-accepted', /licence terms.*accept them there/],
    ['ExportCompliance', 'export-not-allowed', /Export rules/],
    ['ComplianceAgreementIsNotAccepted', 'compliance-agreement-not-accepted', /accept it there/],
    ['DownloadPrivilege', 'download-not-allowed', /administrator of your company/],
    ['UnknownFile', 'download-unknown', /list of downloads/],
    ['RestrictedPackageDistribution', 'distribution-restricted', /Write to support/],
  ])(
    '%s, with and without Error, is a final no with a code and a next step of its own [C44]',
    async (kind, code, sentence) => {
      const query = { userName: 'joe@example.com', accountId: 'A', packageId: 'P' }
      server.script(soap('<token>t</token>'))
      for (const name of [kind, `${kind}Error`, `${kind}ErrorFault`]) {
        server.script(fault('S:Server', '', `<${name}/>`))
        expect(await failureOf(platform.downloadFiles(query))).toMatchObject({
          judgement: 'final',
          code,
          sentence: expect.stringMatching(sentence),
          message: expect.stringContaining(name),
        })
      }
    },
  )

  it('an item without its key is told of instead of vanishing', async () => {
    server.script(
      succeed(
        '<responseData><product><productName>Paint</productName><state>DEPLOYED</state></product></responseData>',
      ),
    )
    const page = await platform.products({ kind: 'product', page: 1 })
    expect(page).toMatchObject({ items: [], odd: [{ key: ['Paint', ''], place: 'row 1: uniqueId' }] })
  })

  it('an activation id that exists is refused before the platform could replace its line', async () => {
    server.script(
      succeed(
        '<entitlementLineItem><activationId>SO-1-L1</activationId><entitlementId>E</entitlementId><entitlementState>DEPLOYED</entitlementState><state>DEPLOYED</state><soldTo>A</soldTo><numberOfCopies>1</numberOfCopies></entitlementLineItem>',
      ),
    )
    expect((await failureOf(platform.addLines('E', sale.lines, []))).judgement).toBe('final')
    expect(server.received).toHaveLength(1)
  })

  it('an id with a character that the platform bans is never sent', async () => {
    expect((await failureOf(platform.createEntitlement({ ...sale, entitlementId: 'SO/1' }))).judgement).toBe('final')
    expect(server.received).toHaveLength(0)
  })

  it('no more calls are under way than allowed', async () => {
    let running = 0
    let most = 0
    const slow: Reply = (response, request) => {
      running += 1
      most = Math.max(most, running)
      setTimeout(() => {
        running -= 1
        succeed()(response, request)
      }, 20)
    }
    server.script(...Array.from({ length: 6 }, () => slow))
    await Promise.all(Array.from({ length: 6 }, () => platform.ping()))
    expect(most).toBe(2)
  })
})

async function failureOf(promise: Promise<unknown>): Promise<PartnerFailure> {
  const outcome = await promise.catch((error: unknown) => error)
  if (outcome instanceof PartnerFailure) return outcome
  throw new Error('the call did not fail as a partner failure', { cause: outcome })
}
