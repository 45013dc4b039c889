import { relative, resolve, sep } from 'node:path'

export interface PathPrefixes {
  /** The job folder as this machine mounts it. */
  readonly local: string
  /** The folder's path as the device's Windows sees it: `\\server\share` or `C:\folder`. */
  readonly device: string
}

/** A path inside the local prefix, as the device spells it. @throws {OutsideShare} */
export function devicePath(prefixes: PathPrefixes, path: string): string {
  const inside = relative(resolve(prefixes.local), resolve(path))
  if (inside === '' || inside.split(sep)[0] === '..' || resolve(inside) === inside)
    throw new OutsideShare(path, prefixes.local)
  return `${prefixes.device.replace(/[\\/]+$/, '')}\\${inside.split(sep).join('\\')}`
}

export class OutsideShare extends Error {
  constructor(path: string, local: string) {
    super(`${path} lies outside ${local}, so the device cannot see it`)
    this.name = 'OutsideShare'
  }
}
