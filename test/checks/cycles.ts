import { type Check, type Finding, runAsScript } from './finding'
import { type Import, importsOf } from './imports'
import { CODE, filesUnder } from './tree'

type Graph = Map<string, Import[]>

/** No file imports itself, however long the way and be it for a type. */
export const checkCycles: Check = (root) => {
  const graph: Graph = new Map()
  for (const file of filesUnder(root, ['machines', 'src', 'test', 'docs'], CODE)) graph.set(file, importsOf(root, file))
  const findings: Finding[] = []
  const reported = new Set<string>()
  for (const start of graph.keys()) {
    if (reported.has(start)) continue
    const cycle = shortestWayBack(graph, start)
    if (cycle === undefined) continue
    for (const file of cycle) reported.add(file)
    const [, next] = cycle
    const line = graph.get(start)?.find(({ target }) => target === next)?.line ?? 1
    const message = `imports itself: ${cycle.join(' → ')}; move what they share into a file below both`
    findings.push({ file: start, line, message })
  }
  return findings
}

function shortestWayBack(graph: Graph, start: string): string[] | undefined {
  const cameFrom = new Map<string, string>()
  const queue = [start]
  for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
    for (const { target } of graph.get(file) ?? []) {
      if (target === null || cameFrom.has(target)) continue
      cameFrom.set(target, file)
      if (target !== start) {
        queue.push(target)
        continue
      }
      const cycle = [start]
      for (let at = file; at !== start; at = cameFrom.get(at) as string) cycle.unshift(at)
      return [start, ...cycle]
    }
  }
  return undefined
}

await runAsScript(import.meta.url, checkCycles)
