import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../src/kernel/clock.ts'
import { createLog } from '../../src/platform/log/log.ts'
import { startPortal } from '../../src/sandbox/portal/index.ts'
import { countsOf, type Edition, quantityMark, rowOf, templateRows } from './world.ts'

// The portal of the box at a million lines, without its own cost: it answers each question once, about one row of
// marks; these bytes are then filled in for every row, and the pages are kept in files before they are asked for. A
// process of its own; it tells what it used.

const soapUser = 'bench'
const soapPassword = 'bench-password'
let edition = JSON.parse(process.argv[2] ?? '{}') as Edition
/** With the `Packages` file of a Debian index the portal answers itself, as in the box. */
const packagesFile = process.argv[3]

/** The element that repeats in the answer to a question, and which rows it is made of. */
type Kind = keyof ReturnType<typeof countsOf>

const questions: Readonly<Record<string, { readonly item: string; readonly kind: Kind }>> = {
  getProductsQueryRequest: { item: 'product', kind: 'products' },
  getPartNumbersQueryRequest: { item: 'partNumber', kind: 'partNumbers' },
  getAccountsQueryRequest: { item: 'acctData', kind: 'accounts' },
  getUsersQueryRequest: { item: 'user', kind: 'members' },
  searchEntitlementLineItemPropertiesRequest: { item: 'entitlementLineItem', kind: 'lines' },
  searchEntitlementMaintenanceLineItemPropertiesRequest: {
    item: 'entitlementMaintenanceLineItem',
    kind: 'maintenance',
  },
  getProductRelationshipsRequest: { item: 'relationship', kind: 'relations' },
}

interface Template {
  readonly head: string
  readonly tail: string
  /** Texts between the marks, and the names of the marks. */
  readonly texts: readonly string[]
  readonly marks: readonly string[]
}

const dataDir = mkdtempSync(join(tmpdir(), 'bench-portal-'))
const portal = await startPortal({
  host: '127.0.0.1',
  port: 0,
  dataDir,
  clock: systemClock,
  log: createLog({ level: 'silent' }),
  storeUrl: () => 'http://127.0.0.1:9',
  handoffSecret: 'x'.repeat(32),
  soapUser,
  soapPassword,
  ...(packagesFile === undefined ? {} : { debian: { packagesFile } }),
})
for (const row of templateRows) portal.plant({ ...row, action: 'upsert' })

const templates = new Map<string, Promise<Template | string>>()
/** Rows a page, of the questions that were asked. */
const sizes = new Map<string, number>()

async function learn(path: string, name: string, body: string): Promise<Template | string> {
  const authorization = `Basic ${Buffer.from(`${soapUser}:${soapPassword}`).toString('base64')}`
  const asked = body
    .replace(/<batchSize>\d+/, '<batchSize>2000')
    .replace(/<pageNumber>\d+/, '<pageNumber>1')
    .replace(/<lastModifiedDate(Time)?>.*?<\/lastModifiedDate(Time)?>/s, '')
    .replace(/<queryParams>\s*<\/queryParams>/, '')
    .replace(/(<productIdentifier>.*?<name>).*?(<\/name>.*?<version>).*?(<\/version>)/s, '$1@@product@@$2@@version@@$3')
  const headers = { authorization, 'content-type': 'text/xml; charset=utf-8', soapaction: '""' }
  const answer = await (await fetch(`${portal.url}${path}`, { method: 'POST', headers, body: asked })).text()
  const item = questions[name]?.item
  if (item === undefined) return answer
  const found = [
    ...answer.matchAll(
      new RegExp(
        `<(?:\\w+:)?${item}>(?:(?!</?(?:\\w+:)?${item}>).|<(\\w+:)?${item}>.*?</(\\w+:)?${item}>)*</(?:\\w+:)?${item}>`,
        'gs',
      ),
    ),
  ]
  const [first, last] = [found[0], found.at(-1)]
  const marked = found.find(([text]) => text.includes('@@'))
  if (!first || !last || !marked)
    throw new Error(`The portal answers ${name} without the planted row: ${answer.slice(0, 2000)}`)
  const parts = marked[0].replaceAll(String(quantityMark), '@@quantity@@').split(/@@(\w+)@@/)
  return {
    head: answer.slice(0, first.index),
    tail: answer.slice(last.index + last[0].length),
    texts: parts.filter((_, at) => at % 2 === 0),
    marks: parts.filter((_, at) => at % 2 === 1),
  }
}

interface Asked {
  readonly size: number
  readonly since: boolean
  readonly page: number
}

function askedIn(body: string): Asked {
  const number = (name: string) => Number(new RegExp(`<${name}>(\\d+)`).exec(body)?.[1] ?? 1)
  return { size: number('batchSize'), page: number('pageNumber'), since: body.includes('AFTER') }
}

