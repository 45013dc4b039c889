import type { Page } from '../../src/cli/demo/visitor.ts'
import { pseudoClose, pseudoOpen } from '../../src/platform/messages/pseudo-language.ts'
import { htmlOf } from './html-forms.ts'

/** The words of a page, without its frame, that are neither of a message nor data. */
export function wordsBeside(page: Page, data: readonly (string | RegExp)[] = []): string[] {
  const isData = (words: string) => data.some((one) => (typeof one === 'string' ? one === words : one.test(words)))
  return wordsIn(htmlOf(page)).filter((words) => !isData(words))
}

export function wordsIn(html: string): string[] {
  const [title = ''] = /<title>.* - /.exec(html) ?? []
  const [main = ''] = /<main[\s\S]*<\/main>/.exec(html) ?? []
  const told = [...main.matchAll(/\s(?:title|alt|placeholder|aria-label)="([^"]*)"/g)].map(([, text = '']) => text)
  const text = [title, main, ...told]
    .join('\n')
    .replaceAll(/<[^>]*>/g, '\n')
    .replaceAll(/&[#\w]+;/g, ' ')
  const beside = text.replaceAll(new RegExp(`${pseudoOpen}[^${pseudoClose}]*${pseudoClose}`, 'g'), '\n')
  return beside.split('\n').flatMap((line) => (/\p{L}/u.test(line) ? [line.trim()] : []))
}
