import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createRequest, eos, esdHeader, esdNamespace, openPortal, soap, type TestPortal } from './support.ts'

let portal: TestPortal
beforeAll(async () => {
  portal = await openPortal()
})
afterAll(() => portal.end())

const esd = { path: '/esd-service/svc' }
const packagesOf = async (userName: string, ...ids: string[]) =>
  soap(
    portal,
    esd,
    `<e:getDownloadPackagesByActivationIdsRequest xmlns:e="${esdNamespace}">${ids.map((id) => `<e:ActivationId>${id}</e:ActivationId>`).join('')}</e:getDownloadPackagesByActivationIdsRequest>`,
    { header: await esdHeader(portal, userName), authorization: null },
  )
const filesOf = async (userName: string, account: string, id: string) =>
  soap(
    portal,
    esd,
    `<e:getDownloadableFilesRequest xmlns:e="${esdNamespace}"><e:Member>${userName}</e:Member><e:DownloadPackageReference><e:Id>${id}</e:Id></e:DownloadPackageReference><e:OrganizationId>${account}</e:OrganizationId></e:getDownloadableFilesRequest>`,
    { header: await esdHeader(portal, userName), authorization: null },
  )

describe('what an account may download', () => {
  it('shows new packages while maintenance lives and only the old ones after it lapsed', async () => {
    const live = await packagesOf('alice@acme.example', 'ACT-ACME-PAINT')
    expect(live.all('Id')).toEqual(['PAINT_PRO_2_1', 'PAINT_PRO_2_0'])
    expect(live.all('isCurrentVersion')).toEqual(['true', 'false'])
    const lapsed = await packagesOf('beth@bright.example', 'ACT-BRIGHT-PAINT')
    expect(lapsed.all('Id')).toEqual(['PAINT_PRO_2_0'])
  })

  it('shows a child site what the parent owns, and nobody what a stranger owns', async () => {
    expect((await packagesOf('greta@acme.example', 'ACT-ACME-PAINT')).all('Id')).toContain('PAINT_PRO_2_1')
    const stranger = await packagesOf('beth@bright.example', 'ACT-ACME-PAINT')
    expect(stranger.status).toBe(500)
    expect(stranger.all('UnknownActivationIdError')).toHaveLength(1)
    expect(
      (await filesOf('beth@bright.example', 'ACME', 'PAINT_PRO_2_1')).all('UnknownOrganizationError'),
    ).toHaveLength(1)
    expect(
      (await filesOf('beth@bright.example', 'BRIGHT', 'PAINT_PRO_2_1')).all('UnknownDownloadPackageError'),
    ).toHaveLength(1)
  })

  it('shows what was bought a moment ago [S63]', async () => {
    await soap(portal, eos, createRequest('DOWN-1', { part: 'SKETCH-5-LIC', account: 'ACME' }))
    expect((await packagesOf('alice@acme.example', 'DOWN-1-L1')).all('Id')).toEqual(['SKETCH_5_0'])
  })

  it('wants the right id and token in the header', async () => {
    const reply = await soap(
      portal,
      esd,
      `<e:checkDownloadPackagesRequest xmlns:e="${esdNamespace}"><e:ActivationId>ACT-ACME-PAINT</e:ActivationId></e:checkDownloadPackagesRequest>`,
    )
    expect(reply.all('AuthenticationProblem')).toHaveLength(1)
  })

  it('answers schema errors with the declared fault', async () => {
    const header = await esdHeader(portal, 'alice@acme.example')
    const reply = await soap(
      portal,
      esd,
      `<e:checkDownloadPackagesRequest xmlns:e="${esdNamespace}"><e:Nonsense/></e:checkDownloadPackagesRequest>`,
      { header },
    )
    expect(reply.all('RequestValidationError')).toHaveLength(1)
  })
})

describe('the bytes of a file', () => {
  it('match size, MD5 and SHA-256, whole and in ranges, and count as downloaded', async () => {
    const reply = await filesOf('alice@acme.example', 'ACME', 'PAINT_PRO_2_1')
    const urls = reply.all('DownloadURL')
    expect(urls).toHaveLength(4)
    for (const [index, url] of urls.entries()) {
      const bytes = Buffer.from(await (await fetch(url)).arrayBuffer())
      expect(String(bytes.length)).toBe(reply.all('CompressedSize')[index])
      expect(createHash('md5').update(bytes).digest('hex')).toBe(reply.all('MD5CheckSum')[index])
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(reply.all('SHA256CheckSum')[index])
      const part = await fetch(url, { headers: { range: 'bytes=1001-1100' } })
      expect(part.status).toBe(206)
      expect(Buffer.from(await part.arrayBuffer())).toEqual(bytes.subarray(1001, 1101))
      const rest = await fetch(url, { headers: { range: `bytes=${bytes.length - 7}-` } })
      expect(Buffer.from(await rest.arrayBuffer())).toEqual(bytes.subarray(-7))
      const beyond = await fetch(url, { headers: { range: `bytes=${bytes.length}-` } })
      expect(beyond.status).toBe(416)
    }
    const again = await filesOf('alice@acme.example', 'ACME', 'PAINT_PRO_2_1')
    expect(again.all('CompletedDownloadCount')).toEqual(['2', '2', '2', '2'])
  })

  it('come by no link that is forged, moved to another file or too old', async () => {
    const [first = '', second = ''] = (await filesOf('alice@acme.example', 'ACME', 'PAINT_PRO_2_1')).all('DownloadURL')
    const moved = second.replace(/\?.*/, first.slice(first.indexOf('?')))
    expect((await fetch(moved)).status).toBe(403)
    expect((await fetch(`${first}x`)).status).toBe(403)
    portal.clock.advance(601_000)
    expect((await fetch(first)).status).toBe(403)
  })
})
