import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Visitor } from '../../../../src/cli/demo/visitor.ts'
import { type Box, startBox } from '../../../support/box.ts'

const many = 450
let box: Box
let alice: Visitor
let oscar: Visitor
beforeAll(async () => {
  box = await startBox()
  alice = await box.member('alice@acme.example')
  oscar = await box.staff('oscar')
  await box.database.db.transaction(async (tx) => {
    // Names alike and names with what a cursor could stumble over.
    await tx.execute(sql`insert into members
        (user_name, platform_id, first_name, last_name, email, phone, active, locale, row_hash, removed_at)
      select 'm' || n || '@acme.example', 'p' || n, case n % 3 when 0 then 'Sam' when 1 then E'O\\'Neil\t"\\\\' else '' end,
        case n % 2 when 0 then 'Lee' else '' end, 'm' || n || '@acme.example', '', true, 'en', 'hash', null
      from generate_series(1, ${many}) n`)
    await tx.execute(
      sql`insert into memberships select 'm' || n || '@acme.example', 'ACME', '{}' from generate_series(1, ${many}) n`,
    )
    await tx.execute(sql`insert into company_invitations
        (id, account_id, email, first_name, last_name, role, state, invited_by, created_at, expires_at)
      select 'inv_' || n, 'ACME', 'i' || n || '@acme.example', 'I', 'N', 'buyer', case n % 3 when 0 then 'withdrawn' else 'open' end,
        'alice@acme.example', now() - (n % 7 || ' hours')::interval, now() + interval '1 day'
      from generate_series(1, ${many}) n`)
    await tx.execute(sql`insert into held_identities (id, way, issuer, subject, email, state, member_user_name, first_seen_at, last_seen_at)
      select 'idn_' || n, 'oidc', 'https://id.example', 's' || n, 'x' || n || '@acme.example', case n % 2 when 0 then 'held' else 'rejected' end,
        null, now(), date_trunc('milliseconds', now()) - (n % 7 || ' hours')::interval
      from generate_series(1, ${many}) n`)
  })
})
afterAll(() => box.close())

const row = z.object({ id: z.string().optional(), userName: z.string().nullish(), state: z.string().optional() })
const answer = z.object({ items: z.array(row), nextCursor: z.string().nullable() })

async function allOf(visitor: Visitor, path: string) {
  const found: z.infer<typeof row>[] = []
  let cursor: string | null = null
  for (let page = 0; page < 100; page += 1) {
    const query: URLSearchParams = new URLSearchParams({ limit: '37', ...(cursor === null ? {} : { cursor }) })
    const { items, nextCursor }: z.infer<typeof answer> = await visitor.ask(
      answer,
      'GET',
      `${box.url}/api${path}?${query.toString()}`,
    )
    expect(items.length).toBeLessThanOrEqual(37)
    found.push(...items)
    if (nextCursor === null) return found
    cursor = nextCursor
  }
  throw new Error('the list never ends')
}

/** What matches on a page and on all that follow it by its own link. */
async function readPages(visitor: Visitor, path: string, { what, next }: { what: RegExp; next: string }) {
  const found: string[] = []
  let at: string | null = path
  for (let page = 0; page < 50 && at !== null; page += 1) {
    const html: string = (await visitor.open(`${box.url}${at}`)).body.toString()
    found.push(...[...html.matchAll(what)].map(([, id = '']) => id))
    const links = [...html.matchAll(/href="([^"]+)" rel="next"/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'))
    at = links.find((href) => href.includes(next)) ?? null
  }
  return found
}
const numbered = (prefix: string, fits: (n: number) => boolean = () => true) =>
  Array.from({ length: many }, (_, n) => n + 1)
    .filter(fits)
    .map((n) => `${prefix}${n}`)

describe('a long list is told to its end, each row once:', () => {
  it('members of a company', async () => {
    const found = (await allOf(alice, '/company/members')).map(({ userName }) => userName)
    const wanted = [
      ...numbered('m').map((name) => `${name}@acme.example`),
      ...['alice', 'bob', 'bruno', 'vera'].map((n) => `${n}@acme.example`),
    ]
    expect(found.toSorted()).toEqual(wanted.toSorted())
    const shown = await readPages(alice, '/company', { what: /\/company\/members\/([^"]+)"/g, next: '#members' })
    expect(shown.map(decodeURIComponent).toSorted()).toEqual(wanted.toSorted())
  })

  it('invitations, of which the page shows the open ones', async () => {
    const found = await allOf(alice, '/company/invitations')
    expect(found.map(({ id }) => id).toSorted()).toEqual(numbered('inv_').toSorted())
    const shown = await readPages(alice, '/company', {
      what: /\/company\/invitations\/(inv_\d+)\/withdraw/g,
      next: '#invitations',
    })
    expect(shown.toSorted()).toEqual(numbered('inv_', (n) => n % 3 !== 0).toSorted())
  })

  it('identities to judge, those that wait first', async () => {
    const found = await allOf(oscar, '/admin/held-identities')
    expect(found.map(({ id }) => id).toSorted()).toEqual(numbered('idn_').toSorted())
    expect(found.slice(0, many / 2).every(({ state }) => state === 'held')).toBe(true)
    const shown = await readPages(oscar, '/admin/identities', {
      what: /\/admin\/identities\/(idn_\d+)\/(?:reject|undo)/g,
      next: 'cursor=',
    })
    expect(shown.toSorted()).toEqual(numbered('idn_').toSorted())
  })

  it('of an administrator; a cursor that is none of ours begins at the start', async () => {
    for (const [visitor, path] of [
      [alice, '/company/members'],
      [alice, '/company/invitations'],
      [oscar, '/admin/held-identities'],
    ] as const)
      for (const cursor of ['x', Buffer.from('["a"]').toString('base64url')])
        expect(
          (await visitor.ask(answer, 'GET', `${box.url}/api${path}?cursor=${cursor}&limit=5`)).items,
          path,
        ).toHaveLength(5)
  })
})
