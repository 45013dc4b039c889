import { statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { readStanzas } from '../../sandbox/portal/debian/stanzas.ts'

/** What the demo buys and downloads. */
export interface Sample {
  readonly partNumber: string
  /** As the Debian index says; null for a product of the box's own, whose checksum the platform alone knows. */
  readonly sha256: string | null
}

/** The first package of the index whose file is at hand, so that what is downloaded can be compared with the index. */
export async function sampleOf(packagesFile: string, mirrorDir: string | undefined): Promise<Sample> {
  const roots = [mirrorDir, dirname(packagesFile)].filter((root) => root !== undefined)
  for await (const { Package: name, Filename: path, Size: size, SHA256: sha256 } of readStanzas(packagesFile)) {
    if (!name || !path || !sha256) continue
    const isThere = roots.some((root) => statSync(join(root, path), { throwIfNoEntry: false })?.size === Number(size))
    if (isThere) return { partNumber: `DEB-${name}`, sha256 }
  }
  return { partNumber: 'TEXTURES-2-LIC', sha256: null }
}
