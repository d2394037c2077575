import { builtinModules } from 'node:module'
import { type Check, type Finding, runAsScript } from './finding'
import { globalUses } from './globals'
import { importsOf } from './imports'
import { CODE, filesUnder } from './tree'

const NODE = ['process', 'Buffer', 'require', 'module', 'exports', '__dirname', '__filename', 'global', 'setImmediate']

/** The package runs in browsers: only the command line may know Node. */
export const checkNode: Check = (root) => {
  const files = filesUnder(root, ['machines', 'src'], CODE).filter((file) => !file.startsWith('src/cli/'))
  const findings: Finding[] = globalUses(root, files, NODE).map(({ file, line, name }) => ({
    file,
    line,
    message: `uses Node's ${name}; pass in what it needs as a port, or move it to src/cli/`,
  }))
  for (const file of files) {
    for (const { pkg, line } of importsOf(root, file)) {
      if (pkg === null || !(pkg.startsWith('node:') || builtinModules.includes(pkg))) continue
      findings.push({ file, line, message: `imports ${pkg} of Node; pass in what it needs as a port` })
    }
  }
  return findings
}

await runAsScript(import.meta.url, checkNode)
