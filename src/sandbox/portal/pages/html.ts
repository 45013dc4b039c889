/** Text that is already HTML. */
export interface Html {
  readonly html: string
}

type Part = string | number | Html | readonly Html[]

/** A template of HTML: texts are escaped, HTML and lists of HTML go in as they are. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { html: strings.reduce((all, text, index) => all + render(parts[index - 1] ?? '') + text) }
}

export const nothing: Html = { html: '' }

function render(part: Part): string {
  if (typeof part === 'string' || typeof part === 'number') return escaped(String(part))
  return 'html' in part ? part.html : part.map((one) => one.html).join('')
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character)
}
