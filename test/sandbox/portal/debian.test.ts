import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { directDependencies } from '../../../src/sandbox/portal/debian/stanzas.ts'
import { esdHeader, esdNamespace, openPortal, pps, soap, type TestPortal } from './support.ts'

const packagesFile = resolve('src/cli/demo/debian/Packages')
let portal: TestPortal
beforeAll(async () => {
  portal = await openPortal({ debian: { packagesFile } })
})
afterAll(() => portal.end())

const filesOf = async (name: string) =>
  soap(
    portal,
    { path: '/esd-service/svc' },
    `<e:getDownloadableFilesRequest xmlns:e="${esdNamespace}"><e:DownloadPackageReference><e:Id>DEB-${name}</e:Id></e:DownloadPackageReference><e:OrganizationId>ACME</e:OrganizationId></e:getDownloadableFilesRequest>`,
    { header: await esdHeader(portal, 'alice@acme.example'), authorization: null },
  )

describe('a Debian index in the portal', () => {
  it('becomes products with lines, part numbers and chains of direct dependencies', async () => {
    const query = `<getProductsQueryRequest xmlns="${pps.ns}"><queryParams><productName><value>jq</value><searchType>EQUALS</searchType></productName></queryParams><pageNumber>1</pageNumber><batchSize>5</batchSize><returnContainedObjects>true</returnContainedObjects></getProductsQueryRequest>`
    const jq = await soap(portal, pps, query)
    expect(jq.all('version')).toEqual(['1.6-2.1+deb12u2'])
    expect(jq.all('partId')).toEqual(['DEB-jq'])
    expect(jq.all('productCategory')).toEqual(['utils'])
    const relations = await soap(
      portal,
      pps,
      `<getProductRelationshipsRequest xmlns="${pps.ns}"><productIdentifier><primaryKeys><name>jq</name><version>1.6-2.1+deb12u2</version></primaryKeys></productIdentifier></getProductRelationshipsRequest>`,
    )
    expect(relations.all('relation')).toEqual(['UPSELL_TO', 'UPSELL_TO'])
    expect(relations.all('name')).toEqual(['jq', 'libjq1', 'jq', 'libc6'])
  })

  it('serves real bytes where the file is there, and says where it is not', async () => {
    const sample = await filesOf('store-sample')
    const bytes = Buffer.from(await (await fetch(sample.all('DownloadURL')[0] ?? '')).arrayBuffer())
    expect(createHash('md5').update(bytes).digest('hex')).toBe(sample.all('MD5CheckSum')[0])
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(sample.all('SHA256CheckSum')[0])
    const missing = await filesOf('adduser')
    expect(missing.all('StatusCode')).toEqual(['NOT_LOADED'])
    expect(missing.all('DownloadURL')).toEqual([])
    expect(missing.all('SHA256CheckSum')[0]).toMatch(/^[0-9a-f]{64}$/)
  })

  it('is the same after a restart, with changes by hand kept', async () => {
    const first = await openPortal({ debian: { packagesFile } })
    first.plant({ kind: 'product', action: 'delete', row: { name: 'jq', version: '1.6-2.1+deb12u2' } })
    const before = first.state()
    const second = await first.reopen()
    expect(second.state()).toEqual({ ...before, calls: {} })
    await second.end()
  })

  it('loads tens of thousands of stanzas quickly and answers pages of them', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'index-'))
    const file = join(dir, 'Packages')
    const stanza = (n: number) =>
      `Package: pkg${n}\nVersion: 1.${n}\nSection: misc\nDepends: pkg${n + 1} (>= 1), pkg${n + 2} | other\nFilename: pool/p/pkg${n}.deb\nSize: ${n + 1}\nMD5sum: ${'0'.repeat(32)}\nSHA256: ${'0'.repeat(64)}\nDescription: package ${n}\n`
    writeFileSync(file, Array.from({ length: 30_000 }, (_, n) => stanza(n)).join('\n'))
    const big = await openPortal({ debian: { packagesFile: file } })
    expect(big.state().products).toBeGreaterThan(30_000)
    const page = `<getProductsQueryRequest xmlns="${pps.ns}"><pageNumber>15</pageNumber><batchSize>2000</batchSize><returnContainedObjects>true</returnContainedObjects></getProductsQueryRequest>`
    expect((await soap(big, pps, page)).all('productName')).toHaveLength(2000)
    await big.end()
    rmSync(dir, { recursive: true })
  })

  it('reads dependencies as Debian writes them', () => {
    expect(directDependencies('libc6 (>= 2.36), abc | b, xyz:any, libc6')).toEqual(['libc6', 'abc', 'xyz'])
    expect(directDependencies(undefined)).toEqual([])
  })
})
