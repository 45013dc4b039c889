export interface Sum {
  readonly path: string
  readonly hex: string
}

/** The text of an `MD5SUMS` or `SHA256SUMS` file as GNU coreutils read it, sorted by name in byte order. */
export function checksumFile(sums: readonly Sum[]): string {
  return [...sums]
    .sort((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)))
    .map(line)
    .join('')
}

function line({ path, hex }: Sum): string {
  const escaped = path.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r')
  return `${escaped === path ? '' : '\\'}${hex}  ${escaped}\n`
}
