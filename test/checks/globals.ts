import { join } from 'node:path'
import ts from 'typescript'
import { lineOf } from './source'

/** A place where code reaches for something that it neither declares nor imports. */
export interface GlobalUse {
  file: string
  line: number
  name: string
}

const SCOPES = ['globalThis', 'window', 'self', 'global']

/** Uses of the globals `names`, `Date` or `AbortSignal.timeout`, as values: types cost nothing and are left alone. */
export function globalUses(root: string, files: string[], names: readonly string[]): GlobalUse[] {
  const rootNames = files.map((file) => join(root, file))
  const options = { noLib: true, noResolve: true, types: [], allowJs: true, target: ts.ScriptTarget.ESNext }
  const program = ts.createProgram({
    rootNames,
    options: { ...options, moduleDetection: ts.ModuleDetectionKind.Force },
  })
  const checker = program.getTypeChecker()
  return files.flatMap((file, index) => {
    const source = program.getSourceFile(rootNames[index] as string)
    return source === undefined ? [] : usesIn(source, checker, names).map((use) => ({ file, ...use }))
  })
}

function usesIn(source: ts.SourceFile, checker: ts.TypeChecker, names: readonly string[]): Omit<GlobalUse, 'file'>[] {
  const found: Omit<GlobalUse, 'file'>[] = []
  const note = (node: ts.Node, name: string | undefined): boolean => {
    if (name === undefined || !names.includes(name)) return false
    found.push({ line: lineOf(node), name })
    return true
  }
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node))) return
    if (ts.isVariableDeclaration(node) && ts.isObjectBindingPattern(node.name) && node.initializer !== undefined) {
      const scope = globalPath(node.initializer, checker)
      for (const { propertyName, name } of scope === undefined ? [] : node.name.elements)
        note(name, within(scope, (propertyName ?? name).getText(source)))
    }
    if (ts.isExpression(node) && note(node, globalPath(node, checker))) return
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

/** `setTimeout` for `setTimeout` and `(globalThis as X)['setTimeout']`; undefined for what is declared in the file. */
function globalPath(node: ts.Expression, checker: ts.TypeChecker): string | undefined {
  const inner = unwrap(node)
  if (ts.isIdentifier(inner)) return isReference(inner) && !isDeclared(inner, checker) ? inner.text : undefined
  if (ts.isPropertyAccessExpression(inner)) return within(globalPath(inner.expression, checker), inner.name.text)
  if (ts.isElementAccessExpression(inner) && ts.isStringLiteralLike(inner.argumentExpression))
    return within(globalPath(inner.expression, checker), inner.argumentExpression.text)
  return undefined
}

function unwrap(node: ts.Expression): ts.Expression {
  const wrapped =
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isSatisfiesExpression(node)
  return wrapped ? unwrap(node.expression) : node
}

function within(scope: string | undefined, name: string): string | undefined {
  if (scope === undefined) return undefined
  return SCOPES.includes(scope) ? name : `${scope}.${name}`
}

/** Not the name of a property, a declaration or a label. */
function isReference(node: ts.Identifier): boolean {
  const { parent } = node
  if (ts.isShorthandPropertyAssignment(parent)) return parent.name === node
  if (ts.isBreakOrContinueStatement(parent) || ts.isLabeledStatement(parent)) return false
  const { name, propertyName } = parent as { name?: ts.Node; propertyName?: ts.Node }
  return name !== node && propertyName !== node
}

function isDeclared(node: ts.Identifier, checker: ts.TypeChecker): boolean {
  const symbol = ts.isShorthandPropertyAssignment(node.parent)
    ? checker.getShorthandAssignmentValueSymbol(node.parent)
    : checker.getSymbolAtLocation(node)
  return symbol?.declarations?.some((declaration) => declaration.getSourceFile() === node.getSourceFile()) ?? false
}
