import { createConfig, lintFromString } from '@redocly/openapi-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type Box, startBox } from '../../support/box.ts'
import { readDocument } from '../../support/document.ts'

let box: Box
let read: Awaited<ReturnType<typeof readDocument>>
let schemas: Readonly<Record<string, unknown>>
beforeAll(async () => {
  box = await startBox({ env: { REDIRECT_ORIGINS: 'https://partners.example' } })
  read = await readDocument(box)
  schemas = z.object({ components: z.object({ schemas: z.record(z.string(), z.unknown()) }) }).parse(read.document)
    .components.schemas
})
afterAll(() => box.close())

/** Each part of the document with the place at which it stands. */
function* partsOf(part: unknown, place = '#'): Generator<[place: string, part: Readonly<Record<string, unknown>>]> {
  if (typeof part !== 'object' || part === null) return
  if (!Array.isArray(part)) yield [place, { ...part }]
  for (const [key, value] of Object.entries(part)) yield* partsOf(value, `${place}/${key}`)
}

const described = z.object({ description: z.string().min(5) })

describe('the document of the API, for who writes a client', () => {
  it('names what a client deals with, and each name is used', () => {
    const names = Object.keys(schemas)
    expect(names).toEqual(
      expect.arrayContaining(['Order', 'OrderLine', 'Cart', 'PricedCart', 'Quote', 'Item', 'Money', 'Deal', 'Problem']),
    )
    expect(names.length).toBeGreaterThan(100)
    const text = JSON.stringify(read.document)
    expect(names.filter((name) => !text.includes(`"#/components/schemas/${name}"`))).toEqual([])
  })

  it('gives one shape one name', () => {
    const seen = new Map<string, string>()
    const twice: string[] = []
    for (const [name, schema] of Object.entries(schemas)) {
      const shape = JSON.stringify(schema)
      const first = seen.get(shape)
      if (first !== undefined) twice.push(`${first} and ${name}`)
      seen.set(shape, name)
    }
    expect(twice).toEqual([])
  })

  it('describes each parameter and each answer', () => {
    const bare = read.operations.flatMap(({ operationId, parameters, responses }) => [
      ...parameters.filter((each) => !described.safeParse(each).success).map(({ name }) => `${operationId}: ${name}`),
      ...Object.entries(responses)
        .filter(([, each]) => !described.safeParse(each).success || each.description === 'Default Response')
        .map(([status]) => `${operationId}: ${status}`),
    ])
    expect(bare).toEqual([])
  })

  it('says that a session goes in a header or in the cookie', () => {
    const { components } = z
      .object({ components: z.object({ securitySchemes: z.record(z.string(), z.looseObject({ type: z.string() })) }) })
      .parse(read.document)
    expect(components.securitySchemes).toMatchObject({
      session: { type: 'http', scheme: 'bearer' },
      cookie: { type: 'apiKey', in: 'cookie', name: 'store_session' },
      site: { type: 'http', scheme: 'bearer' },
    })
  })

  it('names the refusal for too many requests where there is a limit', () => {
    const limited = read.operations.filter(({ responses }) => '429' in responses).map(({ operationId }) => operationId)
    expect(limited).toEqual(expect.arrayContaining(['signOn', 'askCustomer']))
  })

  it('leaves no shape open', () => {
    const open = [...partsOf(read.document)].flatMap(([place, part]) => {
      const { additionalProperties } = part
      const isAny = JSON.stringify(additionalProperties) === '{}' || additionalProperties === true
      const isSchema = /\/(schema|items|properties\/[^/]+)$/.test(place) && !/\/properties\/properties$/.test(place)
      const says = Object.keys(part).filter((key) => key !== 'description' && key !== 'title')
      return isAny || (isSchema && says.length === 0) ? [place] : []
    })
    expect(open).toEqual([])
  })

  it('keeps the recommended rules of Redocly', async () => {
    const found = await lintFromString({
      source: JSON.stringify(read.document),
      absoluteRef: 'openapi.json',
      config: await createConfig({ extends: ['recommended'] }),
    })
    expect(found.map(({ ruleId, message, location }) => [ruleId, message, location[0]?.pointer])).toEqual([])
  })
})
