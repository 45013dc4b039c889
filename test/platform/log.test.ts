import { DrizzleQueryError } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { describeError } from '../../src/platform/log/log.ts'

it('a failed statement is logged without the values that it carried', () => {
  const cause = Object.assign(new Error('duplicate key value violates unique constraint "members_pkey"'), {
    code: '23505',
    detail: 'Key (email)=(alice@acme.example) already exists.',
  })
  const logged = JSON.stringify(
    describeError(new DrizzleQueryError('insert into members values ($1)', ['alice@acme.example'], cause)),
  )
  expect(logged).not.toContain('alice')
  expect(logged).toContain('insert into members values ($1)')
  expect(logged).toContain('23505')
})