function page(template: Template, kind: Kind, { size, page, since }: Asked): string {
  const count = countsOf(edition, since)[kind]
  const first = (page - 1) * size
  let text = template.head
  for (let at = first; at < Math.min(count, first + size); at += 1)
    text += filled(template, rowOf(edition, kind, at, since))
  return text + template.tail
}

/** Pages of a whole answer in a file, one after the other; `ends` says where each of them ends. */
interface Rendered {
  readonly file: number
  readonly ends: number[]
  readonly edition: Edition
}

const rendered = new Map<string, Rendered>()

/** Renders every page of the questions that were asked before; all but the lines are the same in each edition. */
async function renderAll(): Promise<void> {
  for (const [name, size] of sizes) {
    const kind = questions[name]?.kind
    const known = rendered.get(name)
    const template = await templates.get(name)
    if (kind === undefined || typeof template !== 'object' || (known && kind !== 'lines')) continue
    if (known?.edition.revision === edition.revision) continue
    if (known) closeSync(known.file)
    const file = openSync(join(dataDir, `${name}.pages`), 'w+')
    const ends: number[] = []
    let end = 0
    for (let number = 1; (number - 1) * size < countsOf(edition, false)[kind]; number += 1) {
      end += writeSync(file, page(template, kind, { size, page: number, since: false }))
      ends.push(end)
    }
    rendered.set(name, { file, ends, edition })
  }
}

function renderedPage(name: string, { size, page, since }: Asked): Buffer | null {
  const found = since || sizes.get(name) !== size ? undefined : rendered.get(name)
  const end = found?.ends[page - 1]
  if (!found || end === undefined) return null
  const start = found.ends[page - 2] ?? 0
  const bytes = Buffer.allocUnsafe(end - start)
  readSync(found.file, bytes, 0, bytes.length, start)
  return bytes
}

function filled({ texts, marks }: Template, row: Readonly<Record<string, string>>): string {
  let text = texts[0] ?? ''
  for (let at = 0; at < marks.length; at += 1) text += (row[marks[at] ?? ''] ?? '') + (texts[at + 1] ?? '')
  return text
}

async function answerTo(path: string, body: string): Promise<string | Buffer> {
  const name = /<soapenv:Body>\s*<(\w+)/.exec(body)?.[1] ?? ''
  const known = templates.get(name) ?? learn(path, name, body)
  templates.set(name, known)
  const template = await known
  if (typeof template === 'string') return template
  const kind = questions[name]?.kind ?? 'lines'
  if (kind === 'relations') {
    relations = template
    return relationsOf(template, body)
  }
  const asked = askedIn(body)
  if (!sizes.has(name)) sizes.set(name, asked.size)
  return renderedPage(name, asked) ?? page(template, kind, asked)
}

/** Once known, for the question that comes a hundred thousand times. */
let relations: Template | null = null

function relationsOf(template: Template, body: string): string {
  const n = Number(/<name>Product (\d+)</.exec(body)?.[1] ?? 1)
  return n % 10 === 0
    ? template.head + filled(template, rowOf(edition, 'relations', n, false)) + template.tail
    : template.head + template.tail
}

// HTTP without what the bench does not need: the answer to a small question would cost the portal as much as the store.
const open = new Set<Socket>()
const server = createServer((socket) => {
  open.add(socket)
  socket.setNoDelay(true)
  let arrived = ''
  socket.on('data', (chunk) => {
    arrived += chunk.toString('latin1')
    const end = arrived.indexOf('\r\n\r\n') + 4
    if (end < 4) return
    const head = arrived.slice(0, end)
    if (arrived.length < end + Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0)) return
    const body = arrived.slice(end)
    arrived = ''
    if (relations !== null && body.includes('<getProductRelationshipsRequest'))
      return send(socket, relationsOf(relations, body))
    answerTo(head.split(' ')[1] ?? '', body).then(
      (text) => send(socket, text),
      (error: unknown) => {
        process.stderr.write(`${String(error)}\n`)
        socket.destroy()
      },
    )
  })
  socket.on('error', () => socket.destroy())
  socket.on('close', () => open.delete(socket))
})

function send(socket: Socket, text: string | Buffer): void {
  const head = `HTTP/1.1 200 OK\r\ncontent-type: text/xml; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n`
  if (typeof text === 'string') socket.write(head + text)
  else {
    socket.cork()
    socket.write(head)
    socket.write(text)
    socket.uncork()
  }
}

server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  process.send?.({ url: packagesFile === undefined ? `http://127.0.0.1:${port}` : portal.url })
})

let used = process.cpuUsage()
process.on('message', (message: { readonly edition?: Edition; readonly end?: true }) => {
  if (message.end === true) {
    for (const socket of open) socket.destroy()
    server.close()
    void portal.close().then(() => {
      rmSync(dataDir, { recursive: true, force: true })
      process.disconnect()
    })
    return
  }
  const { user, system } = process.cpuUsage(used)
  if (message.edition) edition = message.edition
  void renderAll().then(() => {
    process.send?.({ cpuSeconds: (user + system) / 1e6 })
    used = process.cpuUsage()
  })
})
