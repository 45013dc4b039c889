import { createHash } from 'node:crypto'
import { ServerResponse } from 'node:http'
import { afterAll, expect } from 'vitest'

// Every page of the store that a server of this process sends, over a socket or through `inject`, is looked at after
// the tests of its file: by html-validate, and for text that a template makes of a variable that is not there. Files share
// their process, so that each takes its own look away again.

const messageFaults: string[] = []
const hear = (warning: Error) => {
  if (warning.name === 'MessageFault') messageFaults.push(warning.message)
}
process.on('warning', hear)

const pages = new Map<string, { readonly of: string; readonly html: string }>()
const { end } = ServerResponse.prototype

ServerResponse.prototype.end = function (this: ServerResponse, ...args: unknown[]) {
  const [content] = args
  // The server writes its headers in one go, so that only the written form has them.
  const head = (this as { _header?: string | null })._header ?? ''
  if (/^content-type: text\/html/im.test(head) && !/^content-encoding:/im.test(head)) {
    const html = Buffer.isBuffer(content) ? content.toString('utf8') : String(content ?? '')
    const key = createHash('sha256').update(shapeOf(html)).digest('base64')
    if (html.includes('/assets/store.css') && !pages.has(key))
      pages.set(key, { of: `${this.req?.method} ${this.req?.url}`, html })
  }
  return Reflect.apply(end, this, args)
} as typeof end

/** Pages that differ in their words only count once. */
const shapeOf = (html: string) => html.replace(/>[^<]*</g, '><').replace(/(value|href)="[^"]*"/g, '$1')

afterAll(async () => {
  ServerResponse.prototype.end = end
  process.off('warning', hear)
  expect(messageFaults, 'messages that are not in the catalog, or lack a value').toEqual([])
  if (pages.size === 0) return
  const { htmlFaults } = await import('./html-faults.ts')
  const faults = [...pages.values()].flatMap(({ of, html }) => htmlFaults(html).map((fault) => `${of}: ${fault}`))
  expect(faults, 'pages that are not good HTML').toEqual([])
})
