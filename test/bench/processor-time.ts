import { readdirSync, readFileSync } from 'node:fs'

/** Seconds of processor time that a process has used; of its children none. */
export function processorSeconds(pid: number): number {
  return statOf(pid)?.seconds ?? 0
}

/** Seconds of processor time of a process and its children, those that live. */
export function familySeconds(pid: number): number {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => statOf(Number(name)))
    .filter((stat) => stat !== null && (stat.pid === pid || stat.parent === pid))
    .reduce((sum, stat) => sum + (stat?.seconds ?? 0), 0)
}

export function parentOf(pid: number): number {
  return statOf(pid)?.parent ?? 0
}

// A tick is a hundredth of a second on every Linux that Node supports.
const ticksASecond = 100

function statOf(pid: number): { pid: number; parent: number; seconds: number } | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return { pid, parent: Number(fields[1]), seconds: (Number(fields[11]) + Number(fields[12])) / ticksASecond }
  } catch {
    return null
  }
}
