import { z } from 'zod'

/** A port of this machine (`9090`), or an address with its port (`10.0.0.5:9090`, `[::1]:9090`). */
export const addressWithPort = z.string().transform((text, context) => {
  const found = /^(?:(?<host>[\w.-]+|\[[\da-f:]+\]):)?(?<port>\d{1,5})$/i.exec(text)
  const { host = '127.0.0.1', port } = found?.groups ?? {}
  if (port !== undefined && Number(port) > 0 && Number(port) < 65_536)
    return { host: host.replace(/^\[|\]$/g, ''), port: Number(port) }
  const message = 'give a port such as 9090, or an address with its port such as 10.0.0.5:9090'
  context.addIssue({ code: 'custom', message })
  return z.NEVER
})
