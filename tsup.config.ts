import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Options } from 'tsup'

type Plugin = NonNullable<Options['esbuildPlugins']>[number]

/** Blanks `description: '…'` in the charts: documentation that users should not download. Positions stay as they are. */
const withoutDescriptions: Plugin = {
  name: 'without-descriptions',
  setup(build) {
    build.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      if (!path.startsWith(join(import.meta.dirname, 'machines'))) return undefined
      const { default: ts } = await import('typescript')
      const text = await readFile(path, 'utf8')
      const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest)
      let contents = text
      const visit = (node: import('typescript').Node): void => {
        if (
          ts.isPropertyAssignment(node) &&
          ts.isIdentifier(node.name) &&
          node.name.text === 'description' &&
          ts.isStringLiteralLike(node.initializer)
        ) {
          const start = node.getStart(source)
          const end = text[node.end] === ',' ? node.end + 1 : node.end
          contents = contents.slice(0, start) + text.slice(start, end).replace(/[^\n]/g, ' ') + contents.slice(end)
        } else ts.forEachChild(node, visit)
      }
      visit(source)
      return { contents, loader: 'ts' }
    })
  },
}

const CLIENT = '"use client";'

/** The step from ESM to CJS puts code before the directive, where it means nothing. */
const directiveFirst: NonNullable<Options['plugins']>[number] = {
  name: 'directive-first',
  async buildEnd({ writtenFiles }) {
    for (const { name } of writtenFiles) {
      if (!name.endsWith('.cjs')) continue
      const text = await readFile(name, 'utf8')
      const at = text.split('\n', 1)[0]?.indexOf(CLIENT) ?? -1
      if (at > 0) await writeFile(name, CLIENT + text.replace(CLIENT, ''))
    }
  },
}

const shared = {
  /** Every entry point of the package. `package.json#exports` and `tsconfig.json#paths` follow; a check compares the three. */
  entry: {
    index: 'src/index.ts',
    machines: 'machines/index.ts',
    backends: 'src/backends/index.ts',
    oauth2: 'src/oauth2/index.ts',
    indexeddb: 'src/indexeddb/index.ts',
    react: 'src/react/index.ts',
    vue: 'src/vue/index.ts',
    svelte: 'src/svelte/index.ts',
    angular: 'src/angular/index.ts',
    'angular/http': 'src/angular/http/index.ts',
    solid: 'src/solid/index.ts',
    dom: 'src/dom/index.ts',
    axios: 'src/axios/index.ts',
    sockets: 'src/sockets/index.ts',
    'event-stream': 'src/event-stream/index.ts',
    inspect: 'src/inspect/index.ts',
    devtools: 'src/devtools/index.ts',
    testing: 'src/testing/index.ts',
  },
  format: ['esm', 'cjs'],
  target: 'es2022',
  platform: 'neutral',
  external: [/^node:/],
  removeNodeProtocol: false,
  splitting: true,
  sourcemap: true,
  silent: true,
  plugins: [directiveFirst],
} satisfies Options

export const entries: Record<string, string> = shared.entry

/** The command line, `package.json#bin`: one file that needs no other. */
export const command = { cli: 'src/cli/main.ts' }

const builds: Options[] = [
  {
    ...shared,
    // The types are those of the panel.
    entry: { ...shared.entry, devtools: 'src/devtools/production.ts' },
    outDir: 'dist',
    define: { __DEV__: 'false' },
    // Without it the calls behind `__DEV__` stay in the code, as dead branches that still import.
    minifySyntax: true,
    esbuildPlugins: [withoutDescriptions],
    dts: { entry: shared.entry, compilerOptions: { ignoreDeprecations: '6.0' } },
  },
  { ...shared, outDir: 'dist/development', define: { __DEV__: 'true' } },
  { ...shared, entry: command, format: ['esm'], outDir: 'dist', splitting: false, sourcemap: false },
]

export default builds
