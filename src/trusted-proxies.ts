import { isIP } from 'node:net'
import type { z } from 'zod'

const named = ['loopback', 'linklocal', 'uniquelocal']
const hint = 'give the number of proxies before the store, such as 1, or their networks, such as 10.0.0.0/8, 127.0.0.1'

/**
 * Whose word on where a request comes from counts: so many proxies, counted from the store, or those in these networks;
 * nobody's for `false`. `true` is refused: everybody could write any address, and limits of tries would limit nobody.
 */
export function trustedProxies(text: string, context: z.RefinementCtx): false | number | string[] {
  const refuse = (message: string) => {
    context.addIssue({ code: 'custom', message })
    return false as const
  }
  const said = text.trim().toLowerCase()
  if (said === '' || said === 'false' || said === '0') return false
  if (said === 'true') return refuse(`"true" would believe every address that anybody writes; ${hint}`)
  if (/^\d+$/.test(said)) return Number(said) <= 20 ? Number(said) : refuse(`more proxies than anybody has; ${hint}`)
  const networks = said.split(',').map((one) => one.trim())
  const wrong = networks.find((one) => !isNetwork(one))
  return wrong === undefined ? networks : refuse(`"${wrong}" is no network; ${hint}`)
}

function isNetwork(text: string): boolean {
  if (named.includes(text)) return true
  const [address = '', bits, ...more] = text.split('/')
  const version = isIP(address)
  if (version === 0 || more.length > 0) return false
  if (bits === undefined) return true
  // Every address there is would be everybody.
  return /^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= (version === 4 ? 32 : 128)
}
