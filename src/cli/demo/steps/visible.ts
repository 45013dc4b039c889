import { counted } from '../../../kernel/words.ts'
import { explanationAnswer, itemsAnswer } from '../answers.ts'
import { amount, check, person, type Step } from '../stage.ts'

export const visible: Step = {
  title: 'See what this account may buy, and why',
  run: async (stage) => {
    const buyer = person(stage, 'buyer')
    const { items } = await buyer.ask(itemsAnswer, 'GET', `${stage.store}/api/items?limit=100`)
    const partNumbers = items.map(({ partNumber }) => partNumber)
    check(partNumbers.length > 5, 'hardly anything is for sale')
    const book = await buyer.ask(explanationAnswer, 'GET', `${stage.store}/api/items/BOOK-PAINT-LIGHT/explain`)
    const reason = book.because.find(({ rule }) => rule === 'NOT_ENTITLED')?.sentence ?? ''
    check(reason.includes('ACT-ACME-PAINT'), 'the trace does not name the line that opens the book')
    const hidden = await buyer.tell('GET', `${stage.store}/api/items/KIT-PARTNER-SHOWCASE`)
    check(hidden.status === 404, 'a partner-only kit is shown to a customer')
    const more = partNumbers.length === 100 ? ' and more' : ''
    return `${counted(partNumbers.length, 'item')}${more}; the book at ${amount(book.unitPrice.minor, book.unitPrice.currency)} because ${reason}`
  },
}
