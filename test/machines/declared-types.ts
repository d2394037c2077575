import { join } from 'node:path'
import ts from 'typescript'

const folder = join(import.meta.dirname, '../../machines')
const { config } = ts.readConfigFile(join(folder, '../tsconfig.json'), ts.sys.readFile)
const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, join(folder, '..'))
const program = ts.createProgram([join(folder, 'index.ts')], options)
const checker = program.getTypeChecker()
const exported = checker.getExportsOfModule(checker.getSymbolAtLocation(fileNamed('index'))!).map(unaliased)

/** The names of the types that the machines export. */
export const typeNames: readonly string[] = exported.filter(isType).map(({ name }) => name)

/** The fields of a type; `?` after those that may be left out. */
export function fieldsOf(name: string): readonly string[] {
  return fieldNames(declaredType(name))
}

/** The strings that a type consists of, or null where it is no such union. */
export function valuesOf(name: string): readonly string[] | null {
  const values = membersOf(declaredType(name)).map((type) => (type.isStringLiteral() ? type.value : null))
  return values.includes(null) ? null : (values as string[])
}

/** The variants of a union by the value of one field, each with its other fields. */
export function variantsOf(name: string, by: string): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    membersOf(declaredType(name)).flatMap((variant) => {
      const tag = checker.getTypeOfSymbol(variant.getProperty(by)!)
      const fields = fieldNames(variant).filter((field) => field !== by)
      return membersOf(tag).map((value) => [checker.typeToString(value).replaceAll('"', ''), fields])
    }),
  )
}

/** What an actor's slot in a setup takes and gives: the names of the types, in the order in which they are written. */
export function slotsOf(machine: 'session' | 'renewal'): Readonly<Record<string, readonly string[]>> {
  const slots: Record<string, readonly string[]> = {}
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node) && ts.isCallExpression(node.initializer)) {
      const { expression, typeArguments } = node.initializer
      const slot = typeArguments?.[0]
      if (expression.getText() === 'actorSlot' && slot && ts.isTypeReferenceNode(slot)) {
        slots[node.name.getText()] = (slot.typeArguments ?? []).map((type) => type.getText())
      }
    }
    ts.forEachChild(node, visit)
  }
  visit(fileNamed(`${machine}.setup`))
  return slots
}

function fileNamed(name: string): ts.SourceFile {
  const file = program.getSourceFile(join(folder, `${name}.ts`))
  if (!file) throw new Error(`machines/${name}.ts is not there`)
  return file
}

function unaliased(symbol: ts.Symbol): ts.Symbol {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
}

function isType({ flags }: ts.Symbol): boolean {
  return (flags & (ts.SymbolFlags.Interface | ts.SymbolFlags.TypeAlias)) !== 0
}

function declaredType(name: string): ts.Type {
  const symbol = exported.find((candidate) => candidate.name === name && isType(candidate))
  if (!symbol) throw new Error(`the machines export no type '${name}'`)
  return checker.getDeclaredTypeOfSymbol(symbol)
}

function membersOf(type: ts.Type): readonly ts.Type[] {
  return type.isUnion() ? type.types : [type]
}

function fieldNames(type: ts.Type): readonly string[] {
  return checker
    .getPropertiesOfType(type)
    .map(({ name, flags }) => (flags & ts.SymbolFlags.Optional ? `${name}?` : name))
}
