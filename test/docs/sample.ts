import ts from 'typescript'
import * as vitest from 'vitest'
import * as main from 'xstate-auth-session'
import * as backends from 'xstate-auth-session/backends'
import * as eventStream from 'xstate-auth-session/event-stream'
import * as sockets from 'xstate-auth-session/sockets'
import * as testing from 'xstate-auth-session/testing'
import type { Block } from './page'

const modules: Readonly<Record<string, object>> = {
  'xstate-auth-session': main,
  'xstate-auth-session/backends': backends,
  'xstate-auth-session/event-stream': eventStream,
  'xstate-auth-session/sockets': sockets,
  'xstate-auth-session/testing': testing,
}

type Test = () => Promise<void>

/**
 * Runs a sample of the documentation. `globals` are what it finds besides its imports, `packages` what else it may import; what
 * it exports comes back.
 */
export async function runSample<Exports extends object>(
  { text }: Block,
  globals: Readonly<Record<string, unknown>> = {},
  packages: Readonly<Record<string, object>> = {},
): Promise<Exports> {
  const exported = {}
  await start(text, globals, exported, { ...modules, ...packages })
  return exported as Exports
}

/** The tests that a sample defines, by name. */
export async function testsIn(
  { text }: Block,
  globals: object = {},
  packages: typeof modules = {},
): Promise<ReadonlyMap<string, Test>> {
  const tests = new Map<string, Test>()
  const collect = (name: string, test: Test) => void tests.set(name, test)
  const describe = (_: string, define: () => void) => define()
  await start(text, globals, {}, { ...modules, ...packages, vitest: { ...vitest, describe, test: collect } })
  return tests
}

/** The same sample against another server. */
export function against(block: Block, url: string): Block {
  return { ...block, text: block.text.replaceAll('https://api.example.com', url) }
}

async function start(text: string, globals: object, exported: object, known: typeof modules): Promise<void> {
  const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 }
  const { outputText } = ts.transpileModule(text, { compilerOptions })
  const find = (name: string) => {
    const found = known[name]
    if (!found) throw new Error(`a sample imports '${name}'`)
    return found
  }
  const AsyncFunction = Object.getPrototypeOf(start).constructor as FunctionConstructor
  const names = ['require', 'exports', ...Object.keys(globals)]
  await new AsyncFunction(...names, outputText)(find, exported, ...Object.values(globals))
}
