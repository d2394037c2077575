import { type Finding, runAsScript } from './finding'
import { type Import, importsOf } from './imports'
import { layers as house, type Layer } from './layers'
import { CODE, filesUnder, matches } from './tree'

/** Every import stays on its layer or points to one below that the table allows. */
export function checkArrows(root: string, layers: Layer[] = house): Finding[] {
  const layerOf = (file: string) => layers.find(({ match }) => matches(file, match))
  const findings = wrongRows(layers)
  for (const file of filesUnder(root, ['machines', 'src'], CODE)) {
    const layer = layerOf(file)
    if (layer === undefined) {
      findings.push({ file, line: 1, message: 'is on no layer; give it one in test/checks/layers.ts' })
      continue
    }
    for (const { line, ...edge } of importsOf(root, file)) {
      const message = refusal(layer, edge, layerOf)
      if (message !== undefined) findings.push({ file, line, message })
    }
  }
  return findings
}

function refusal(
  layer: Layer,
  { pkg, target, specifier }: Omit<Import, 'line'>,
  layerOf: (file: string) => Layer | undefined,
): string | undefined {
  if (pkg !== null) {
    if (layer.packages.includes(pkg)) return undefined
    return `imports the package ${pkg}, which ${layer.name} may not know; it may import ${list(layer.packages)}`
  }
  if (target === null) return undefined
  const other = layerOf(target)
  if (other === undefined)
    return `imports '${specifier}', which is on no layer; only src/ and machines/ are the package`
  if (other === layer || layer.mayImport.includes(other.name)) return undefined
  return `imports '${specifier}' of ${other.name}; ${layer.name} may import ${list(layer.mayImport)}: pass it in from above, or move what is shared down`
}

function wrongRows(layers: Layer[]): Finding[] {
  const names = layers.map(({ name }) => name)
  return layers.flatMap(({ name, mayImport }, place) =>
    mayImport
      .filter((other) => names.indexOf(other) <= place)
      .map((other) => ({
        file: 'test/checks/layers.ts',
        line: 1,
        message: `'${name}' may import '${other}', which is not below it; arrows point down: reorder the table`,
      })),
  )
}

function list(names: string[]): string {
  return names.length === 0 ? 'nothing else' : names.join(', ')
}

await runAsScript(import.meta.url, checkArrows)
