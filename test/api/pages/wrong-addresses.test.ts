import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Visitor } from '../../../src/cli/demo/visitor.ts'
import { type Box, startBox } from '../../support/box.ts'

let box: Box
beforeAll(async () => {
  box = await startBox()
})
afterAll(() => box.close())

const words = (html: string) => html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')
const see = async (visitor: Visitor, path: string) => {
  const page = await visitor.open(`${box.url}${path}`)
  return { status: page.status, text: words(page.body.toString('utf8')) }
}

it('a page says which part of its address it cannot read', async () => {
  const oscar = await box.staff('oscar')
  const { status, text } = await see(oscar, '/admin/orders?nosuch=1')
  expect(status).toBe(400)
  expect(text).toMatch(/nosuch : is not known/)
  expect(text).not.toContain('fields that are named')
})

it('staff read what staff can do about it', async () => {
  const oscar = await box.staff('oscar')
  const gone = await see(oscar, '/admin/orders/nosuch')
  expect(gone.status).toBe(404)
  expect(gone.text).toContain('or what it named is gone')
  expect(gone.text).not.toContain('another account')
  const forbidden = await see(oscar, '/admin/quotes/new?account=ACME')
  expect(forbidden.status).toBe(403)
  expect(forbidden.text).toContain('Go to the health page')
  expect(forbidden.text).not.toContain('Go to the download portal')
})
