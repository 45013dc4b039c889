import { readFileSync } from 'node:fs'
import type { ConnectionOptions } from 'node:tls'

/** How to reach a server, in the words of the client that does. */
export interface ServerAddress {
  readonly host: string[]
  readonly port: number[]
  /** A local socket instead of host and port. */
  readonly path?: string
  readonly user?: string
  readonly password?: string
  readonly database?: string
  readonly ssl: false | 'prefer' | 'require' | ConnectionOptions
  readonly sslnegotiation?: 'direct'
  readonly connectTimeoutSeconds?: number
  /** Which of several servers will do. */
  readonly targetSessionAttrs?: 'read-write' | 'primary'
  /** Given to the server with the sign-on. */
  readonly session: Readonly<Record<string, string>>
  /** False when the address says that a pooler gives each transaction another session. */
  readonly prepare: boolean
  /** The most connections that the address allows; null when it does not say. */
  readonly connectionLimit: number | null
}

/** Wrong about an address: whole sentences, which never quote more of it than an option's name. */
export class WrongAddress extends Error {}

/**
 * Reads a connection string as PostgreSQL's own tools and the hosts of databases write it.
 * @throws {WrongAddress}
 * @see PostgreSQL documentation, "Connection URIs"
 */
export function serverAddress(text: string): ServerAddress {
  const { authority, rest } = partsOf(text)
  const [hosts, signOn = ''] = authority.split('@').reverse()
  const [user = '', ...password] = signOn.split(':')
  const url = parsed(`postgres://host${rest}`)
  const given = new Map<string, string>()
  for (const [name, value] of url.searchParams) {
    if (!known.has(name)) throw new WrongAddress(`the option ${shown(name)} is not known`)
    given.set(name, value)
  }
  const places = placesOf(hosts ?? '', given)
  const [path] = places.paths
  const options = {
    ...places.tcp,
    ...(path === undefined ? {} : { path }),
    ...optional('user', given.get('user') ?? decoded(user)),
    ...optional('password', given.get('password') ?? decoded(password.join(':'))),
    ...optional('database', given.get('dbname') ?? decoded(url.pathname.slice(1))),
    ssl: path === undefined ? sslOf(given) : (false as const),
    ...(oneOf(given, 'sslnegotiation', ['postgres', 'direct']) === 'direct'
      ? { sslnegotiation: 'direct' as const }
      : {}),
    ...timeoutOf(given),
    ...targetOf(given),
    session: sessionOf(given),
    prepare: prepareOf(given),
    connectionLimit: numberOf(given, 'connection_limit', 1),
  }
  checkRest(given)
  return options
}

/** Why the address cannot be used; null when it can. */
export function mistakeOfAddress(text: string): string | null {
  try {
    serverAddress(text)
    return null
  } catch (error) {
    if (error instanceof WrongAddress) return error.message
    throw error
  }
}

const sslModes = ['disable', 'allow', 'prefer', 'require', 'no-verify', 'verify-ca', 'verify-full']
// What the server is told; their values are the server's to judge.
const sessionOptions = [
  'application_name',
  'options',
  'statement_timeout',
  'lock_timeout',
  'idle_in_transaction_session_timeout',
]
// They have no meaning here, or none that the client could give them: it keeps connections alive by itself, signs on by
// SCRAM without binding it to the channel, and statements wait for a place in its pool without limit.
const passedOver = [
  'channel_binding',
  'pool_timeout',
  'gssencmode',
  'sslsni',
  'sslcompression',
  'load_balance_hosts',
  'client_encoding',
  'keepalives',
  'keepalives_idle',
  'keepalives_interval',
  'keepalives_count',
  'tcp_user_timeout',
  'fallback_application_name',
  'uselibpqcompat',
  'supa',
  'workaround',
]
const known = new Set([
  'host',
  'port',
  'user',
  'password',
  'dbname',
  'ssl',
  'sslmode',
  'sslrootcert',
  'sslcert',
  'sslkey',
  'sslpassword',
  'sslnegotiation',
  'connect_timeout',
  'target_session_attrs',
  'connection_limit',
  'schema',
  'currentSchema',
  'pgbouncer',
  'statement_cache_size',
  'prepareThreshold',
  'prepared_statements',
  ...sessionOptions,
  ...passedOver,
])

