import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { chainsOfFile } from '../../../../src/cli/chains-file.ts'
import { pushAttributesOfFile } from '../../../../src/cli/verbs/import-push-attributes.ts'
import { allTokens } from '../../../support/api-callers.ts'
import { type Box, startBox } from '../../../support/box.ts'

let box: Box
let token = ''
beforeAll(async () => {
  box = await startBox()
  token = (await allTokens(box)).carla ?? ''
})
afterAll(() => box.close())

const problemSchema = z.object({
  code: z.string(),
  errors: z.array(
    z.object({
      row: z.number().optional(),
      column: z.string().optional(),
      code: z.string().optional(),
      detail: z.string(),
    }),
  ),
})

async function post(body: string | Buffer, { query = '', type = 'text/csv' } = {}) {
  const answer = await fetch(`${box.url}/api/admin/price-lists?${query}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': type },
    body: typeof body === 'string' ? body : new Uint8Array(body),
  })
  return { status: answer.status, json: await answer.json() }
}

async function refusalOf(body: string | Buffer, asked?: { query?: string; type?: string }) {
  const { status, json } = await post(body, asked)
  expect(status).toBe(400)
  return problemSchema.parse(json).errors
}

async function listOf(id: string) {
  const found = await fetch(`${box.url}/api/admin/price-lists/${encodeURIComponent(id)}`, {
    headers: { authorization: `Bearer ${token}` },
  })
  return found.status === 200 ? z.object({ name: z.string() }).parse(await found.json()) : null
}

const head = 'list,name,audience,audience_value,currency,part_number,min_quantity,unit_price'
const row = (id: string, price: string, name = 'Prices') =>
  `${id},${name},accountType,CUSTOMER,EUR,PAINT-PRO-2-LIC,100,${price}`
const german = (id: string) => `${head}\r\n${row(id, '399#00')}\r\n`.replaceAll(',', ';').replace('#', ',')

describe('a price list as a spreadsheet saves it', () => {
  it('in Windows-1252 is refused with the row of the byte, or read as the caller says; no letter is ever replaced [C45]', async () => {
    const file = Buffer.from(`${head}\r\n${row('groß', '399.00', 'Preisliste für Großkunden')}\r\n`, 'latin1')
    expect(await refusalOf(file)).toMatchObject([{ row: 2, code: 'not-utf8' }])
    expect(await listOf('gro\ufffd')).toBeNull()
    expect(await listOf('groß')).toBeNull()
    expect((await post(file, { type: 'text/csv; charset=windows-1252' })).status).toBe(200)
    expect((await listOf('groß'))?.name).toBe('Preisliste für Großkunden')
    expect(await refusalOf(file, { type: 'text/csv; charset=klingon' })).toMatchObject([{ code: 'encoding-unknown' }])
  })

  it('with semicolons and decimal commas is one mistake that says both, and is read when the caller says so [C45]', async () => {
    const told = await refusalOf(german('semi'))
    expect(told).toMatchObject([{ row: 1, code: 'separator' }])
    expect(told[0]?.detail).toMatch(/separated by semicolons.*decimal comma/)
    expect(await refusalOf(german('semi'), { query: 'separator=semicolon' })).toMatchObject([
      { row: 2, column: 'unit_price', code: 'decimal-comma' },
    ])
    expect((await post(german('semi'), { query: 'separator=semicolon&decimal=comma' })).json).toMatchObject({
      published: true,
      rows: [{ list: 'semi', nowMinor: 39_900 }],
    })
    expect((await refusalOf(german('tab').replaceAll(';', '\t')))[0]?.detail).toMatch(
      /separated by tabs.*decimal comma/,
    )
  })

  it('with the line that tells a spreadsheet its separator is read by it, and that line is no header [C45]', async () => {
    expect((await post(`sep=,\r\n${head}\r\n${row('sep', '399.00')}\r\n`)).status).toBe(200)
    const told = await refusalOf(`sep=;\r\n${german('sep')}`)
    expect(told).toMatchObject([{ row: 2, code: 'separator' }])
    expect(told[0]?.detail).toMatch(/separated by semicolons.*decimal comma/)
    expect(
      (await post(`\ufeffsep=;\r\n${german('sep')}`, { query: 'separator=semicolon&decimal=comma' })).json,
    ).toMatchObject({ published: true, lists: [{ list: { id: 'sep' } }] })
  })

  it('in an encoding that cannot be read strictly is refused, and not as a fault of the store [C45]', async () => {
    const file = `${head}\r\n${row('cesu', '399.00')}\r\n`
    for (const charset of ['cesu-8', 'utf-7', 'constructor'])
      expect(await refusalOf(file, { type: `text/csv; charset=${charset}` })).toMatchObject([
        { code: 'encoding-unknown' },
      ])
    const marked = await refusalOf(`\ufeff${file}`, { type: 'text/csv; charset=windows-1252' })
    expect(marked).toMatchObject([{ row: 0, code: 'encoding-differs' }])
  })

  it('with a decimal comma beside commas never sells at the digits before it [C45]', async () => {
    expect(await refusalOf(`${head}\n${row('cut', '12,50')}\n`)).toMatchObject([{ row: 2, code: 'row-too-long' }])
    const quoted = await refusalOf(`${head}\n${row('cut', '"12,50"')}\n${row('other', '"1.234,50"')}\n`)
    expect(quoted).toMatchObject([{ row: 2, column: 'unit_price', code: 'decimal-comma' }])
    expect(quoted[0]?.detail).toContain('2 rows')
    const points = await refusalOf(`${head}\n${row('cut', '1.234')}\n`, { query: 'decimal=comma' })
    expect(points).toMatchObject([{ row: 2, column: 'unit_price', code: 'not-an-amount' }])
    expect(await listOf('cut')).toBeNull()
  })

  it.each<[string, string, object[]]>([
    ['rows that are empty, and columns without name and value', `${head},,\n${row('wide', '1')},,\n,,,,,,,,,\n`, []],
    [
      'a value in a column without a name',
      `${head},\n${row('w', '1')},note\n`,
      [{ row: 2, code: 'column-without-name' }],
    ],
    ['no header', `${row('w', '1')}\n`, [{ row: 1, code: 'header-missing' }]],
    ['a column twice', `${head},list\n${row('w', '1')},x\n`, [{ row: 1, column: 'list', code: 'column-twice' }]],
    ['a column too few', 'list,part_number\nstd,P\n', [{ row: 1, column: 'unit_price', code: 'column-missing' }]],
    ['a row that is cut off', `${head}\n${row('w', '1')}\nw,,,,,PAI`, [{ row: 3, code: 'row-too-short' }]],
    ['a quote that is cut off', `${head}\n${row('w', '1')}\nw,"Pri`, [{ row: 3, code: 'not-csv' }]],
    ['a line break in a name', `${head}\n${row('w', '1', '"Two\nlines"')}\n`, [{ row: 3, code: 'control-characters' }]],
    ['a NUL character', `${head}\n${row('w', '1', 'A\0B')}\n`, [{ row: 2, code: 'nul-character' }]],
    ['a letter that was lost', `${head}\n${row('w', '1', 'gro\ufffd')}\n`, [{ row: 2, code: 'replacement-character' }]],
    [
      'line ends of several systems',
      `${head}\r\n${row('wide', '1')}\n,\r${row('wide', '2').replace('100', '200')}\r\n`,
      [],
    ],
    [
      'line ends of several systems, and its rows as a person counts them',
      `${head}\n${row('w', '1', '"Two\r\nlines"')}\r\n\r\n${row('w', 'x', '"Two\r\nlines"')}\n`,
      [
        { row: 3, code: 'control-characters' },
        { row: 6, code: 'row-twice' },
      ],
    ],
    [
      'a list that reads like another by what is not seen',
      `${head}\n${row('größe', '1')}\n${row('gro\u0308\u00dfe', '2')}\n${row('grö\u200bße', '3')}\n`,
      [
        { row: 3, column: 'list', code: 'list-looks-alike' },
        { row: 4, column: 'list', code: 'list-looks-alike' },
      ],
    ],
    ['nothing', '\ufeff\n,,,\n', [{ code: 'no-rows' }]],
  ])('with %s is read whole or refused for that alone [C45]', async (_what, file, mistakes) => {
    if (mistakes.length === 0) expect((await post(file)).status).toBe(200)
    else expect(await refusalOf(file)).toMatchObject(mistakes)
    expect(await listOf('w')).toBeNull()
  })

  it('with part numbers that no item has is published with a warning that names them, in the preview too [C45]', async () => {
    const file = `${head}\n${row('odd', '1')}\n${row('odd', '1').replace('PAINT-PRO-2-LIC', 'PIANT-PRO')}`
    const warnings = [
      { code: 'item-unknown', partNumbers: ['PIANT-PRO'] },
      { code: 'last-row-open', partNumbers: [] },
    ]
    expect((await post(file, { query: 'preview=true' })).json).toMatchObject({ published: false, warnings })
    expect((await post(file)).json).toMatchObject({ published: true, warnings })
    expect((await post(`${head}\n${row('odd', '1')}\n`)).json).toMatchObject({ warnings: [] })
  })

  it('that does not exist is not exported as an empty file [C45]', async () => {
    const asked = await fetch(`${box.url}/api/admin/price-lists.csv?list=nosuchlist`, {
      headers: { authorization: `Bearer ${token}` },
    })
    expect([asked.status, await asked.text()]).toEqual([404, expect.stringContaining('nosuchlist')])
  })
})

