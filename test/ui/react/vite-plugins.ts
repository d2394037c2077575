import { join } from 'node:path'
import type { PluginOption } from 'vite'

const COPIES = ['react', 'react-dom', '@xstate/react', 'xstate']

/** What gives a page, and the sources that it shows, the React of the package in `folder`. */
export function pluginsOf(folder: string): PluginOption[] {
  const alias = COPIES.map((name) => ({
    find: new RegExp(`^${name}(/.*)?$`),
    replacement: `${join(folder, 'node_modules', name)}$1`,
  }))
  return [{ name: 'own-react', config: () => ({ resolve: { alias } }) }]
}

export const plugins = pluginsOf(import.meta.dirname)
