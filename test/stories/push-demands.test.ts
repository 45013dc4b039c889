import { afterAll, beforeAll, expect, it } from 'vitest'
import { pushAttributesOfFile } from '../../src/cli/verbs/import-push-attributes.ts'
import {
  checkPushAttributes,
  checkPushDemands,
  replacePushAttributes,
} from '../../src/domains/entitlements/push/index.ts'
import { type Box, startBox } from '../support/box.ts'
import { shopping } from '../support/shopping.ts'

let box: Box
beforeAll(async () => {
  box = await startBox()
})
afterAll(() => box.close())

const csv = `partNumber,product.name,product.version,productLine,licenseModel,lineAttributes.region,entitlementAttributes.costCentre
TEXTURES-2-LIC,,,,Node locked,,
,Texture Collection,,,Floating,EMEA,Web
`

it('a tenant that demands a license model and attributes refuses a line without them, and takes it once they are imported', async () => {
  box.portal.demand({
    licenseModel: true,
    lineAttributes: ['region'],
    entitlementAttributes: ['costCentre'],
    licenseModels: [{ name: 'Node locked' }],
  })
  const alice = await box.member('alice@acme.example')
  const { id, number } = await shopping(box.url, alice).order([{ partNumber: 'TEXTURES-2-LIC' }], 'PO-DEMAND')
  await box.drain()
  expect((await shopping(box.url, alice).see(id)).lines).toMatchObject([{ state: 'failed' }])
  const { rows, mistakes } = pushAttributesOfFile('demands.csv', csv)
  expect(mistakes).toEqual([])
  await box.store.deps.db.transaction((tx) => replacePushAttributes(tx, rows))
  expect(await checkPushAttributes(box.store.deps.db)).toEqual({ rows: 2, strays: [] })
  const oscar = await box.staff('oscar')
  expect((await oscar.tell('POST', `${box.url}/api/admin/pushes/${id}/retry`)).status).toBe(202)
  await box.drain()
  expect((await shopping(box.url, alice).see(id)).lines).toMatchObject([{ state: 'live' }])
  expect((await box.store.deps.platform.linesOfOrder(number)).lines).toHaveLength(1)
})

it('the doctor’s dry look at the platform’s license models names each mistake with a part number, and creates nothing', async () => {
  const { db, platform } = box.store.deps
  box.portal.demand({
    licenseModels: [
      { name: 'Node locked' },
      { name: 'Floating', attributes: [{ name: 'HOST_TYPE', values: ['ETHERNET', 'DISK'] }, { name: 'SERVERS' }] },
    ],
  })
  const before = box.portal.state().lines
  const looked = async (rows: readonly object[]) => {
    const file = pushAttributesOfFile('demands.json', JSON.stringify(rows))
    expect(file.mistakes).toEqual([])
    await db.transaction((tx) => replacePushAttributes(tx, file.rows))
    return checkPushDemands(db, platform)
  }
  expect(await looked([{ partNumber: 'TEXTURES-2-LIC', licenseModel: 'Node lokced' }])).toEqual({
    models: 1,
    mistakes: ['TEXTURES-2-LIC: the platform has no license model "Node lokced"'],
  })
  expect(
    await looked([
      { productLine: 'Paint', licenseModel: 'Floating', licenseModelAttributes: { HOST_TYPE: 'ETHERNET', SERVERS: 3 } },
      { partNumber: 'BRUSH-LIB-LIC', licenseModelAttributes: { HOST_TYPE: 'DONGLE', COLOUR: true } },
      { partNumber: 'TEXTURES-2-LIC', licenseModel: 'Floating', licenseModelAttributes: { HOST_TYPE: 'DISK' } },
    ]),
  ).toEqual({
    models: 1,
    mistakes: [
      'BRUSH-LIB-LIC: license model "Floating" has no attribute "COLOUR"',
      'BRUSH-LIB-LIC: "HOST_TYPE" of license model "Floating" may be ETHERNET, DISK, not "DONGLE"',
      'TEXTURES-2-LIC: license model "Floating" asks for "SERVERS"',
    ],
  })
  const right = { licenseModel: 'Floating', licenseModelAttributes: { HOST_TYPE: 'DISK', SERVERS: 3 } }
  expect(await looked([{ partNumber: 'TEXTURES-2-LIC', ...right }])).toEqual({ models: 1, mistakes: [] })
  expect(box.portal.state().lines).toBe(before)

  // The platform itself is of one mind with the look.
  const alice = await box.member('alice@acme.example')
  const good = await shopping(box.url, alice).order([{ partNumber: 'TEXTURES-2-LIC' }], 'PO-RIGHT')
  await box.drain()
  expect((await shopping(box.url, alice).see(good.id)).lines).toMatchObject([{ state: 'live' }])
  await looked([{ partNumber: 'TEXTURES-2-LIC', licenseModel: 'Floating' }])
  const bad = await shopping(box.url, alice).order([{ partNumber: 'TEXTURES-2-LIC' }], 'PO-WRONG')
  await box.drain()
  expect((await shopping(box.url, alice).see(bad.id)).lines).toMatchObject([{ state: 'failed' }])
})

it('a row about something that the platform does not have is told', async () => {
  const { rows } = pushAttributesOfFile('demands.json', JSON.stringify([{ partNumber: 'NEVER', licenseModel: 'X' }]))
  await box.store.deps.db.transaction((tx) => replacePushAttributes(tx, rows))
  expect(await checkPushAttributes(box.store.deps.db)).toEqual({ rows: 1, strays: ['["part","NEVER"]'] })
})

it.each([
  ['[{"licenseModel":"X"}]', 'row 1: Give exactly one of partNumber, product and productLine'],
  ['[{"partNumber":"A","productLine":"B"}]', 'row 1: Give exactly one of partNumber, product and productLine'],
  ['[{"partNumber":"A"},{"partNumber":"A"}]', 'row 2: an earlier row is about the same'],
  ['{}', 'The file is not a JSON list'],
])('%s is refused with its place', (text, mistake) => {
  expect(pushAttributesOfFile('demands.json', text).mistakes).toEqual([mistake])
})
