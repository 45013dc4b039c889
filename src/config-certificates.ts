import { X509Certificate } from 'node:crypto'

/** Certificates in PEM, one after the other, or in base 64, separated by commas. */
export function certificatesOf(text: string): readonly string[] {
  const blocks = text.includes('-----BEGIN') ? text.split(/(?<=-----END CERTIFICATE-----)/) : text.split(',')
  return blocks.flatMap((block) => {
    const body = block.replaceAll(/-----(BEGIN|END) CERTIFICATE-----|\\n|[\s,]/g, '')
    return body === '' ? [] : [`-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----\n`]
  })
}

export function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).publicKey.type === 'public'
  } catch {
    return false
  }
}
