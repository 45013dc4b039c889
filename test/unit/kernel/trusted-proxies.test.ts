import { describe, expect, it } from 'vitest'
import { readConfig } from '../../../src/config.ts'

describe('TRUST_PROXY', () => {
  it.each([
    [undefined, false],
    ['', false],
    ['false', false],
    ['0', false],
    ['1', 1],
    ['2', 2],
    ['10.0.0.0/8', ['10.0.0.0/8']],
    ['10.0.0.0/8, 127.0.0.1 ,fd00::/8,loopback', ['10.0.0.0/8', '127.0.0.1', 'fd00::/8', 'loopback']],
  ] as const)('%j is %j', (text, expected) => {
    expect(readConfig(text === undefined ? {} : { TRUST_PROXY: text }).TRUST_PROXY).toEqual(expected)
  })

  it('is refused as true, which believes everybody, with a sentence that says what to write', () => {
    expect(() => readConfig({ TRUST_PROXY: 'true' })).toThrow(
      /TRUST_PROXY: "true" would believe every address that anybody writes; give the number of proxies before the store, such as 1/,
    )
  })

  it.each([
    'yes',
    '-1',
    '1.5',
    '21',
    '10.0.0.0/0',
    '::/0',
    '10.0.0.0/33',
    '10.0.0/8',
    'proxy.example',
    '10.0.0.0/8,',
    '10.0.0.0/8/8',
  ])('is refused as %j', (text) => {
    expect(() => readConfig({ TRUST_PROXY: text })).toThrow(/TRUST_PROXY: /)
  })
})
