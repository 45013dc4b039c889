import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { Resvg } from '@resvg/resvg-js'
import type { Logo } from './platform/http/pages/brand.ts'
import { projectRoot } from './platform/project-root.ts'

const most = 512 * 1024
const forms = 'give a path of a PNG, JPEG or SVG file, or an address that begins with https: or data:'

/**
 * The logo that a setting names. Files and `data:` addresses are read at once, so that a store with a broken logo does not
 * start; pictures at https addresses are fetched by browsers alone.
 */
export function logoOf(text: string): Logo | { readonly mistake: string } {
  if (/^https:/i.test(text)) return atAddress(text)
  if (/^data:/i.test(text)) return pictureIn(dataOf(text), 'the data: address is')
  // A letter before the colon is a disk of Windows.
  if (/^[a-z][a-z\d+.-]+:/i.test(text)) return { mistake: forms }
  try {
    return pictureIn(readFileSync(resolve(projectRoot, text)), 'the file is')
  } catch {
    return { mistake: `the file cannot be read (a path counts from the folder of the program); ${forms}` }
  }
}

function atAddress(text: string): ReturnType<typeof logoOf> {
  const url = URL.parse(text)
  if (url === null || url.username !== '' || url.password !== '') return { mistake: forms }
  return { kind: 'address', address: url.href, origin: url.origin }
}

/** @see RFC 2397 */
function dataOf(text: string): Buffer {
  const [, parameters = '', data = ''] = /^data:([^,]*),(.*)$/is.exec(text) ?? []
  if (/;\s*base64\s*$/i.test(parameters)) return Buffer.from(data, 'base64')
  try {
    return Buffer.from(decodeURIComponent(data), 'utf8')
  } catch {
    return Buffer.alloc(0)
  }
}

function pictureIn(bytes: Buffer, what: string): ReturnType<typeof logoOf> {
  if (bytes.length > most) return { mistake: `${what} larger than ${most / 1024} KiB` }
  const type = typeOf(bytes)
  const size = type === null ? null : sizeOf[type](bytes)
  if (type === null || size === null || size.width < 1 || size.height < 1)
    return { mistake: `${what} no PNG, JPEG or SVG picture that can be read` }
  return { kind: 'picture', type, bytes, ...size }
}

/** By what is in it: the end of a name and the type in an address may be wrong. */
function typeOf(bytes: Buffer): keyof typeof sizeOf | null {
  if (bytes.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))) return 'image/png'
  if (bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return 'image/jpeg'
  const prolog = /^\uFEFF?(\s|<\?xml[^>]*>|<!--[\s\S]*?-->|<!DOCTYPE[^>]*>)*<svg[\s>]/i
  return prolog.test(bytes.toString('utf8')) ? 'image/svg+xml' : null
}

interface Size {
  readonly width: number
  readonly height: number
}

const sizeOf = {
  /** @see PNG (third edition), 11.2.1: the header comes first. */
  'image/png': (bytes: Buffer): Size | null =>
    bytes.length < 24 ? null : { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) },
  /** @see ITU-T T.81, B.2.2: the size stands in the segment that starts a frame, C0 to CF without C4, C8 and CC. */
  'image/jpeg': (bytes: Buffer): Size | null => {
    for (let at = 2; at + 9 <= bytes.length; at += 2 + bytes.readUInt16BE(at + 2)) {
      const marker = bytes.readUInt8(at + 1)
      if (bytes.readUInt8(at) !== 0xff || marker === 0xda) return null
      if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
        return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) }
    }
    return null
  },
  'image/svg+xml': (bytes: Buffer): Size | null => {
    try {
      const { width, height } = new Resvg(bytes.toString('utf8'))
      return { width, height }
    } catch {
      return null
    }
  },
}
