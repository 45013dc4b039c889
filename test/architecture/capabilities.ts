import ts from 'typescript'
import type { SourceFile } from './source-files.ts'

/** A row of test/CAPABILITIES.md: what holds, in a sentence, and the test files whose titles name it. */
export interface Capability {
  readonly row: string
  readonly sentence: string
  /** Relative to test/. */
  readonly files: readonly string[]
}

const titleFunctions = /^(it|test|describe)\b/
const tag = /\[([A-Z]\d+(?:,\s*[A-Z]\d+)*)\]/g

/** The rows that test titles name, such as `[S31]` or `[S62, P2]`, with the files that name them. */
export function namedRows(files: readonly SourceFile[]): Map<string, Set<string>> {
  const rows = new Map<string, Set<string>>()
  for (const file of files)
    for (const title of titlesOf(file))
      for (const [, list = ''] of title.matchAll(tag))
        for (const row of list.split(/,\s*/))
          rows.set(row, (rows.get(row) ?? new Set()).add(file.path.replace(/^test\//, '')))
  return rows
}

function titlesOf({ tree }: SourceFile): string[] {
  const titles: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && titleFunctions.test(node.expression.getText(tree))) {
      const [title] = node.arguments
      if (title !== undefined && (ts.isStringLiteralLike(title) || ts.isTemplateExpression(title)))
        titles.push(title.getText(tree))
    }
    ts.forEachChild(node, visit)
  }
  visit(tree)
  return titles
}

/** Reads `| S31 | sentence | a.test.ts, b.test.ts |`. */
export function parseCapabilities(page: string): Capability[] {
  return page.split('\n').flatMap((line) => {
    const [, row, sentence = '', files = ''] = /^\| ([A-Z]\d+) \| (.*) \| (.*) \|$/.exec(line) ?? []
    return row === undefined ? [] : [{ row, sentence: sentence.trim(), files: files.split(/,\s*/).filter(Boolean) }]
  })
}

/** The page with its file column as the tests are now, rows in order, and a line for each new row that wants its sentence. */
export function renderCapabilities(page: string, named: ReadonlyMap<string, ReadonlySet<string>>): string {
  const sentences = new Map(parseCapabilities(page).map(({ row, sentence }) => [row, sentence]))
  const head = page.replace(/^\| [A-Z]\d+ \|.*\n/gm, '')
  const lines = [...named.keys()]
    .sort(inOrder)
    .map((row) => `| ${row} | ${sentences.get(row) ?? ''} | ${[...(named.get(row) ?? [])].sort().join(', ')} |`)
  return `${head}${lines.join('\n')}\n`
}

/** The mission's rows first, then what peers do, what none does, and what users complained about. */
function inOrder(left: string, right: string): number {
  const letters = 'SPNC'
  return (
    letters.indexOf(left.charAt(0)) - letters.indexOf(right.charAt(0)) || Number(left.slice(1)) - Number(right.slice(1))
  )
}