function partsOf(text: string): { authority: string; rest: string } {
  const [, authority, rest] = /^postgres(?:ql)?:\/\/([^/?#]*)([/?].*)?$/s.exec(text) ?? []
  // A letter that has a meaning of its own, within a password, takes the address apart in the wrong place.
  const cutShort = authority !== undefined && !authority.includes('@') && rest?.includes('@') === true
  if (authority === undefined || text.includes('#') || authority.split('@').length > 2 || cutShort)
    throw new WrongAddress(
      'not an address such as postgres://user:password@host:5432/name; in a password, write # as %23, / as %2F, ? as %3F and @ as %40',
    )
  return { authority, rest: rest ?? '' }
}

function parsed(text: string): URL {
  try {
    return new URL(text)
  } catch {
    throw new WrongAddress('not an address such as postgres://user:password@host:5432/name')
  }
}

function placesOf(authority: string, given: Map<string, string>) {
  const hosts = (given.get('host') ?? decoded(authority.replaceAll(/:\d*(?=,|$)/g, ''))).split(',')
  const ports = (given.get('port') ?? authority.replaceAll(/(?:\[[^\]]*\]|[^,:])*:?(\d*)/g, '$1')).split(',')
  const port = hosts.map((_, n) => Number(ports[n] || ports[0] || 5432))
  if (port.some((number) => !Number.isInteger(number) || number < 1 || number > 65_535))
    throw new WrongAddress('the port is no number from 1 to 65535')
  return {
    tcp: { host: hosts.map((host) => host.replaceAll(/^\[|\]$/g, '') || 'localhost'), port },
    paths: hosts.flatMap((host, n) => (host.startsWith('/') ? [`${host}/.s.PGSQL.${port[n]}`] : [])),
  }
}

function sslOf(given: Map<string, string>): ServerAddress['ssl'] {
  const flag = oneOf(given, 'ssl', ['true', 'false', '1', '0', ...sslModes])
  const named = flag === 'true' || flag === '1' ? 'require' : flag === 'false' || flag === '0' ? 'disable' : flag
  const mode = oneOf(given, 'sslmode', sslModes) ?? named ?? 'prefer'
  const root = given.get('sslrootcert')
  const ca = root === undefined || root === 'system' ? undefined : fileOf(given, 'sslrootcert')
  const own = {
    ...optional('cert', fileOf(given, 'sslcert')),
    ...optional('key', fileOf(given, 'sslkey')),
    ...optional('passphrase', given.get('sslpassword')),
    ...optional('ca', ca),
  }
  if (mode === 'disable') return false
  // As in libpq: with a root of its own, `require` looks at the certificate; with the system's, at the name too.
  if (mode === 'verify-full' || root === 'system') return { rejectUnauthorized: true, ...own }
  if (mode === 'verify-ca' || (mode === 'require' && ca !== undefined))
    return { rejectUnauthorized: true, checkServerIdentity: () => undefined, ...own }
  if (mode === 'allow' || mode === 'prefer') return 'prefer'
  return Object.keys(own).length === 0 ? 'require' : { rejectUnauthorized: false, ...own }
}

function fileOf(given: Map<string, string>, name: string): string | undefined {
  const path = given.get(name)
  if (path === undefined || path === '') return undefined
  try {
    return readFileSync(path, 'utf8')
  } catch {
    throw new WrongAddress(`the file of ${name} cannot be read`)
  }
}

function timeoutOf(given: Map<string, string>) {
  const seconds = numberOf(given, 'connect_timeout', 0)
  // Zero and less mean without limit there; here nothing waits without one.
  return seconds === null || seconds === 0 ? {} : { connectTimeoutSeconds: seconds }
}

function targetOf(given: Map<string, string>): Pick<ServerAddress, 'targetSessionAttrs'> {
  const target = oneOf(given, 'target_session_attrs', ['any', 'read-write', 'primary'])
  return target === 'read-write' || target === 'primary' ? { targetSessionAttrs: target } : {}
}

function sessionOf(given: Map<string, string>): Record<string, string> {
  const name = given.get('application_name') ?? given.get('fallback_application_name')
  return {
    ...Object.fromEntries(sessionOptions.flatMap((option) => optionOf(option, given.get(option)))),
    ...optional('application_name', name),
  }
}

function prepareOf(given: Map<string, string>): boolean {
  const flags = ['true', 'false', '1', '0']
  const pooled = oneOf(given, 'pgbouncer', flags)
  const prepared = oneOf(given, 'prepared_statements', flags)
  if (pooled === 'true' || pooled === '1' || prepared === 'false' || prepared === '0') return false
  return given.get('statement_cache_size') !== '0' && given.get('prepareThreshold') !== '0'
}

function checkRest(given: Map<string, string>): void {
  for (const name of ['schema', 'currentSchema'])
    if (![undefined, '', 'public'].includes(given.get(name)))
      throw new WrongAddress(`${name} names a schema other than public, and the tables of the store are in public`)
  if (given.get('gssencmode') === 'require') throw new WrongAddress('gssencmode=require is not offered')
  const encoding = given.get('client_encoding')?.toLowerCase().replace('-', '')
  if (encoding !== undefined && encoding !== 'utf8' && encoding !== 'auto')
    throw new WrongAddress('client_encoding is not UTF8')
}

function oneOf(given: Map<string, string>, name: string, values: readonly string[]): string | undefined {
  const value = given.get(name)
  if (value !== undefined && !values.includes(value)) throw new WrongAddress(`${name} is none of ${values.join(', ')}`)
  return value
}

function numberOf(given: Map<string, string>, name: string, least: number): number | null {
  const value = given.get(name)
  if (value === undefined || value === '') return null
  if (!/^\d{1,6}$/.test(value) || Number(value) < least)
    throw new WrongAddress(`${name} is no whole number of at least ${least}`)
  return Number(value)
}

function optional<Name extends string>(name: Name, value: string | undefined): { [Key in Name]?: string } {
  return value === undefined || value === '' ? {} : ({ [name]: value } as { [Key in Name]?: string })
}

function optionOf(name: string, value: string | undefined): [string, string][] {
  return value === undefined || value === '' ? [] : [[name, value]]
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new WrongAddress('a percent sign is not followed by two digits; write it as %25')
  }
}

/** What stands where a name should may be part of a password that was not written as it has to be. */
function shown(name: string): string {
  return /^[A-Za-z][A-Za-z0-9_.-]{0,39}$/.test(name) ? name : 'at the end'
}
