import { join } from 'node:path'
import ts from 'typescript'
import { entries as built } from '../../tsup.config'
import { ROOT } from './page'

const entries = ['index', 'backends', 'oauth2', 'indexeddb', 'testing'].map((name) => join(ROOT, built[name]!))
const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), ts.sys.readFile)
const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, ROOT)
const program = ts.createProgram([join(ROOT, 'src/globals.d.ts'), ...entries], options)
const checker = program.getTypeChecker()
const exported = new Map(
  entries.flatMap((file) =>
    checker
      .getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(file)!)!)
      .map((symbol) => [symbol.name, unaliased(symbol)] as const),
  ),
)

/** Everything that users can import, the machines apart. */
export const publicNames: readonly string[] = [...exported.keys()]

/** The interfaces and the unions of strings among it. */
export const publicTypes: readonly string[] = publicNames.filter((name) => {
  if ((exported.get(name)!.flags & (ts.SymbolFlags.Interface | ts.SymbolFlags.TypeAlias)) === 0) return false
  const type = declaredType(name)
  return type.isClassOrInterface() || (type.isUnion() && type.types.every((member) => member.isStringLiteral()))
})

/**
 * What a public type consists of: the strings of a union, or the fields that it declares itself. Groups of options are
 * resolved into their fields: `renewal.ahead`.
 */
export function partsOf(name: string): readonly string[] {
  const type = declaredType(name)
  const members = type.isUnion() ? type.types : [type]
  const values = members.flatMap((member) => (member.isStringLiteral() ? [member.value] : []))
  return values.length > 0 ? values : fieldsOf(type, name.endsWith('Options'))
}

/** The fields of each of a type's fields, `type` apart. */
export function fieldsByName(name: string): Readonly<Record<string, readonly string[]>> {
  const properties = checker.getPropertiesOfType(declaredType(name))
  return Object.fromEntries(
    properties.map((property) => {
      const fields = checker.getPropertiesOfType(checker.getTypeOfSymbol(property)).map((field) => field.name)
      return [property.name, fields.filter((field) => field !== 'type')]
    }),
  )
}

function fieldsOf(type: ts.Type, inGroups: boolean): string[] {
  const own = checker
    .getPropertiesOfType(type)
    .filter(({ declarations = [] }) =>
      declarations.some(({ parent }) => type.symbol.declarations?.includes(parent as ts.Declaration)),
    )
  return own.flatMap((property) => {
    if (property.name.startsWith('~')) return []
    const name = property.name.replace(/^__@(\w+)@\d+$/, '[Symbol.$1]')
    const group = inGroups ? groupBehind(property) : null
    const fields = group === null ? [] : fieldsOf(group, true)
    return fields.length === 0 ? [name] : fields.map((field) => `${name}.${field}`)
  })
}

/** The type of a field that groups other options; `null` for a field that is an option itself. */
function groupBehind(property: ts.Symbol): ts.Type | null {
  const type = checker.getNonNullableType(checker.getTypeOfSymbol(property))
  const { symbol } = type
  if (!symbol || type.getCallSignatures().length > 0 || checker.getPropertiesOfType(type).length === 0) return null
  return symbol.name.endsWith('Options') || symbol.name === '__type' ? type : null
}

function declaredType(name: string): ts.Type {
  const symbol = exported.get(name)
  if (!symbol) throw new Error(`no entry exports '${name}'`)
  return checker.getDeclaredTypeOfSymbol(symbol)
}

function unaliased(symbol: ts.Symbol): ts.Symbol {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
}