it('a JSON body that is no UTF-8 is refused, and never kept with other letters [C45]', async () => {
  const answer = await fetch(`${box.url}/api/admin/account-groups/latin`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: new Uint8Array(Buffer.from('{"accountIds":["Gr\xf6\xdfe"]}', 'latin1')),
  })
  expect([answer.status, await answer.json()]).toMatchObject([400, { errors: [{ pointer: '#', code: 'not-utf8' }] }])
})

describe('a form of a page', () => {
  const typed = { recipient: 'Jürgen 100 % + 漢', line1: 'Große Str. 1', postalCode: '80331', country: 'DE' }
  const send = async (city: string | Buffer) => {
    const { alice = '' } = await allTokens(box)
    const headers = { authorization: `Bearer ${alice}`, accept: 'application/json' }
    const lines = { method: 'POST', headers: { ...headers, 'content-type': 'application/json' } }
    await fetch(`${box.url}/api/cart/lines`, { ...lines, body: JSON.stringify({ partNumber: 'TEXTURES-2-LIC' }) })
    const body = Buffer.concat([Buffer.from(`${new URLSearchParams(typed)}&city=`), Buffer.from(city)])
    const answer = await fetch(`${box.url}/checkout/address`, {
      method: 'POST',
      redirect: 'manual',
      body: new Uint8Array(body),
      headers: { ...headers, accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' },
    })
    const page = await (await fetch(`${box.url}/checkout/address`, { headers })).text()
    return { status: answer.status, told: await answer.text(), page }
  }

  it.each([
    ['escaped', 'M%FCnchen'],
    ['raw', Buffer.from('M\xfcnchen', 'latin1')],
    ['cut within a letter', 'M%C3'],
  ])('whose letters are no UTF-8 is refused, %s, and none of them is kept [C45]', async (_how, city) => {
    const { status, told, page } = await send(city)
    expect([status, told]).toEqual([400, expect.stringContaining('The form is not in UTF-8.')])
    expect(page).not.toMatch(/M(%FC|\ufffd|%C3)/)
  })

  it('in UTF-8 is read letter by letter, escaped or raw [C45]', async () => {
    for (const city of ['M%C3%BCnchen', 'München']) {
      const { status, page } = await send(city)
      expect([status, page]).toEqual([303, expect.stringContaining('value="München"')])
      expect(page).toContain('value="Jürgen 100 % + 漢"')
    }
  })
})

it('chains and push attributes from a spreadsheet are read by the same rules [C45]', () => {
  const chain = 'id,from.name,to.name,to.version,grants,validator'
  expect(chainsOfFile('c.csv', `${chain}\n`.replaceAll(',', ';'))).toMatchObject({
    mistakes: [expect.stringContaining('separated by semicolons')],
  })
  expect(chainsOfFile('c.csv', `${chain},id\na,P,Q,2,update,release,b\n`)).toMatchObject({
    mistakes: [expect.stringContaining('id is there twice')],
  })
  expect(chainsOfFile('c.csv', `${chain}\na,P,Q,2,update,maintenance\n,,,,,\n`)).toMatchObject({ ok: true })
  expect(chainsOfFile('c.csv', `${chain}\na,P,Q,2\n`)).toMatchObject({
    mistakes: [expect.stringMatching(/row 2.*4 cells and the header 6/)],
  })
  expect(chainsOfFile('c.json', '[{"id":"a",\n"from"')).toMatchObject({
    mistakes: [expect.stringMatching(/row 2.*cut off/)],
  })
  const demands = 'partNumber;licenseModel\nA;Node locked\n'
  expect(pushAttributesOfFile('p.csv', demands).mistakes).toEqual([expect.stringContaining('semicolons')])
  expect(pushAttributesOfFile('p.csv', demands, ';')).toMatchObject({ mistakes: [], rows: [{ partNumber: 'A' }] })
  expect(pushAttributesOfFile('p.csv', 'partNumber,partNumber\nA,B\n').mistakes).toEqual([
    expect.stringContaining('partNumber is there twice'),
  ])
})
