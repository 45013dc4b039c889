import fc from 'fast-check'
import iconv from 'iconv-lite'
import { expect, it } from 'vitest'
import { decodeFile, StrictDecoder } from '../../../src/platform/files/strict-decoder.ts'
import { UnreadableFile } from '../../../src/platform/files/unreadable-file.ts'

function refusalOf(bytes: Uint8Array, encoding: string | null = null): UnreadableFile {
  try {
    decodeFile(bytes, encoding)
  } catch (error) {
    if (error instanceof UnreadableFile) return error
    throw error
  }
  throw new Error('the bytes were taken')
}

const latin = (text: string) => Buffer.from(text, 'latin1')
const utf16 = (text: string) => Buffer.from(text, 'utf16le')

it.each<[string, Buffer, number, string, RegExp]>([
  ['Windows-1252', latin('list,name\r\nsub,Größe\r\n'), 2, 'not-utf8', /not UTF-8: the row has the byte 0xF6/],
  ['Windows-1252 before a line end', latin('a\nb\ngro\xdf\nc'), 3, 'not-utf8', /0xDF/],
  ['lines that end in returns alone', latin('a\rb\rgro\xdf\rc'), 3, 'not-utf8', /0xDF/],
  ['a file cut within a character', Buffer.from('a\nb\n取').subarray(0, -1), 3, 'not-utf8', /cut off/],
  ['UTF-16 with a mark', utf16('\ufefflist,name'), 0, 'utf-16', /UTF-16.*utf-16le/],
  ['UTF-16 without a mark', utf16('list,name'), 0, 'utf-16', /UTF-16.*utf-16le/],
  ['UTF-16, the other way round', utf16('\ufefflist').swap16(), 0, 'utf-16', /utf-16be/],
  ['UTF-16, the other way round without a mark', utf16('list').swap16(), 0, 'utf-16', /utf-16be/],
  ['a NUL character', Buffer.from('a,b\nc,\0d\n'), 2, 'nul-character', /NUL/],
  ['a letter that was lost before', Buffer.from('a\ngro\ufffd\n'), 2, 'replacement-character', /U\+FFFD/],
  ['a workbook', Buffer.from('PK\u0003\u0004....'), 0, 'workbook', /workbook/],
])('%s is refused with its row and its cause [C45]', (_what, bytes, row, code, says) => {
  const { mistake, message } = refusalOf(bytes)
  expect([mistake.row, mistake.code]).toEqual([row, code])
  expect(message).toMatch(says)
})

it('an encoding that somebody says is read letter by letter, and what it does not have is refused [C45]', () => {
  expect(decodeFile(latin('\x80 Gr\xf6\xdfe'), 'windows-1252')).toBe('€ Größe')
  expect(decodeFile(utf16('\ufeffGröße'), 'utf-16le')).toBe('Größe')
  expect(decodeFile(iconv.encode('取扱説明書', 'shift_jis'), 'Shift_JIS')).toBe('取扱説明書')
  expect(refusalOf(latin('a\nb\x81'), 'windows-1252').mistake).toMatchObject({ row: 2, code: 'not-in-encoding' })
  expect(refusalOf(utf16('ab').subarray(0, 3), 'utf-16le').mistake.code).toBe('cut-off')
  expect(refusalOf(latin('a'), 'klingon').mistake.code).toBe('encoding-unknown')
  expect(refusalOf(latin('6162'), 'hex').mistake.code).toBe('encoding-unknown')
})

it.each<[string, Buffer, string, string, number]>([
  ['half a character of UTF-16', utf16('a\nb\ud800c'), 'utf-16le', 'not-in-encoding', 2],
  ['UTF-16 that is cut between the halves', utf16('a\n😀').subarray(0, -2), 'utf-16le', 'not-in-encoding', 2],
  ['UTF-8 with a mark', Buffer.from('\ufeffGröße'), 'windows-1252', 'encoding-differs', 0],
  ['UTF-16 the other way round', utf16('\ufefflist').swap16(), 'utf-16le', 'encoding-differs', 0],
  ['UTF-16 with a mark', utf16('\ufefflist'), 'iso-8859-1', 'encoding-differs', 0],
  ['UTF-7, in which a cut is not seen', latin('Gr+APY-'), 'UTF-7', 'encoding-unknown', 0],
  ['another form of UTF-8', Buffer.from('list'), 'cesu-8', 'encoding-unknown', 0],
])('%s is refused where somebody says an encoding for it [C45]', (_what, bytes, said, code, row) => {
  expect(refusalOf(bytes, said).mistake).toMatchObject({ code, row })
})

it('a mark that agrees with what somebody says is no letter [C45]', () => {
  expect(decodeFile(Buffer.from('\ufeffGröße'), 'UTF8')).toBe('Größe')
  for (const said of ['utf-16', 'utf-16le', 'UCS-2']) expect(decodeFile(utf16('\ufeffGröße 😀'), said)).toBe('Größe 😀')
  expect(decodeFile(utf16('\ufeffGröße').swap16(), 'utf-16be')).toBe('Größe')
  expect(decodeFile(iconv.encode('Größe', 'utf-32le', { addBOM: true }), 'utf-32')).toBe('Größe')
})

it('UTF-8 is the same text however its bytes arrive, its mark is no letter, and a wrong byte has its row [C45]', () => {
  const text = fc.string({ unit: fc.constantFrom('a', '\n', 'é', '取', '😀'), minLength: 4, maxLength: 40 })
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 7 }), fc.nat(), (written, size, place) => {
      const bytes = Buffer.from(written)
      const decoder = new StrictDecoder(null)
      let read = ''
      for (let at = 0; at < bytes.length; at += size) read += decoder.decode(bytes.subarray(at, at + size))
      expect(read + decoder.end()).toBe(written)
      expect(decodeFile(Buffer.concat([Buffer.from('\ufeff'), bytes]))).toBe(written)
      const at = place % bytes.length
      const wrong = Buffer.concat([bytes.subarray(0, at), Buffer.from([0xff]), bytes.subarray(at)])
      expect(refusalOf(wrong).mistake.row).toBe(bytes.subarray(0, at).toString('latin1').split('\n').length)
    }),
  )
})
