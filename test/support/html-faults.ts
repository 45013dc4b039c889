import { HtmlValidate } from 'html-validate'

const validator = new HtmlValidate({ root: true, extends: ['html-validate:recommended'], elements: ['html5'] })

/** What html-validate finds, and text of variables that were not there; one sentence each, with its line. */
export function htmlFaults(html: string): string[] {
  const report = validator.validateStringSync(html)
  const found = report.results.flatMap(({ messages }) =>
    messages.map(({ ruleId, message, line, selector }) => `${ruleId}: ${message} (line ${line}, ${selector})`),
  )
  const leaked = /\[object [A-Z]\w+\]|\bundefined\b|\bNaN\b|=> \{|=>/.exec(html.replace(/<code>[^<]*<\/code>/g, ''))
  return leaked ? [...found, `leaked: ${html.slice(Math.max(0, leaked.index - 60), leaked.index + 60)}`] : found
}
