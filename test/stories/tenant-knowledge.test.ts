import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { createVisitor } from '../../src/cli/demo/visitor.ts'
import { type Box, startBox } from '../support/box.ts'
import { flexnetToken } from '../support/ways-to-sign-on.ts'

let box: Box
beforeAll(async () => {
  box = await startBox({
    env: {
      FLEXNET_ESD_HEADER: 'authentication',
      FLEXNET_ESD_HEADER_PREFIX: 'nsAuth',
      FLEXNET_ESD_HEADER_NAMESPACE: 'urn:auth.of.this.tenant.example',
      FLEXNET_ESD_HEADER_ID: 'userId',
      FLEXNET_ESD_HEADER_TOKEN: 'secureToken',
      FLEXNET_TOKEN_GOOD_CODES: 'GRANTED, 7',
    },
  })
})
afterAll(() => box.close())

const productsAnswer = z.object({ lines: z.array(z.object({ activationId: z.string() })) })
const downloadsAnswer = z.object({
  packages: z.array(z.object({ files: z.array(z.object({ href: z.string(), sha256: z.string().nullable() })) })),
})

it('a tenant with a sign-in header of its own is asked in its form, and its bytes arrive', async () => {
  const alice = await box.member('alice@acme.example')
  const { lines } = await alice.ask(productsAnswer, 'GET', `${box.url}/api/products`)
  const found = await Promise.all(
    lines.map(async ({ activationId }) => {
      const page = await alice.tell('GET', `${box.url}/api/products/${activationId}/downloads`)
      return page.status === 200 ? downloadsAnswer.parse(JSON.parse(page.body.toString('utf8'))).packages : []
    }),
  )
  const [file] = found.flat().flatMap(({ files }) => files)
  expect(file?.sha256).toMatch(/^[0-9a-f]{64}$/)
  const { status, body } = await alice.open(`${box.url}${file?.href ?? ''}`)
  expect([status, createHash('sha256').update(body).digest('hex')]).toEqual([200, file?.sha256])
})

it('a token is good by the codes of the tenant and by no others', async () => {
  const visitor = createVisitor()
  const token = await flexnetToken(box, 'alice@acme.example')
  const query = new URLSearchParams({ username: 'alice@acme.example', token })
  await visitor.open(`${box.url}/sso/flexnet-token?${query.toString()}`)
  const session = z.object({ userName: z.string() })
  expect(await visitor.ask(session, 'GET', `${box.url}/api/session`)).toEqual({ userName: 'alice@acme.example' })

  const stranger = createVisitor()
  await stranger.open(`${box.url}/sso/flexnet-token?username=alice%40acme.example&token=made-up`)
  expect((await stranger.tell('GET', `${box.url}/api/session`)).status).toBe(401)
})
