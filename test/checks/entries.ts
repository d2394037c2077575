import { readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import ts from 'typescript'
import { entries as built, command } from '../../tsup.config'
import { type Finding, runAsScript } from './finding'

/** What is built is what the package exports and what the sources are known by: tsup.config.ts rules. */
export function checkEntries(root: string, entries: Record<string, string> = built): Finding[] {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile)
  const exported: Record<string, unknown> = { './package.json': './package.json' }
  const paths: Record<string, string[]> = {}
  for (const [name, source] of Object.entries(entries)) {
    const subpath = name === 'index' ? '.' : `./${name}`
    exported[subpath] = { import: conditions(name, 'ts', 'js'), require: conditions(name, 'cts', 'cjs') }
    paths[posix.join(manifest.name, subpath)] = [`./${source}`]
  }
  return [
    ...differences('package.json', 'exports', manifest.exports, exported),
    ...(entries === built ? differences('package.json', 'bin', manifest.bin, programs(manifest.name)) : []),
    ...differences('tsconfig.json', 'compilerOptions.paths', config?.compilerOptions?.paths, paths),
  ]
}

function programs(name: string): Record<string, string> {
  return Object.fromEntries(Object.keys(command).map((file) => [name, `dist/${file}.js`]))
}

function conditions(name: string, types: string, code: string): Record<string, string> {
  return {
    types: `./dist/${name}.d.${types}`,
    development: `./dist/development/${name}.${code}`,
    default: `./dist/${name}.${code}`,
  }
}

/** Compares text, because the order of conditions has a meaning. */
function differences(
  file: string,
  field: string,
  actual: Record<string, unknown> = {},
  expected: Record<string, unknown>,
): Finding[] {
  const keys = new Set([...Object.keys(actual), ...Object.keys(expected)])
  return [...keys].flatMap((key) => {
    const wanted = JSON.stringify(expected[key])
    if (JSON.stringify(actual[key]) === wanted) return []
    const message = wanted === undefined ? 'is not built; add it to tsup.config.ts or remove it' : `should be ${wanted}`
    return [{ file, line: 1, message: `${field}['${key}'] ${message}` }]
  })
}

await runAsScript(import.meta.url, checkEntries)
