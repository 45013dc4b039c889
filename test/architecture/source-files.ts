import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { projectRoot } from '../../src/platform/project-root.ts'

export interface SourceFile {
  /** From the project's root, with forward slashes. */
  readonly path: string
  readonly text: string
  /** Parsed without types: rules here are about what is written. */
  readonly tree: ts.SourceFile
}

/** Every TypeScript file below the folders. */
export function sourceFiles(...folders: readonly string[]): SourceFile[] {
  return folders.flatMap((folder) =>
    readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .sort()
      .map((name) => {
        const path = `${folder}/${name.replaceAll('\\', '/')}`
        return sourceFile(path, readFileSync(join(projectRoot, path), 'utf8'))
      }),
  )
}

export function sourceFile(path: string, text: string): SourceFile {
  return { path, text, tree: ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true) }
}

/** Where a node stands, as editors and terminals link it: `src/app.ts:12`. */
export function placeOf(file: SourceFile, position: number): string {
  return `${file.path}:${file.tree.getLineAndCharacterOfPosition(position).line + 1}`
}

/** The places of all nodes that answer true. */
export function findNodes(file: SourceFile, isFound: (node: ts.Node) => boolean): string[] {
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    if (isFound(node)) found.push(placeOf(file, node.getStart(file.tree)))
    ts.forEachChild(node, visit)
  }
  visit(file.tree)
  return found
}

/** The places of all comments that match. */
export function findComments(file: SourceFile, pattern: RegExp): string[] {
  const found: string[] = []
  const seen = new Set<number>()
  const visit = (node: ts.Node): void => {
    for (const ranges of [
      ts.getLeadingCommentRanges(file.text, node.getFullStart()),
      ts.getTrailingCommentRanges(file.text, node.getEnd()),
    ])
      for (const { pos, end } of ranges ?? []) {
        if (seen.has(pos)) continue
        seen.add(pos)
        if (pattern.test(file.text.slice(pos, end))) found.push(placeOf(file, pos))
      }
    for (const child of node.getChildren(file.tree)) visit(child)
  }
  visit(file.tree)
  return found
}
