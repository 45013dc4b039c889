import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { expect, it } from 'vitest'
import { createRequest, eos, openPortal, soap } from './support.ts'

const mailFor = (id: string) =>
  `<emailEntitlementRequest xmlns="${eos.ns}"><entitlementIdentifier><primaryKeys><entitlementId>${id}</entitlementId></primaryKeys></entitlementIdentifier>` +
  '<ignoreExistingEmailList>true</ignoreExistingEmailList><emailIdList><emailId>alice@acme.example</emailId></emailIdList></emailEntitlementRequest>'

it('the platform sends one Welcome mail with every line, and says so when no mail server takes it [S64]', async () => {
  const received: string[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _session, done) {
      let text = ''
      stream.on('data', (chunk: Buffer) => {
        text += chunk.toString()
      })
      stream.on('end', () => {
        received.push(text)
        done()
      })
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  const portal = await openPortal({ smtpUrl: `smtp://127.0.0.1:${port}` })
  await soap(portal, eos, createRequest('MAIL-1'))
  expect(received).toHaveLength(0)
  expect((await soap(portal, eos, mailFor('MAIL-1'))).statusText).toBe('SUCCESS')
  expect(received).toHaveLength(1)
  expect(received[0]).toContain('portal@paintworks.example')
  expect(received[0]).toContain('MAIL-1-L1')

  await new Promise<void>((resolve) => server.close(() => resolve()))
  expect((await soap(portal, eos, mailFor('MAIL-1'))).statusText).toBe('FAILURE')
  expect(portal.state().mails).toBe(1)
  await portal.end()
})
