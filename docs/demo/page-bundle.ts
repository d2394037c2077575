import { extname } from 'node:path'
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
}

/** Bundles the page of that folder with the sources of the library, as a development build; by path, in memory. */
export async function bundlePage(folder: string, plugins: PluginOption[] = []): Promise<ReadonlyMap<string, PageFile>> {
  const built = (await build({
    root: folder,
    configFile: false,
    envFile: false,
    logLevel: 'error',
    mode: 'development',
    define: { __DEV__: 'true' },
    plugins,
    resolve: { tsconfigPaths: true },
    build: { write: false, minify: false, target: 'es2022', modulePreload: false, reportCompressedSize: false },
  })) as Rolldown.RolldownOutput
  const files = new Map<string, PageFile>()
  for (const file of built.output) {
    const body = file.type === 'chunk' ? file.code : file.source
    const path = file.fileName === 'index.html' ? '/' : `/${file.fileName}`
    files.set(path, { type: TYPES[extname(file.fileName)] ?? 'application/octet-stream', body })
  }
  return files
}
