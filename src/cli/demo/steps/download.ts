import { createHash } from 'node:crypto'
import { counted } from '../../../kernel/words.ts'
import { downloadsAnswer } from '../answers.ts'
import { check, orderOf, person, type Step } from '../stage.ts'

export const download: Step = {
  title: 'Download from the receipt',
  run: async (stage) => {
    const buyer = person(stage, 'buyer')
    const activationId = orderOf(stage, 'lostAnswer').lines[0]?.right?.activationId ?? ''
    const { packages } = await buyer.ask(
      downloadsAnswer,
      'GET',
      `${stage.store}/api/products/${activationId}/downloads`,
    )
    const file = packages.flatMap(({ files }) => files)[0]
    check(file !== undefined, 'there is nothing to download')
    const { body, status } = await buyer.open(`${stage.store}${file.href}`)
    check(status === 200, `the link answered ${status}`)
    const sha256 = createHash('sha256').update(body).digest('hex')
    const expected = stage.sample.sha256 ?? file.sha256
    check(sha256 === expected, 'the bytes are not those that the index names')
    return `${file.name}, ${counted(body.length, 'byte')}, SHA-256 ${sha256.slice(0, 16)}... as ${stage.sample.sha256 === null ? 'the platform' : 'the Debian index'} says`
  },
}
