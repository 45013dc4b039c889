import { createHash } from 'node:crypto'
import { counted } from '../../../kernel/words.ts'
import { downloadsAnswer, productsAnswer } from '../answers.ts'
import { handOver, signInAtPortal } from '../portal-visit.ts'
import { check, type Step } from '../stage.ts'

export const inheritedRight: Step = {
  title: 'Download a right that a subsidiary inherits',
  run: async (stage) => {
    const member = await signInAtPortal(stage.portal, 'greta@acme.example')
    await handOver(member, stage.portal, { entry: 'products' })
    const { lines } = await member.ask(productsAnswer, 'GET', `${stage.store}/api/products`)
    const right = lines.find(({ inheritedFrom }) => inheritedFrom === 'ACME')
    check(right !== undefined, 'the subsidiary inherits nothing')
    const { packages } = await member.ask(
      downloadsAnswer,
      'GET',
      `${stage.store}/api/products/${right.activationId}/downloads`,
    )
    const files = packages.flatMap((each) => each.files)
    check(files.length > 0, 'the inherited right has no file')
    let bytes = 0
    for (const { name, href, sizeBytes, sha256 } of files) {
      const { status, body } = await member.open(`${stage.store}${href}`)
      check(status === 200, `${name} answered ${status}`)
      check(body.length === sizeBytes, `${name} has ${counted(body.length, 'byte')} instead of ${sizeBytes}`)
      check(
        createHash('sha256').update(body).digest('hex') === sha256,
        `${name} is not the file that the platform names`,
      )
      bytes += body.length
    }
    return `${right.activationId} of ACME, by ACME-DE: ${counted(files.length, 'file')}, ${bytes} bytes, each as the platform says`
  },
}
