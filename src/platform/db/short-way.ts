import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

// The name of a socket has at most 107 bytes on Linux and 103 on a Mac; 40 of them are for the file in the folder.
const mostBytes = 103 - 40

/** A path to the folder that leaves room for the name of a socket in it; `leave` when it is not used any more. */
export function shortWay(folder: string): { readonly path: string; leave(): void } {
  if (Buffer.byteLength(folder) <= mostBytes) return { path: folder, leave: () => {} }
  const own = mkdtempSync(join(tmpdir(), 'store-'))
  const path = join(own, 'd')
  symlinkSync(folder, path)
  return { path, leave: () => rmSync(own, { recursive: true, force: true }) }
}
