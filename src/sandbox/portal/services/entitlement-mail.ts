import type { SendMail } from '../mail.ts'
import { failure, success } from '../soap/answers.ts'
import { type Operation, operation } from '../soap/service.ts'
import { boolean, many, one, optional, sequence, text } from '../soap/types.ts'
import type { Entitlement, SentMail } from '../world/rows.ts'
import type { World } from '../world/world.ts'
import { entitlementIdentifier } from './entitlement-types.ts'

const addresses = sequence({ emailId: many(text, 1) })

/** emailEntitlement: the Welcome mail with everything the entitlement holds. Each call mails again. */
export function entitlementMail(world: World, send: SendMail): Operation {
  return operation({
    name: 'emailEntitlement',
    writes: true,
    type: sequence({
      entitlementIdentifier: one(entitlementIdentifier),
      ignoreExistingEmailList: optional(boolean),
      validateEmailAddresses: optional(boolean),
      emailIdList: optional(addresses),
      ccEmailIdList: optional(addresses),
      bccEmailIdList: optional(addresses),
      locale: optional(text),
    }),
    async run(asked) {
      const id = asked.entitlementIdentifier.primaryKeys?.entitlementId
      const row = world.entitlements
        .values()
        .find((one) => (id === undefined ? one.uniqueId === asked.entitlementIdentifier.uniqueId : one.id === id))
      if (!row) return failure('The entitlement does not exist')
      const listed = [asked.emailIdList, asked.ccEmailIdList, asked.bccEmailIdList].flatMap(
        (list) => list?.emailId ?? [],
      )
      const existing = asked.ignoreExistingEmailList === true || row.shipToEmail === '' ? [] : [row.shipToEmail]
      const to = [...new Set([...existing, ...listed])]
      if (to.length === 0) return failure('The To field in the Welcome Email Template is missing')
      const wrong = asked.validateEmailAddresses === true ? to.find((one) => !/^[^\s@]+@[^\s@]+$/.test(one)) : undefined
      if (wrong !== undefined) return failure('An e-mail address is not valid')
      const mail = welcomeMail(world, row, to, asked.locale ?? 'en_US')
      if (!(await send(mail))) return failure('The mail server did not take the mail')
      world.mails.set(mail.id, mail)
      return success
    },
  })
}

function welcomeMail(world: World, row: Entitlement, to: readonly string[], locale: string): SentMail {
  const lines = world.lines.values().filter((line) => line.entitlementId === row.id)
  const maintenance = world.maintenanceLines.values().filter((line) => line.entitlementId === row.id)
  const until = (end: string | null) => (end === null ? 'for ever' : `until ${end}`)
  const rights = [
    ...lines.map(
      (line) =>
        `- ${line.quantity} x ${line.product.name} ${line.product.version}, ${until(line.expirationDate)}\n` +
        `  Activation ID: ${line.activationId}`,
    ),
    ...maintenance.map((line) => `- ${line.product.name}, ${until(line.expirationDate)}\n  ID: ${line.activationId}`),
  ]
  return {
    id: `mail-${world.nextUniqueId()}`,
    template: 'Welcome',
    entitlementId: row.id,
    to,
    locale,
    subject: `Welcome: your entitlement ${row.id}`,
    text: [
      'Welcome to Paintworks Software.',
      '',
      `${world.accounts.get(row.soldTo)?.name ?? 'Your company'} now holds entitlement ${row.id}:`,
      '',
      ...rights,
      '',
      'Sign in to the download portal with your e-mail address to fetch your files.',
      '',
    ].join('\n'),
    at: world.now(),
  }
}
