import { describe, expect, it } from 'vitest'
import { readConfig } from '../../../src/config.ts'
import { mistakeOfAddress, serverAddress } from '../../../src/platform/db/database-url.ts'
import { serverTarget } from '../../../src/platform/db/db.ts'

describe('an address as a host of databases prints it is taken', () => {
  it.each([
    [
      'Neon',
      'postgresql://owner:npg_Secret@ep-cool-123-pooler.eu.aws.neon.tech/shop?sslmode=require&channel_binding=require',
    ],
    [
      'Supabase',
      'postgres://postgres.abc:pw@aws-0-eu.pooler.supabase.com:6543/postgres?pgbouncer=true&connection_limit=1',
    ],
    ['Vercel', 'postgres://u:pw@db.example:6543/postgres?sslmode=require&supa=base-pooler.x'],
    ['Prisma', 'postgresql://u:pw@h:5432/shop?schema=public&connection_limit=5&pool_timeout=10&connect_timeout=15'],
    ['DigitalOcean', 'postgresql://doadmin:pw@db.ondigitalocean.com:25060/defaultdb?sslmode=require'],
    ['Heroku', 'postgres://u:pw@ec2-1-2-3-4.compute.amazonaws.com:5432/d5abc'],
    [
      'Azure',
      'postgres://u%40server:pw@server.postgres.database.azure.com/shop?sslmode=verify-full&sslrootcert=system',
    ],
    ['Cloud SQL', 'postgres://u:pw@/shop?host=/cloudsql/project:region:instance'],
    [
      'two servers',
      'postgres://u:pw@one:5432,two:5433/shop?target_session_attrs=read-write&options=-c%20work_mem%3D8MB',
    ],
    [
      'pgx and JDBC',
      'postgres://u:pw@h/shop?prepareThreshold=0&sslmode=no-verify&keepalives_idle=30&application_name=shop',
    ],
  ])('%s', (_, url) => {
    expect(mistakeOfAddress(url)).toBeNull()
    expect(serverAddress(url).user).toBeDefined()
  })
})

it('an address is read part by part', () => {
  expect(
    serverAddress(
      'postgres://u%40x:p%23%2F%3F%40@[::1]:6000,two/na%20me?sslmode=disable&connect_timeout=3&target_session_attrs=primary&pgbouncer=true&connection_limit=4&statement_timeout=5000',
    ),
  ).toEqual({
    host: ['::1', 'two'],
    port: [6000, 6000],
    user: 'u@x',
    password: 'p#/?@',
    database: 'na me',
    ssl: false,
    connectTimeoutSeconds: 3,
    targetSessionAttrs: 'primary',
    session: { statement_timeout: '5000' },
    prepare: false,
    connectionLimit: 4,
  })
  expect(serverAddress('postgres:///shop?host=/run/postgresql&port=5433').path).toBe('/run/postgresql/.s.PGSQL.5433')
  expect(serverAddress('postgres://a:b@h:1,g:2/x')).toMatchObject({ host: ['h', 'g'], port: [1, 2] })
})

it.each([
  ['disable', false],
  ['allow', 'prefer'],
  ['prefer', 'prefer'],
  ['require', 'require'],
  ['no-verify', 'require'],
  ['verify-full', { rejectUnauthorized: true }],
])('sslmode=%s', (mode, expected) => {
  expect(serverAddress(`postgres://u@h/x?sslmode=${mode}`).ssl).toEqual(expected)
})

it('verify-ca looks at the certificate, and not at the name in it', () => {
  const { ssl } = serverAddress('postgres://u@h/x?sslmode=verify-ca')
  expect(ssl).toEqual({ rejectUnauthorized: true, checkServerIdentity: expect.any(Function) })
})

const password = 'Hunter2secret'
describe('an address that cannot be used is told by the name of its option, never with the password', () => {
  it.each([
    [`postgres://u:${password}@h/x?colour=blue`, 'the option colour is not known'],
    [`postgres://u:${password}@h/x?sslmode=maybe`, 'sslmode is none of disable, allow,'],
    [`postgres://u:${password}@h/x?schema=tenant_4`, 'schema names a schema other than public'],
    [`postgres://u:${password}@h/x?connect_timeout=soon`, 'connect_timeout is no whole number'],
    [`postgres://u:${password}@h/x?connection_limit=0`, 'connection_limit is no whole number of at least 1'],
    [`postgres://u:${password}@h/x?target_session_attrs=standby`, 'target_session_attrs is none of any, read-write'],
    [
      `postgres://u:${password}@h/x?sslmode=verify-ca&sslrootcert=/nowhere/ca.pem`,
      'the file of sslrootcert cannot be read',
    ],
    [`postgres://u:${password}@h/x?gssencmode=require`, 'gssencmode=require is not offered'],
    [`postgres://u:${password}#1@h/x`, 'not an address such as'],
    [`postgres://u:a?${password}=1@h/x`, 'not an address such as'],
    [`postgres://u:a/${password}@h/x`, 'not an address such as'],
    [`postgres://u:a@${password}@h/x`, 'not an address such as'],
    [`postgres://u:${password}%@h/x`, 'a percent sign is not followed by two digits'],
    [`postgres://u:${password}@h:99999/x`, 'the port is no number'],
    [`mysql://u:${password}@h/x`, 'not an address such as'],
    [password, 'not an address such as'],
  ])('%s', (DATABASE_URL, sentence) => {
    const read = () => readConfig({ DATABASE_URL })
    expect(read).toThrow(`DATABASE_URL: ${sentence}`)
    expect(read).not.toThrow(password)
  })
})

it('the pool keeps to the connections that the address allows, and never below what one request may need', () => {
  const pool = (limit: string) => serverTarget(`postgres://u@h/x${limit}`, { pool: 10, prepare: undefined }).pool
  expect(['', '?connection_limit=20', '?connection_limit=5', '?connection_limit=1'].map(pool)).toEqual([10, 10, 4, 2])
})
