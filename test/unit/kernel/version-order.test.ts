import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareVersions } from '../../../src/kernel/version-order.ts'

const orderOf = (a: string, b: string) => Math.sign(compareVersions(a, b))

describe('versions', () => {
  // Each is older than the next, and than all after it.
  it.each([
    ['numbers by value', ['0.9', '1', '1.0.1', '1.1', '1.9', '1.10', '1.10.1', '2', '10', '100']],
    [
      'a letter before the number',
      ['1.9', 'v2.0', '2.1', 'V2.2', 'v.2.3', 'Version 2.4', 'ver 2.5', 'Release 2.6', '2.7'],
    ],
    ['the name of the product before the number', ['Paint Pro 1.9', '1.10', 'PAINT_PRO_2_0', '2.1', 'Acme™ Suite 3']],
    ['releases', ['R1', 'R2', 'R9', 'R10']],
    ['years', ['2008', '2008 SP1', '2008 SP2', '2008 R2', '2008 R2 SP1', '2012', '2024', '2024 SP1', '2024.1', '2025']],
    ['service packs', ['2.0', '2.0 SP1', '2.0 Service Pack 2', '2.0 SP9', '2.0sp10', '2.0.1']],
    ['updates and patches', ['11.0', '11.0 patch 1', '11.0p2', '11.0 Update 3', '11.0 u10', '11.1']],
    [
      'previews',
      ['1.0-dev', '1.0-alpha', '1.0-beta', '1.0 M1', '1.0-rc.1', '1.0rc2', '1.0 RC 10', '1.0', '1.0.1-beta', '1.0.1'],
    ],
    [
      'Semantic Versioning, chapter 11',
      [
        '1.0.0-alpha',
        '1.0.0-alpha.1',
        '1.0.0-alpha.beta',
        '1.0.0-beta',
        '1.0.0-beta.2',
        '1.0.0-beta.11',
        '1.0.0-rc.1',
        '1.0.0',
      ],
    ],
    ["Python's previews", ['2.0.dev1', '2.0a1', '2.0a2', '2.0b1', '2.0rc1', '2.0', '2.0.post1', '2.0.1']],
    ['letters', ['1.0.2', '1.0.2a', '1.0.2b', '1.0.2p', '1.0.2r', '1.0.2u', '1.0.2z', '1.0.2za', '1.0.3']],
    ['drawings', ['Rev A', 'Rev B', 'Rev Z', 'Rev AA']],
    ['build metadata', ['1.0.0-rc.1+5', '1.0.0', '1.0.0+build.1', '1.0.0+build.9', '1.0.0+build.10', '1.0.1']],
    ['builds', ['5.2', '5.2 build 99', '5.2 (Build 100)', '5.2.1']],
    [
      'revisions of a packager',
      ['1.10~rc1-1', '1.10', '1.10-1', '1.10-1+deb12u1', '1.10-1+deb12u2', '1.10-2', '1.10.1-1'],
    ],
    ['epochs', ['2023.1', '9:0.1', '10:0.1']],
    [
      'days',
      ['2023-12-31', '20240101', '2024-01-02', '2024.1.3', '2024/01/04', '2024-Jan-05', '20241001', '2024-11-01'],
    ],
    ['months', ['2023-12', '2024-01', '2024 Feb', '2024-March', '2024-10', '2024-11']],
    ['days of Germany', ['31.12.2023', 'Paint Pro 01.02.2024', '15.01.2025', '01.03.2025']],
    ['days of America and of Britain', ['12/31/2023', '1/2/2024', '31/03/2024', '05/01/2024']],
    ['days with words', ['Dec 31, 2023', '1 Jan 2024', '2-Feb-2024', 'March 3rd 2024', '4 Sept 2024']],
    ['months before their year', ['12/2023', 'Jan 2024', 'Paint Pro February 2024', 'Mar-2024', '04/2024', '2024-05']],
    ['quarters, halves and weeks before their year', ['Q4 2023', 'Q1 2024', '2Q2024', 'Q3/2024', '2024Q4']],
    ['halves before their year', ['2H2023', 'H1 2024', 'H2/2024']],
    ['weeks before their year', ['KW 52/2023', 'KW5/2024', 'KW10/2024']],
    ['what is no date', ['10.9.2019', '10.11', '12.13.2019', '12.14.2018', '12.14.2018.1']],
    ['previews of two words', ['1.0 Public Beta', '1.0 Technical Preview', '1.0 RC', '1.0', '1.0 SP1']],
    ['early access', ['2024.1 EAP', '2024.1-RC', '2024.1']],
    ['tests and drafts', ['1.0 test 3', '1.0 beta', '1.0']],
    ['Greek letters for previews', ['1.0α', '1.0β', '1.0']],
    ['digits of other scripts', ['٢.٩', '٢.١٠', '३.०', '4']],
    ['half years', ['23H1', '23H2', '24H1', '24H2']],
    ['leading zeros', ['1.001', '1.02', '1.3', '1.010', '1.0100']],
    ['underscores', ['0.4.3', '0.5_RC_3', '0.5.1_RC_1_repacked', '0.5.1']],
  ])('are ordered as people read them: %s [C50]', (_, ascending) => {
    for (const [i, a] of ascending.entries())
      for (const [j, b] of ascending.entries()) expect([a, b, orderOf(a, b)]).toEqual([a, b, Math.sign(i - j)])
  })

  it.each([
    ['2.1', 'v2.1'],
    ['2.1', 'Version 2.1'],
    ['2.1', ' 2.1 '],
    ['2.1', '２.１'],
    ['1', '1.0.0'],
    ['1.2', '1.02'],
    ['2-beta', '2.0-BETA'],
    ['1.0-rc.1', '1.0RC1'],
    ['1.0-rc.1', '1.0 Release Candidate 1'],
    ['5.0', '5.0.Final'],
    ['0:1.2', '1.2'],
    ['.5', '0.5'],
    ['2024-05-01', '20240501'],
    ['2024-05-01', '1 May 2024'],
    ['2024-05-13', '13.05.2024'],
    ['٢.١', '2.1'],
  ])('%s and %s are one version', (a, b) => expect(orderOf(a, b)).toBe(0))

  const part = fc.oneof(
    fc.nat(12).map(String),
    fc.constantFrom(
      ...'.-_+~: ',
      'v',
      'R',
      'a',
      'b',
      'rc',
      'beta',
      'SP',
      'Service Pack',
      'x64',
      'final',
      '2024',
      'May',
      '00',
    ),
  )
  const version = fc.oneof(
    fc.array(part, { maxLength: 7 }).map((parts) => parts.join('')),
    fc.string({ maxLength: 6 }),
  )

  it('are in one order, whatever they are: each is itself, no two are before each other, and the order carries on', () => {
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        expect(compareVersions(a, a)).toBe(0)
        expect(orderOf(a, b) + orderOf(b, a)).toBe(0)
        if (compareVersions(a, b) <= 0 && compareVersions(b, c) <= 0)
          expect(compareVersions(a, c)).toBeLessThanOrEqual(0)
        if (compareVersions(a, b) === 0) expect(orderOf(a, c)).toBe(orderOf(b, c))
      }),
      { numRuns: 5000 },
    )
  })

  it('are as old whatever letter stands before them, and in whatever case', () => {
    const plain = fc.array(fc.nat(30), { minLength: 1, maxLength: 4 }).map((numbers) => numbers.join('.'))
    const prefix = fc.constantFrom('', 'v', 'V', 'version ', 'Ver. ', 'r', 'Release ', 'PaintWorks ')
    fc.assert(
      fc.property(plain, plain, prefix, prefix, (a, b, before, beforeToo) => {
        expect(orderOf(before + a, beforeToo + b)).toBe(orderOf(a, b))
      }),
    )
  })
})
