import { join } from 'node:path'
import { createServer, type PluginOption } from 'vite'
import type { AuthSession } from 'xstate-auth-session'
import { sources } from './sources'

/** What a server makes of an app. `seen` is told of the session of each component as it is rendered. */
export type Render = (
  session: AuthSession,
  seen?: (session: AuthSession) => void,
) => Promise<{ readonly head: string; readonly body: string }>

/** An app of one UI that a server renders and a page brings to life. */
export interface RenderedPage {
  /** For the titles of tests. */
  readonly name: string
  /** Where its `index.html` is. */
  readonly folder: string
  /** The module that exports `render`. */
  readonly server: string
  /** Vite's plugins that compile it. */
  readonly plugins: () => Promise<PluginOption[]>
}

/** Every UI that is rendered on a server; React's are tested in `test/ui/react`. */
export const renderedPages: readonly RenderedPage[] = [
  {
    name: 'Vue',
    folder: folderOf('vue'),
    server: 'server.ts',
    plugins: async () => (await import('../../ui/vue/vite-plugins')).plugins,
  },
  {
    name: 'Svelte',
    folder: folderOf('svelte'),
    server: 'server.ts',
    plugins: async () => (await import('../../ui/svelte/vite-plugins')).plugins,
  },
  {
    name: 'Solid',
    folder: folderOf('solid'),
    server: 'server.tsx',
    plugins: async () => (await import('../../ui/solid/vite-plugins')).hydratable,
  },
]

/** Runs that module as a server of the app would; `close` it in the end. */
export async function openRenderer({ folder, server, plugins }: RenderedPage) {
  const vite = await createServer({
    root: folder,
    configFile: false,
    envFile: false,
    logLevel: 'error',
    appType: 'custom',
    define: { __DEV__: 'true' },
    plugins: [sources, await plugins()],
    server: { middlewareMode: true, watch: null, ws: false },
    optimizeDeps: { noDiscovery: true },
  })
  const { render } = await vite.ssrLoadModule(join(folder, server))
  return { render: render as Render, close: () => vite.close() }
}

function folderOf(name: string): string {
  return join(import.meta.dirname, name, 'server')
}
