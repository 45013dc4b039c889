import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { readStanzas } from '../../../src/sandbox/portal/debian/stanzas.ts'
import { compareDebianVersions } from '../../../src/sandbox/portal/debian/version-order.ts'
import { openPortal, pps, soap } from './support.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})
function indexOf(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'debian-index-'))
  folders.push(folder)
  writeFileSync(join(folder, 'Packages'), text)
  return join(folder, 'Packages')
}
const stanza = (version: string, name = 'app') =>
  `Package: ${name}\nVersion: ${version}\nFilename: pool/${version}.deb\nSize: 1\nSHA256: ${'0'.repeat(64)}\n`

async function versionsIn(text: string): Promise<string[]> {
  const portal = await openPortal({ debian: { packagesFile: indexOf(text) } })
  try {
    const query = `<getProductsQueryRequest xmlns="${pps.ns}"><queryParams><productName><value>app</value><searchType>EQUALS</searchType></productName></queryParams><pageNumber>1</pageNumber><batchSize>5</batchSize><returnContainedObjects>true</returnContainedObjects></getProductsQueryRequest>`
    return (await soap(portal, pps, query)).all('version')
  } finally {
    await portal.end()
  }
}

describe('of several versions of a package in the index', () => {
  it.each([
    ['1.10-1', ['1.10-1', '1.9-1']],
    ['1.10-1', ['1.9-1', '1.10-1']],
    ['1:0.5-1', ['1:0.5-1', '9.0-1']],
    ['1.0-1', ['1.0-1', '1.0~rc2-1']],
    ['1.0-1+deb12u2', ['1.0-1+deb12u2', '1.0-1']],
  ])('the box has the highest, %s, of %j', async (highest, listed) => {
    expect(await versionsIn(listed.map((version) => stanza(version)).join('\n'))).toEqual([highest])
  })

  it('the box has the highest that describes a file', async () => {
    expect(await versionsIn(`${stanza('1.0')}\nPackage: app\nVersion: 2.0\n`)).toEqual(['1.0'])
  })
})

describe('a stanza of the index', () => {
  it.each([
    ['an empty line', '\n'],
    ['a blank', ' \n'],
    ['blanks and tabs', ' \t  \n'],
    ['several such lines', '\n \n\t\n\n'],
    ['an empty line of Windows', '\r\n'],
  ])('ends at %s', async (_, separator) => {
    const names: unknown[] = []
    const text = `${stanza('1', 'one')}${separator}${stanza('2', 'two')}${separator}${stanza('3', 'three')}`
    for await (const each of readStanzas(indexOf(text))) names.push([each['Package'], each['Version']])
    expect(names).toEqual([
      ['one', '1'],
      ['two', '2'],
      ['three', '3'],
    ])
  })

  it('is read with the line ends of Windows, continued lines and field names in any case', async () => {
    const text = `package: one\r\nVERSION: 1\r\nDescription: first\r\n second\r\n .\r\n\tthird\r\n\r\n${stanza('2', 'two')}`
    const found = []
    for await (const each of readStanzas(indexOf(text))) found.push(each)
    expect(found[0]).toEqual({ Package: 'one', Version: '1', Description: 'first\nsecond\n.\nthird' })
    expect(found).toHaveLength(2)
  })
})

describe("Debian's order of versions", () => {
  // Each is older than the next; `dpkg --compare-versions` gives the same order.
  const ascending = [
    ['0', '0.5', '1.0~~', '1.0~~a', '1.0~', '1.0~rc1-1', '1.0~rc2-1', '1.0', '1.0-1', '1.0-1+b1', '1.0-1.1', '1.0-2'],
    [
      '1.0-10',
      '1.0a',
      '1.0b',
      '1.0+dfsg-1',
      '1.0.1',
      '1.9-1',
      '1.10-1',
      '1.10.9',
      '1.010.10',
      '2',
      '20240501',
      '1:0.1',
    ],
    ['1:0.1-1', '2:0'],
  ].flat()

  it('is the order of this list', () => {
    for (const [i, a] of ascending.entries())
      for (const [j, b] of ascending.entries())
        expect([a, b, Math.sign(compareDebianVersions(a, b))]).toEqual([a, b, Math.sign(i - j)])
  })

  it.each([
    ['1.0', '0:1.0'],
    ['1.0', '1.00'],
    ['1.0', '1.0-0'],
    ['1.0', '1.0-'],
  ])('%s and %s are one version', (a, b) => expect(compareDebianVersions(a, b)).toBe(0))

  it('is one order, whatever the versions are', () => {
    const version = fc.string({ unit: fc.constantFrom(...'0129ab~+.-:'), maxLength: 8 })
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        expect(Math.sign(compareDebianVersions(a, b)) + Math.sign(compareDebianVersions(b, a))).toBe(0)
        if (compareDebianVersions(a, b) <= 0 && compareDebianVersions(b, c) <= 0)
          expect(compareDebianVersions(a, c)).toBeLessThanOrEqual(0)
      }),
      { numRuns: 3000 },
    )
  })
})
