import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, expect, it } from 'vitest'
import { holderOf, lockDataDirectory } from '../../src/platform/db/data-lock.ts'
import { projectRoot } from '../../src/platform/project-root.ts'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'store-lock-'))
  closers.push(() => rmSync(made, { recursive: true, force: true }))
  return made
}

interface Taker {
  readonly child: ChildProcess
  /** `held`, or the sentence of the refusal. */
  readonly told: Promise<string>
  readonly gone: Promise<unknown>
}

/** A process of its own that takes the directory and keeps it until it is ended; `before` puts it into namespaces. */
function take(directory: string, before: readonly string[] = []): Taker {
  const module = join(projectRoot, 'src/platform/db/data-lock.ts')
  const program = `import { lockDataDirectory } from ${JSON.stringify(module)}
    try { await lockDataDirectory(process.argv[1]); console.log('held', process.pid); setInterval(() => {}, 1000) }
    catch (error) { console.log(error.message) }`
  const [command = '', ...args] = [
    ...before,
    process.execPath,
    '--import',
    'tsx',
    '--input-type=module',
    '-e',
    program,
    directory,
  ]
  const child = spawn(command, args, { cwd: projectRoot, stdio: ['ignore', 'pipe', 'inherit'] })
  const gone = new Promise((resolve) => child.once('close', resolve))
  closers.push(async () => {
    child.kill('SIGKILL')
    await gone
  })
  const told = new Promise<string>((resolve) => {
    let text = ''
    child.stdout.on('data', (chunk) => {
      text += String(chunk)
      if (text.endsWith('\n')) resolve(text.trim())
    })
    child.once('close', () => resolve(text.trim()))
  })
  return { child, told, gone }
}

/** Runs what follows as number 1 of its own process numbers, as containers do; where that is forbidden, without. */
const apart = (() => {
  const namespaces = ['--pid', '--fork', '--kill-child', '--mount-proc', '--uts', '--']
  try {
    execFileSync('/usr/bin/unshare', [...namespaces, 'true'], { stdio: 'ignore' })
    return ['/usr/bin/unshare', ...namespaces]
  } catch {
    return []
  }
})()

it('a holder in another namespace of process numbers is seen, and so is its end [C38]', async () => {
  const directory = folder()
  const first = take(directory, apart)
  const number = (await first.told).replace('held ', '')
  // Both run as number 1, as in containers.
  if (apart.length > 0) expect(number).toBe('1')
  const second = take(directory, apart)
  expect(await second.told).toContain(`${directory} is in use by process ${number}`)
  await expect(lockDataDirectory(directory)).rejects.toThrow(`is in use by process ${number}`)
  expect(await holderOf(directory)).toBe(join(directory, 'lock'))
  first.child.kill('SIGKILL')
  await first.gone
  await expect.poll(() => holderOf(directory), { timeout: 5_000 }).toBeNull()
  const third = take(directory, apart)
  expect(await third.told).toMatch(/^held \d+$/)
}, 120_000)

it('a killed holder leaves the directory free, although its process number is in use again [C38]', async () => {
  const directory = folder()
  const first = take(directory)
  expect(await first.told).toMatch(/^held/)
  first.child.kill('SIGKILL')
  await first.gone
  // The notes that a dead holder left name this very process, which lives: a stranger with its number.
  const left = readdirSync(join(directory, 'lock')).find((name) => name.endsWith('.json')) ?? ''
  execFileSync('/bin/sh', [
    '-c',
    `printf '{"pid":%s,"host":"x"}' "$0" > "$1"`,
    String(process.pid),
    join(directory, 'lock', left),
  ])
  expect(await holderOf(directory)).toBeNull()
  const lock = await lockDataDirectory(directory)
  await expect(lockDataDirectory(directory)).rejects.toThrow(`is in use by process ${process.pid}.`)
  await lock.release()
  const again = await lockDataDirectory(directory)
  await again.release()
  expect(readdirSync(join(directory, 'lock'))).toEqual([])
}, 60_000)

it('of many that ask at once, beside the remains of dead ones, exactly one gets the directory, over and over', async () => {
  const directory = folder()
  for (let round = 0; round < 40; round += 1) {
    const asked = await Promise.allSettled(Array.from({ length: 12 }, () => lockDataDirectory(directory)))
    const held = asked.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []))
    expect(held).toHaveLength(1)
    await held[0]?.release()
  }
}, 60_000)

it('of six processes that take over from a killed one at the same time, exactly one gets the directory', async () => {
  const directory = folder()
  const dead = take(directory)
  expect(await dead.told).toMatch(/^held/)
  dead.child.kill('SIGKILL')
  await dead.gone
  const told = await Promise.all(Array.from({ length: 6 }, () => take(directory).told))
  expect(told.filter((line) => line.startsWith('held'))).toHaveLength(1)
  expect(told.filter((line) => line.includes('is in use by'))).toHaveLength(5)
}, 120_000)

it('a stopped holder keeps the directory: it is busy, not dead', async () => {
  const directory = folder()
  const first = take(directory)
  expect(await first.told).toMatch(/^held/)
  first.child.kill('SIGSTOP')
  await pause(50)
  await expect(lockDataDirectory(directory)).rejects.toThrow(`is in use by process ${first.child.pid}.`)
  first.child.kill('SIGCONT')
}, 60_000)

it('a directory whose name is too long for a socket is locked all the same', async () => {
  const directory = join(folder(), 'a'.repeat(120), 'b'.repeat(120))
  mkdirSync(directory, { recursive: true })
  const lock = await lockDataDirectory(directory)
  await expect(lockDataDirectory(directory)).rejects.toThrow('is in use by')
  expect(await holderOf(directory)).toBe(join(directory, 'lock'))
  await lock.release()
  expect(await holderOf(directory)).toBeNull()
  expect(existsSync(directory)).toBe(true)
})
