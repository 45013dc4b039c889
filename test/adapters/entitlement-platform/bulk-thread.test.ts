import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createFlexnetPlatform } from '../../../src/adapters/entitlement-platform/flexnet/platform.ts'
import { failureOf } from './contract.ts'
import { refuse, startScriptedPlatform, succeed } from './scripted-platform.ts'

describe('reads in a thread of their own', () => {
  let server: Awaited<ReturnType<typeof startScriptedPlatform>>
  const warnings: string[] = []
  const platformWith = (entry: string) =>
    createFlexnetPlatform({
      baseUrl: server.url,
      credentials: { user: 'store', password: 'hunter2-secret' },
      readTimeoutMs: 2000,
      retryPauseMs: 1,
      thread: { entry: new URL(entry, import.meta.url) },
      log: { warn: (_, text) => warnings.push(text) },
    })
  beforeAll(async () => {
    server = await startScriptedPlatform()
  })
  afterAll(() => server.close())

  it('answer many questions of one go, each with its own answer', async () => {
    const relation = (from: string) =>
      succeed(
        `<relationship><productToRelate><primaryKeys><name>${from}</name><version>1</version></primaryKeys></productToRelate>` +
          '<relatedProduct><primaryKeys><name>Z</name><version>1</version></primaryKeys></relatedProduct>' +
          '<relation>UPGRADE_TO</relation></relationship>',
      )
    server.script(
      ...(Array.from({ length: 20 }, () => (response, request) => {
        const name = /<name>(\w+)</.exec(request.body)?.[1] ?? ''
        relation(name)(response, request)
      }) satisfies Parameters<typeof server.script>),
    )
    const platform = platformWith('./bulk-thread-of-sources.mjs')
    const asked = Array.from({ length: 20 }, (_, n) => `P${n}`)
    const answers = await Promise.all(asked.map((name) => platform.relationsOf([{ name, version: '1' }])))
    expect(answers.map(([found]) => found?.from.name)).toEqual(asked)
  })

  it('fail as they would here: judged, and without what no log may hold', async () => {
    const platform = platformWith('./bulk-thread-of-sources.mjs')
    server.script(refuse('user joe.public@example.com with hunter2-secret may not'))
    const failure = await failureOf(platform.partNumbers({ page: 1 }))
    expect(failure.judgement).toBe('final')
    expect(failure.message).toContain('user [e-mail] with [secret] may not')
  })

  it('warn where the store warns', async () => {
    const platform = platformWith('./bulk-thread-of-sources.mjs')
    server.script(
      succeed(
        '<entitlementLineItem><activationId>A</activationId><entitlementId>E</entitlementId><entitlementState>DEPLOYED</entitlementState><state>DEPLOYED</state><numberOfCopies>1</numberOfCopies></entitlementLineItem>',
      ),
    )
    expect((await platform.entitlementLines({ page: 1 })).items).toEqual([])
    expect(warnings).toContain('platform lines without an owner')
  })

  it('are worth another try when the thread dies, for everybody who waits for it', async () => {
    const platform = platformWith('./bulk-thread-that-dies.mjs')
    const both = [platform.partNumbers({ page: 1 }), platform.members({ page: 1 })]
    for (const read of both) expect((await failureOf(read)).judgement).toBe('retryable')
    // And not only once: the next question starts the next thread.
    expect((await failureOf(platform.partNumbers({ page: 1 }))).message).toContain('ended')
  })

  it('have their thread before the first question when a sync begins, one alone, and let it go when all is read', async () => {
    const platform = platformWith('./bulk-thread-that-tells.mjs')
    platform.syncBegins?.()
    platform.syncBegins?.()
    const starts = () => warnings.filter((text) => text === 'the thread is there')
    await vi.waitFor(() => expect(starts()).toHaveLength(1), 5000)
    server.script(succeed(''))
    expect((await platform.partNumbers({ page: 1 })).items).toEqual([])
    expect(starts()).toHaveLength(1)
    // Pages that were asked for ahead are answered still.
    server.script(succeed(''))
    const ahead = platform.partNumbers({ page: 2 })
    await platform.syncHasRead?.()
    expect((await ahead).items).toEqual([])
    server.script(succeed(''))
    expect((await platform.partNumbers({ page: 1 })).items).toEqual([])
    expect(starts()).toHaveLength(2)
    await platform.syncHasRead?.()
    server.script(succeed(''))
    expect((await platform.partNumbers({ page: 1 })).items).toEqual([])
    expect(starts()).toHaveLength(3)
  })
})
