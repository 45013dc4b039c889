import { pino } from 'pino'
import { expect, it } from 'vitest'
import { demo } from '../../src/cli/demo/index.ts'
import type { Terminal } from '../../src/cli/output.ts'
import { accountRows, memberRows } from '../../src/sandbox/portal/world/account-data.ts'

it('the demo holds from sync to a named difference, and neither it nor the log tells a name, an address or a secret', async () => {
  const said: string[] = []
  const logged: string[] = []
  const same = (text: string) => text
  const terminal: Terminal = {
    line: (text = '') => void said.push(text),
    good: same,
    bad: same,
    quiet: same,
    progress: () => ({ at: () => {}, end: () => {} }),
  }
  // Without the redaction list: it is a net, and nothing may fall into it.
  const log = pino({ level: 'debug', base: null }, { write: (line: string) => void logged.push(line) })
  const exitCode = await demo(terminal, { log })
  expect(
    said.filter((line) => line.startsWith('✗')),
    said.join('\n'),
  ).toEqual([])
  expect(exitCode).toBe(0)
  const steps = said.filter((line) => line.startsWith('✓'))
  expect(steps.length).toBeGreaterThan(16)
  const factOf = (title: string) => said[said.findIndex((line) => line.startsWith(`✓ ${title}`)) + 1]
  expect(factOf('Make the media kit that a partner orders for its customer')).toMatch(
    /of PIXEL for BRIGHT: .*disc 1\.1 made/,
  )
  expect(factOf('Download a right that a subsidiary inherits')).toMatch(/of ACME, by ACME-DE: \d+ files?, \d{6,} bytes/)

  expect(logged.length).toBeGreaterThan(20)
  const personal = [
    ...memberRows.flatMap(({ userName, firstName, lastName }) => [userName, `${firstName} ${lastName}`, lastName]),
    ...accountRows.flatMap(({ address: [line1, , , postalCode] }) => [line1, postalCode]),
  ]
  // Session, hand-off, card key and webhook secret, site token, a signed token, and a link that carries one.
  const secrets = [
    /\b[0-9a-f]{48}\b/,
    /sk_test_\w/,
    /whsec_\w/,
    /\bsite_\w{20}/,
    /eyJ[\w-]{10,}\./,
    /token=\w/,
    /authparam=\w/,
  ]
  for (const line of [...logged, ...said]) {
    for (const words of personal) expect(line).not.toMatch(new RegExp(`\\b${literal(words)}\\b`))
    for (const secret of secrets) expect(line).not.toMatch(secret)
  }
}, 180_000)

function literal(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
