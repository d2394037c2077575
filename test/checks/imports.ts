import { existsSync } from 'node:fs'
import { join, relative, resolve, sep } from 'node:path'
import ts from 'typescript'
import { lineOf, parse } from './source'

/** One edge from a file: a static, dynamic or type import, or a re-export. */
export interface Import {
  specifier: string
  line: number
  /** The imported file, relative to the root; `null` for a package. */
  target: string | null
  /** The name of the imported package, `null` for a file. */
  pkg: string | null
}

const options: ts.CompilerOptions = {
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  allowJs: true,
}

/** Every import of `file`, type imports included. */
export function importsOf(root: string, file: string): Import[] {
  const found: Import[] = []
  const visit = (node: ts.Node): void => {
    const specifier = specifierOf(node)
    if (specifier !== undefined) {
      const { text } = specifier
      const local = text.startsWith('.') || text.startsWith('/')
      found.push({
        specifier: text,
        line: lineOf(specifier),
        target: local ? resolveFile(root, file, text) : null,
        pkg: local ? null : packageName(text),
      })
    }
    ts.forEachChild(node, visit)
  }
  visit(parse(root, file))
  return found
}

function specifierOf(node: ts.Node): ts.StringLiteralLike | undefined {
  const specifier =
    ts.isImportDeclaration(node) || ts.isExportDeclaration(node)
      ? node.moduleSpecifier
      : ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)
        ? node.argument.literal
        : ts.isExternalModuleReference(node)
          ? node.expression
          : ts.isCallExpression(node) && isImporting(node.expression)
            ? node.arguments[0]
            : undefined
  return specifier !== undefined && ts.isStringLiteralLike(specifier) ? specifier : undefined
}

function isImporting(callee: ts.Expression): boolean {
  return callee.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(callee) && callee.text === 'require')
}

function resolveFile(root: string, file: string, specifier: string): string {
  const from = resolve(root, file)
  const host = { fileExists: existsSync, readFile: ts.sys.readFile }
  const { resolvedModule } = ts.resolveModuleName(specifier, from, options, host)
  const target = resolvedModule?.resolvedFileName ?? join(from, '..', specifier)
  return relative(resolve(root), target).split(sep).join('/')
}

function packageName(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')
}
