import { afterAll, beforeAll, expect, it } from 'vitest'
import { createVisitor } from '../../../src/cli/demo/visitor.ts'
import { pseudoLanguage, pseudoOpen } from '../../../src/platform/messages/pseudo-language.ts'
import { handOffOf } from '../../support/api-callers.ts'
import { type Box, startBox } from '../../support/box.ts'
import { htmlOf, pathOf } from '../../support/html-forms.ts'
import { wordsBeside, wordsIn } from '../../support/words-beside.ts'

let box: Box
beforeAll(async () => {
  box = await startBox({ env: { SSO_PASSWORD: 'true' } })
  Object.assign(box.store.app.views, { language: pseudoLanguage })
})
afterAll(() => box.close())

const at = (path: string) => `${box.url}${path}`

it('sees a text that no message says', () => {
  const html = '<title>⟦Ţîţļé⟧ - Shop</title><main><p>⟦Ĥéļļö <b>Ann</b>⟧, dear</p><img alt="A disc"></main>'
  expect(wordsIn(html)).toEqual([', dear', 'A disc'])
})

it.each(['/', '/signed-off', '/sign-in'])('a stranger reads messages of the catalog only on %s', async (path) => {
  const page = await createVisitor().open(at(path))
  expect(page.status).toBe(200)
  expect(htmlOf(page)).toContain(pseudoOpen)
  // The vendor names its identity provider in the settings.
  expect(wordsBeside(page, [box.store.deps.ways.openId?.label ?? ''])).toEqual([])
})

it('so does a member whose title has no kit', async () => {
  const alice = await box.member('alice@acme.example')
  const page = await alice.open(at('/kits/NO_SUCH_TITLE'))
  expect(page.status).toBe(404)
  expect(wordsBeside(page)).toEqual([])
})

it('so does a member who is asked whether to sign on as another person', async () => {
  const bob = await box.member('bob@acme.example')
  const page = await bob.open(at(`/sso/handoff?token=${await handOffOf(box, 'beth')}`))
  expect(htmlOf(page)).toContain('action="/another-person"')
  expect(wordsBeside(page)).toEqual([])
})

it('so does a member who chooses a company; names, types and IDs of companies are data', async () => {
  const signOn = { userName: 'dana@freelance.example', password: 'paintworks' }
  const page = await createVisitor().send(at('/sign-in'), signOn)
  expect(pathOf(page)).toBe('/choose-account')
  // The words for stable codes, such as the type of an account, are still those of the view helpers.
  const companies = ['Acme GmbH', 'Customer, ACME-DE', 'Bright Signs Ltd', 'Customer, BRIGHT']
  expect(wordsBeside(page, companies)).toEqual([])
})
