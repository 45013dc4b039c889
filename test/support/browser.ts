import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'
import { describe } from 'vitest'

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const executablePath = places.find(existsSync)
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

// Where tests decide what lands, nothing may be left out.
if (executablePath === undefined && process.env['CI'] === 'true')
  throw new Error('Chromium is missing: apt-get install chromium')

/** Tests that need a real browser. Without one they are counted as skipped, and say how to have them run. */
export function describeInBrowser(title: string, tests: () => void): void {
  if (executablePath === undefined) describe.skip(`${title} (left out: install Debian's chromium to run them)`, tests)
  else describe(title, tests)
}

/** More arguments are for what a machine of its own would need, such as names that no resolver knows. */
export async function openBrowser(more: readonly string[] = []): Promise<Browser> {
  if (executablePath === undefined) throw new Error('no browser was found')
  return chromium.launch({ executablePath, args: [...args, ...more] })
}
