import { SignOnInvalid } from '../../../domains/people/identity/port.ts'

// The largest real responses, with a hundred group names, have a fifth of this.
const longest = 150_000

/**
 * The text of a posted response, of which only plain elements and UTF-8 are accepted.
 * @throws {SignOnInvalid}
 */
export function responseXml(encoded: string): string {
  if (encoded.length > longest || !/^[A-Za-z0-9+/=\s]+$/.test(encoded)) throw new SignOnInvalid('no base 64')
  const xml = decoded(encoded)
  // No SAML message has one, and entities can stand for anything or grow without bound.
  if (/<!(DOCTYPE|ENTITY)/i.test(xml)) throw new SignOnInvalid('a document type definition')
  if (weakAlgorithms.test(xml)) throw new SignOnInvalid('an algorithm that is no longer safe')
  return xml
}

// Collisions of SHA-1 and MD5 can be bought; nothing that providers offer today needs them.
const weakAlgorithms = /Algorithm\s*=\s*["'][^"']*(sha1|md5|hmac)["']/i

function decoded(encoded: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(encoded, 'base64'))
  } catch {
    throw new SignOnInvalid('no UTF-8')
  }
}
