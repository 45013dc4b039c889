import { inflateSync } from 'node:zlib'

/** The words of a PDF as a reader would copy them, page after page: streams inflated, glyphs looked up in each font's ToUnicode map. */
export function pdfText(file: Buffer): string {
  const objects = new Map<string, string>()
  for (const [, id = '', body = ''] of file.toString('latin1').matchAll(/^(\d+) 0 obj\n([\s\S]*?)\nendobj/gm))
    objects.set(id, body)
  const objectOf = (body: string, name: string) =>
    objects.get(new RegExp(`/${name} (\\d+) 0 R`).exec(body)?.[1] ?? '') ?? ''
  const pages = [...objects.values()].filter((body) => /\/Type \/Page\b/.test(body))
  return pages
    .map((page) => {
      const fonts = new Map<string, Map<number, string>>()
      for (const [, name = '', id = ''] of objectOf(page, 'Resources').matchAll(/\/(F\d+) (\d+) 0 R/g))
        fonts.set(name, charactersOf(streamOf(objectOf(objects.get(id) ?? '', 'ToUnicode'))))
      return wordsOf(streamOf(objectOf(page, 'Contents')), fonts)
    })
    .join('\n')
}

function streamOf(body: string): string {
  const packed = /stream\n([\s\S]*)\nendstream/.exec(body)?.[1] ?? ''
  return packed === '' ? '' : inflateSync(Buffer.from(packed, 'latin1')).toString('latin1')
}

function charactersOf(map: string): Map<number, string> {
  const characters = new Map<number, string>()
  for (const [, first = '', , list = ''] of map.matchAll(/<(\w{4})> <(\w{4})> \[([^\]]*)\]/g))
    for (const [index, [, hex = '']] of [...list.matchAll(/<([\w ]+)>/g)].entries())
      characters.set(
        Number.parseInt(first, 16) + index,
        Buffer.from(hex.replaceAll(' ', ''), 'hex').swap16().toString('utf16le'),
      )
  return characters
}

function wordsOf(content: string, fonts: ReadonlyMap<string, ReadonlyMap<number, string>>): string {
  let font: ReadonlyMap<number, string> = new Map()
  const words: string[] = []
  for (const [, name, array] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
    if (name !== undefined) font = fonts.get(name) ?? new Map()
    else {
      const glyphs = [...(array ?? '').matchAll(/<(\w+)>/g)].map(([, hex = '']) => hex).join('')
      words.push((glyphs.match(/.{4}/g) ?? []).map((code) => font.get(Number.parseInt(code, 16)) ?? '').join(''))
    }
  }
  return words.join('\n')
}
