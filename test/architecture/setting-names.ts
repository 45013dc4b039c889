import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { projectRoot } from '../../src/platform/project-root.ts'
import { sourceFile } from './source-files.ts'

/** Every variable that the store reads, as the schemas of the configuration name them. */
export function settingNames(): ReadonlySet<string> {
  const names = new Set<string>()
  for (const file of readdirSync(join(projectRoot, 'src')).filter((name) => /^config(-[a-z-]+)?\.ts$/.test(name))) {
    const { tree } = sourceFile(`src/${file}`, readFileSync(join(projectRoot, 'src', file), 'utf8'))
    const visit = (node: ts.Node): void => {
      if (ts.isPropertyAssignment(node) && isOfSchema(node) && /^[A-Z][A-Z0-9_]+$/.test(node.name.getText(tree)))
        names.add(node.name.getText(tree))
      ts.forEachChild(node, visit)
    }
    visit(tree)
  }
  return names
}

/** `z.object({ ... })`, or an object that ends in `Settings` and becomes part of one. */
function isOfSchema({ parent }: ts.PropertyAssignment): boolean {
  const owner = parent.parent
  if (ts.isCallExpression(owner)) return owner.expression.getText() === 'z.object'
  return ts.isVariableDeclaration(owner) && /Settings$/.test(owner.name.getText())
}
