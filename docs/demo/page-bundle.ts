import { readdirSync } from 'node:fs'
import { extname, join } from 'node:path'
import { build, type PluginOption, type Rolldown } from 'vite'

/** One file of the page, ready to be sent. */
export interface PageFile {
  readonly type: string
  readonly body: string | Uint8Array
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}

/**
 * Bundles the pages of that folder with the sources of the library, as a development build; by path, in memory. `index.html` is
 * at `/`, and another, `tabs.html`, at `/tabs`.
 */
export async function bundlePage(folder: string, plugins: PluginOption[] = []): Promise<ReadonlyMap<string, PageFile>> {
  const pages = readdirSync(folder).filter((name) => name.endsWith('.html'))
  const built = (await build({
    root: folder,
    configFile: false,
    envFile: false,
    logLevel: 'error',
    mode: 'development',
    define: { __DEV__: 'true' },
    plugins,
    resolve: { tsconfigPaths: true },
    build: {
      write: false,
      minify: false,
      target: 'es2022',
      modulePreload: false,
      reportCompressedSize: false,
      assetsInlineLimit: 0,
      rolldownOptions: { input: pages.map((name) => join(folder, name)) },
    },
  })) as Rolldown.RolldownOutput
  const files = new Map<string, PageFile>()
  for (const file of built.output) {
    const body = file.type === 'chunk' ? file.code : file.source
    files.set(pathOf(file.fileName), { type: TYPES[extname(file.fileName)] ?? 'application/octet-stream', body })
  }
  return files
}

const pathOf = (name: string): string => `/${name.replace(/^index\.html$|\.html$/, '')}`
